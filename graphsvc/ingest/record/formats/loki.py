"""Grafana Loki: pushed streams, answers to queries, lines of logcli, and what Explore downloads."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, at, moment_of

_BESIDE = ("labels", "fields", "timestamp")


def _streams(value: Any) -> list[Any] | None:
    found = value["streams"] if "streams" in value else at(value, "data", "result")
    return found if isinstance(found, list) else None


def _recognises(value: Any) -> bool:
    return _streams(value) is not None or ("line" in value and any(key in value for key in _BESIDE))


def _unwrap(value: Any) -> Iterator[Part]:
    streams = _streams(value)
    if streams is None:
        yield Part(value["line"], time=moment_of(value.get("timestamp")), may_be_cut=True)
        return
    for stream in streams:
        yield from _lines(stream)


def _lines(stream: Any) -> Iterator[Part]:
    values = at(stream, "values")
    if not isinstance(values, list):
        yield Part(stream, problem="a stream of Loki without values")
        return
    for value in values:
        if isinstance(value, list) and len(value) > 1:
            yield Part(value[1], time=moment_of(value[0]), may_be_cut=True)
        else:
            yield Part(value, problem="a value of a Loki stream that is not a time and a line")


FORMAT = Format("loki", "Grafana Loki: push, query results, logcli, downloads of Explore", _recognises, _unwrap)
