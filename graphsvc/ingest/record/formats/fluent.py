"""Fluent Bit, Fluentd and Docker's own files: the line as text in `log`, or parsed below a key of its own."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, is_event, moment_of

_TEXT = "log"
_PARSED = ("log", "log_processed", "audit", "kubernetes", "json", "parsed")


def _recognises(value: Any) -> bool:
    return _parsed_event(value) is not None or (_TEXT in value and isinstance(value[_TEXT], str))


def _parsed_event(value: Any) -> Any:
    return next((found for key in _PARSED if key in value and is_event(found := value[key])), None)


def _unwrap(value: Any) -> Iterator[Part]:
    time = moment_of(value.get("time") or value.get("date") or value.get("@timestamp"))
    event = _parsed_event(value)
    yield Part(value[_TEXT] if event is None else event, time=time, may_be_cut=True)


FORMAT = Format("fluent", "Fluent Bit, Fluentd, Docker json-file", _recognises, _unwrap)
