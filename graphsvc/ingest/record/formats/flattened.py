"""An event with keys for what lay deeper (`user.username`, `audit.user.groups.0`): Logs Insights and others."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.dotted import flat_event, prefix_of
from graphsvc.ingest.record.formats.cloudwatch import cluster_of
from graphsvc.ingest.record.formats.elastic import repaired
from graphsvc.ingest.record.wrapping import Format, Part, text_at

_TIMES = ("@timestamp", "timestamp", "time", "Time", "_time")


def _recognises(value: Any) -> bool:
    return prefix_of(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    prefix = prefix_of(value)
    if prefix is None:
        raise ValueError("no keys for auditID, stage and verb, with something before them or not")
    time = next((found for name in _TIMES if (found := text_at(value, name))), "")
    yield Part(repaired(flat_event(value, prefix), time), cluster_of(text_at(value, "@log").rpartition(":")[2]))


FORMAT = Format("flattened", "Events whose fields were flattened to keys with dots", _recognises, _unwrap)
