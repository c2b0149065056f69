"""Splunk: events for its HTTP collector, and exports of searches."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, at, moment_of

_OF_COLLECTOR = frozenset({"time", "host", "source", "sourcetype", "index", "fields", "event"})


def _recognises(value: Any) -> bool:
    return _is_export(value) or "_raw" in value or ("event" in value and _OF_COLLECTOR.issuperset(value))


def _is_export(value: Any) -> bool:
    if "result" in value and at(value["result"], "_raw") is not None:
        return True
    rows = value.get("results")
    return isinstance(rows, list) and any(at(row, "_raw") is not None for row in rows)


def _unwrap(value: Any) -> Iterator[Part]:
    if "results" in value:
        yield from map(Part, value["results"])
        return
    row = value.get("result", value)
    time = moment_of(at(row, "_time") or at(row, "time"))
    yield Part(row["_raw"] if "_raw" in row else row["event"], time=time, may_be_cut=True)


FORMAT = Format("splunk", "Splunk: HTTP event collector, exported searches", _recognises, _unwrap)
