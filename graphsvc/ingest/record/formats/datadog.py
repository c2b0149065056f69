"""Datadog: answers of its log search. What it archives has the event in `attributes`, as other collectors have it."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, at, is_event, items_of, moment_of, text_at

_CLUSTER = ("kube_cluster_name:", "cluster_name:")


def _recognises(value: Any) -> bool:
    found = value.get("data")
    if isinstance(found, list):
        return any(at(item, "attributes") is not None for item in found)
    return is_event(_event(value)) or (value.get("type") == "log" and bool(text_at(value, "attributes", "message")))


def _event(value: Any) -> Any:
    """Beside it stand the fields that all logs have; archives have them all in one object."""
    outer = at(value, "attributes")
    return outer if is_event(outer) else at(outer, "attributes")


def _unwrap(value: Any) -> Iterator[Part]:
    if "data" in value:
        yield from map(Part, items_of(value, "data"))
        return
    event, outer = _event(value), at(value, "attributes")
    time = moment_of(at(outer, "timestamp") or at(value, "date"))
    tags = at(outer, "tags") or at(value, "tags") or []
    found = event if is_event(event) else text_at(outer, "message")
    yield Part(found, _cluster(tags), time, may_be_cut=True)


def _cluster(tags: Any) -> str:
    texts = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return next((tag.partition(":")[2] for key in _CLUSTER for tag in texts if tag.startswith(key)), "")


FORMAT = Format("datadog", "Datadog: log search, archives", _recognises, _unwrap)
