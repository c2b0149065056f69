"""What an API server posts to a webhook. The items have no kind of their own."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, items_of


def _recognises(value: Any) -> bool:
    return "items" in value and ("kind" not in value or value["kind"] in {"EventList", "List"})


def _unwrap(value: Any) -> Iterator[Part]:
    yield from map(Part, items_of(value, "items"))


FORMAT = Format("event-list", "EventList of an audit webhook", _recognises, _unwrap)
