"""Detections that cannot be asked: their calls wait for them, and that is an alert of its own."""

from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection, DetectionKind, Severity
from graphsvc.graph.read.calls import StoredCall
from graphsvc.graph.write.batches import WaitingBatch
from graphsvc.graph.write.findings import Postponed

BLIND = Detection(
    slug="detection-blind",
    family="graphsvc",
    code="GS-01",
    kind=DetectionKind.POLICY,
    severity=Severity.HIGH,
    title="Detection is blind",
    on=(),
    text="",
    meaning="A detection's condition could not be asked. Its calls wait, and are looked at as soon as it can be.",
    triage="`graphsvc doctor` says why, and since when.",
    usual="a database under load; a detection of one's own that is wrong",
)


def blind_occurrence(detection: Detection, call: StoredCall, problem: str) -> Occurrence:
    return Occurrence(
        detection=BLIND,
        call=call.id,
        audit_id=call.properties.get("audit_id", ""),
        time=call.time,
        cluster=call.path.cluster,
        who="graphsvc",
        what=f"{detection.code} {detection.slug}",
        thing=detection.slug,
        where="",
        severity=BLIND.severity,
        because=f"{detection.title} could not be asked: {problem[:300]}",
    )


def postponed(detection: Detection, batch: WaitingBatch, taken: list[tuple[str, int]]) -> Postponed:
    return Postponed(
        id=f"{batch.id:016d}-{detection.slug}",
        detection=detection.slug,
        cluster=batch.cluster,
        learn=batch.learn,
        calls=[call for call, _ in taken],
        paths=[path for _, path in taken],
    )
