"""Makes a server do once what it will be asked for, so that the archive of its classes holds what that needs.

The planner alone loads thousands of classes at the first statement; without them in the archive a throw-away
server spends longer on loading classes than on its work.
"""

from typing import Any

from graphsvc.domain.batch import Batch
from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from graphsvc.graph import queries
from graphsvc.graph.migration import migrate
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer

VERSION = 1  # raise it to have archives made anew

_EVENT = b"""{"auditID": "rehearsal", "stage": "ResponseComplete", "verb": "create", "level": "RequestResponse",
"requestURI": "/api/v1/namespaces/a/pods", "user": {"username": "u", "groups": ["g", "h"]}, "sourceIPs": ["10.0.0.1"],
"userAgent": "a/1", "objectRef": {"resource": "pods", "namespace": "a", "name": "p"}, "responseStatus": {"code": 201},
"requestObject": {"spec": {"containers": [{"name": "c", "image": "i"}]}},
"requestReceivedTimestamp": "2026-01-01T00:00:00Z"}"""


def rehearse(uri: str) -> None:
    """Migrate, write a call, plan every query, and ask the detections' ones."""
    with Store(uri) as store:
        migrate(store)
        for cluster in ("a", "b"):
            batch = Batch(cluster, f"rehearsal-{cluster}")
            call = project_call(parse_event(_EVENT), cluster)
            batch.calls[call.id] = call
            batch.read = 1
            Writer(store).write(batch)
        for file in sorted(queries.cypher_folder().glob("*/**/*.cypher")):
            if file.parent.name not in {"schema", "favourites", "login"}:
                query = queries.load_file(file, file.stem)
                if query.header.get("basis", "query") != "query":
                    continue  # a condition: its basis is planned
                parameters: dict[str, Any] = dict.fromkeys(query.parameters)
                store.explain(query.text, **parameters)
        store.read("paths_after", after=0)
        store.read("path_hours", start=0, stop=1 << 40)
