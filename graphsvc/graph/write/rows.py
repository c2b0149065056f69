"""Rows of the statements that write: what a call, a path, an object becomes in the graph, see `model`."""

import hashlib
from typing import Any

from graphsvc.domain.atlas import Place
from graphsvc.domain.batch import Rejection
from graphsvc.domain.call import Call, ObjectKey
from graphsvc.domain.path import Path
from graphsvc.domain.standing import Standing
from graphsvc.domain.submitted import Part
from graphsvc.graph.fingerprint import fingerprint
from graphsvc.graph.store import Rows
from graphsvc.graph.write.memory import Seen


def fingerprints(rows: Rows) -> Rows:
    """By hour, what rows of path, hour and calls add to it."""
    by_hour: dict[int, list[tuple[int, int]]] = {}
    for path, hour, calls, _ in rows:
        by_hour.setdefault(hour, []).append((path, calls))
    return [[hour, fingerprint(*map(list, zip(*pairs, strict=True)))] for hour, pairs in sorted(by_hour.items())]


def path_row(path: Path, id_: int, span: Seen, standing: Standing, place: Place) -> dict[str, Any]:
    values = {name: getattr(path, name) for name in Path.__dataclass_fields__}
    values |= {
        "groups": list(path.groups),
        "group": path.group,
        "resource_name": path.resource_name,
        "status": path.status,
    }
    values |= {"id": id_, "key": path.key, "text": path.text, "first_seen": span.first, "last_seen": span.last}
    values |= vars(standing) | vars(place)
    classes = path.column_classes
    return {"path": values, "source_class": classes[0], "resource_class": classes[5]}


def call_row(call: Call, archive: dict[str, str]) -> dict[str, Any]:
    row = {"id": call.id, "time": call.time, "stages": call.stages, **call.properties}
    if place := archive.get(call.id):
        row["archive"] = place
    return row


def object_row(path: int, key: ObjectKey, span: Seen) -> dict[str, Any]:
    return {**key._asdict(), "path": path, "search": key.name.lower(), "first": span.first, "last": span.last}


def command_row(path: int, line: str, span: Seen) -> dict[str, Any]:
    key = hashlib.blake2b(line.encode(), digest_size=16).hexdigest()
    return {"path": path, "key": key, "line": line, "search": line.lower(), "first": span.first, "last": span.last}


def detail_row(path: int, told: tuple[str, str], span: Seen) -> dict[str, Any]:
    field, text = told
    key = hashlib.blake2b(f"{field}\x1f{text}".encode(), digest_size=16).hexdigest()
    values = {"path": path, "key": key, "field": field, "text": text, "search": text.lower()}
    return {**values, "first": span.first, "last": span.last}


def submitted_rows(calls: list[Call]) -> list[dict[str, Any]]:
    """What calls asked for, and what that became."""
    return [
        _part_row(call.id, type_, part)
        for call in calls
        if call.submitted
        for type_, parts in (("SUBMITTED", call.submitted.asked), ("BECAME", call.submitted.became))
        for part in parts
    ]


def _part_row(call: str, type_: str, part: Part) -> dict[str, Any]:
    containers = [_without_empty(inner.properties) for inner in part.inner]
    properties = _without_empty(part.properties)
    return {"call": call, "type": type_, "label": part.label, "properties": properties, "containers": containers}


def rejected_row(cluster: str, rejection: Rejection) -> dict[str, Any]:
    return {"id": rejection.id_in(cluster), "cluster": cluster, **vars(rejection)}


def _without_empty(properties: dict[str, Any]) -> dict[str, Any]:
    """Empty texts and lists say nothing; False says that the field was looked at."""
    return {key: value for key, value in properties.items() if value not in ("", [])}
