"""Grafana: frames of its data, as answers of queries and the inspector's JSON have them: columns, not rows."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, at, text_at


def _recognises(value: Any) -> bool:
    return _is_frame(value) or bool(_frames(value))


def _is_frame(value: Any) -> bool:
    """Names and values are apart, or each field has its own values."""
    return isinstance(at(value, "schema", "fields"), list) or (
        isinstance(fields := at(value, "fields"), list) and bool(fields) and at(fields[0], "values") is not None
    )


def _frames(value: Any) -> list[Any]:
    """Of an answer with results by query, or of a panel."""
    if isinstance(series := value.get("series"), list):
        return [frame for frame in series if _is_frame(frame)]
    results = value.get("results")
    answers = results.values() if isinstance(results, dict) else ()
    return [frame for answer in answers if isinstance(found := at(answer, "frames"), list) for frame in found]


def _unwrap(value: Any) -> Iterator[Part]:
    if not _is_frame(value):
        yield from map(Part, _frames(value))
        return
    names, columns = _columns(value)
    for row in zip(*columns, strict=True):
        yield Part(dict(zip(names, row, strict=True)))


def _columns(frame: Any) -> tuple[list[str], list[list[Any]]]:
    fields = at(frame, "schema", "fields")
    found = at(frame, "data", "values") if fields else [_values(field) for field in frame["fields"]]
    names = [text_at(field, "name") for field in fields or frame["fields"]]
    if not isinstance(found, list) or len(found) != len(names):
        raise ValueError("a frame whose columns are not as many as its fields")
    return names, found


def _values(field: Any) -> Any:
    """Older versions wrap the list."""
    found = at(field, "values")
    return at(found, "buffer") if isinstance(found, dict) else found


FORMAT = Format("grafana", "Grafana: frames of its queries and of the inspector", _recognises, _unwrap)
