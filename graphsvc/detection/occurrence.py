"""From a stored call, and what a row says of it, to the occurrence that a detection fires for it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from graphsvc.domain.alert import Occurrence, what_of, who_of
from graphsvc.domain.detection import Detection, Severity
from graphsvc.graph.read.calls import StoredCall

_MOST_EVIDENCE = 100


def occurrence_of(detection: Detection, call: StoredCall, says: Mapping[str, Any]) -> Occurrence:
    path, properties = call.path, call.properties
    evidence = tuple(str(c) for c in says.get("evidence") or () if c and c != call.id)
    return Occurrence(
        detection=detection,
        call=call.id,
        audit_id=properties.get("audit_id", ""),
        time=call.time,
        cluster=path.cluster,
        who=str(says.get("who") or who_of(path)),
        what=str(says.get("what") or what_of(path, properties.get("name", ""))),
        where=path.source_ip,
        severity=Severity(says.get("louder") or detection.severity),
        because=str(says.get("because") or ""),
        evidence=evidence[:_MOST_EVIDENCE],
        habit=_habit_of(detection, call) if detection.habit else "",
    )


def _habit_of(detection: Detection, call: StoredCall) -> str:
    """The same person, from the same address, at the same kind of thing in the same place."""
    path = call.path
    who = path.cloud_user or path.impersonated_user or path.user
    parts = ("habit", detection.slug, path.cluster, who, path.source_ip, path.namespace, path.resource)
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()
