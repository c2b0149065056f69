"""From a stored call to the occurrence that a detection fires for it."""

from graphsvc.domain.alert import Occurrence, what_of, who_of
from graphsvc.domain.detection import Detection
from graphsvc.graph.read.calls import StoredCall


def occurrence_of(detection: Detection, call: StoredCall) -> Occurrence:
    path, properties = call.path, call.properties
    return Occurrence(
        detection=detection,
        call=call.id,
        audit_id=properties.get("audit_id", ""),
        time=call.time,
        cluster=path.cluster,
        who=who_of(path),
        what=what_of(path, properties.get("name", "")),
        where=path.source_ip,
    )
