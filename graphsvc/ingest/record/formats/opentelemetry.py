"""OpenTelemetry logs as OTLP JSON: the body is a text, or the event as a list of keys and values."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from graphsvc.ingest.record.wrapping import Format, Part, at, moment_of, text_at

_CLUSTER = "k8s.cluster.name"


def _recognises(value: Any) -> bool:
    return "resourceLogs" in value or ("timeUnixNano" in value and "body" in value)


def _unwrap(value: Any) -> Iterator[Part]:
    if "resourceLogs" not in value:
        yield _part(value)
        return
    for resource in value["resourceLogs"]:
        cluster = _cluster(resource)
        for scope in _listed(resource, "scopeLogs") or _listed(resource, "instrumentationLibraryLogs"):
            yield from (replace(_part(record), cluster=cluster) for record in _listed(scope, "logRecords"))


def _cluster(resource: Any) -> str:
    attributes = _listed(at(resource, "resource"), "attributes")
    return next((text_at(pair, "value", "stringValue") for pair in attributes if at(pair, "key") == _CLUSTER), "")


def _listed(value: Any, key: str) -> list[Any]:
    found = at(value, key)
    return found if isinstance(found, list) else []


def _part(record: Any) -> Part:
    time = moment_of(at(record, "timeUnixNano") or at(record, "observedTimeUnixNano"))
    try:
        return Part(_plain(at(record, "body")), time=time, may_be_cut=True)
    except (TypeError, LookupError, AttributeError, ValueError):
        return Part(record, time=time, problem="body of a log record is neither a text nor a list of keys and values")


def _plain(value: Any) -> Any:
    """The value that an AnyValue wraps; integers of 64 bits come as text."""
    ((kind, found),) = value.items()
    if kind == "kvlistValue":
        return {pair["key"]: _plain(pair["value"]) for pair in found.get("values", ())}
    if kind == "arrayValue":
        return [_plain(item) for item in found.get("values", ())]
    return int(found) if kind == "intValue" else found


FORMAT = Format("opentelemetry", "OpenTelemetry logs (OTLP JSON)", _recognises, _unwrap)
