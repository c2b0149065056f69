"""From a stored call, and what a row says of it, to the occurrence that a detection fires for it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graphsvc.domain.alert import Occurrence, what_of, who_of
from graphsvc.domain.detection import Detection, Severity
from graphsvc.domain.path import Path
from graphsvc.domain.thing import thing_of
from graphsvc.graph.read.calls import StoredCall
from graphsvc.graph.read.reader import Reader

_MOST_EVIDENCE = 100


def occurrence_of(detection: Detection, call: StoredCall, says: Mapping[str, Any]) -> Occurrence:
    path, properties = call.path, call.properties
    name = properties.get("name", "")
    evidence = tuple(str(c) for c in says.get("evidence") or () if c and c != call.id)
    thing = str(says.get("what") or thing_of(path, name))
    return Occurrence(
        detection=detection,
        call=call.id,
        audit_id=properties.get("audit_id", ""),
        time=call.time,
        cluster=path.cluster,
        who=str(says.get("who") or who_of(path)),
        what=str(says.get("what") or what_of(path, name)),
        thing=thing,
        where=path.source_ip,
        severity=Severity(says.get("louder") or detection.severity),
        because=str(says.get("because") or ""),
        evidence=evidence[:_MOST_EVIDENCE],
        habit=_habit_of(detection, path) if detection.habit else "",
        repeat=_habit_of(detection, path, thing, path.client) if detection.habit else "",
    )


def with_audit_ids(fired: list[Occurrence], reader: Reader) -> list[Occurrence]:
    """With the audit ids of all calls that they rest on."""
    others = sorted({call for o in fired for call in o.evidence})
    found = {c.id: c.properties.get("audit_id", "") for c in reader.calls_by_id(others)} if others else {}
    return [replace(o, audit_ids=tuple(found[c] for c in o.evidence if c in found)) for o in fired]


def _habit_of(detection: Detection, path: Path, *besides: str) -> str:
    """The same person, from the same address, at the same kind of thing in the same place."""
    who = path.cloud_user or path.impersonated_user or path.user
    parts = ("habit", detection.slug, path.cluster, who, path.source_ip, path.namespace, path.resource, *besides)
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()
