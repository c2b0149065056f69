"""`graphsvc demo`: two recorded clusters, served."""

from pathlib import Path

from graphsvc.cli.database import found_database, open_store, say
from graphsvc.cli.ingest import log_taker
from graphsvc.cli.logs import summarise
from graphsvc.cli.serve import require_free
from graphsvc.errors import Unreadable
from graphsvc.graph.migration import migrate
from graphsvc.graph.server.login import password_file
from graphsvc.settings import Settings, load

_FOLDER = Path(__file__).resolve().parents[2] / "demo"
CLUSTERS = {"retail-prod": "modern.log.gz", "corp-eks": "eks.log.gz"}
# The recordings are minutes long: after this much of them the set-up of the cluster is over.
_LEARNING = "90s"


def demo() -> None:
    """Takes the two recorded clusters of the repository into the graph and serves them.

    Its data lies in .graphsvc of the current folder; a second start takes nothing twice.
    """
    from graphsvc.cli.service import run  # noqa: PLC0415  # see there

    settings = _settings()
    require_free(settings)
    with found_database(settings) as found:
        with open_store(found.settings) as store:
            say("preparing the schema")
            migrate(store)
            taker = log_taker(store, found.settings)
            for cluster, name in CLUSTERS.items():
                say(f"ingesting {name} as cluster {cluster}")
                summarise(taker.take([str(_demo_file(name))], cluster=cluster))
        if found.server:
            say(f"Neo4j Browser asks once for a password: {password_file(found.settings.data / 'neo4j')} holds it")
        say("starting the web server; Ctrl-C stops everything")
        run(found)


def _settings() -> Settings:
    settings = load()
    changed: dict[str, object] = {}
    if "data" not in settings.model_fields_set:
        changed["data"] = Path(".graphsvc").absolute()
    if "learning" not in settings.model_fields_set:
        changed["learning"] = _LEARNING
    return settings.model_copy(update=changed)


def _demo_file(name: str) -> Path:
    file = _FOLDER / name
    if not file.exists():
        raise Unreadable(
            f"{name} is not there: the demo's logs come with the repository, not with the installed package"
        )
    return file
