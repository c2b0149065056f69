"""OpenTelemetry logs as OTLP JSON: the body is a text, bytes, or the event as a list of keys and values."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from graphsvc.ingest.record.wrapping import Format, Part, at, is_event, moment_of, text_at

_CLUSTER = "k8s.cluster.name"
_NO_BODY = "body of a log record is neither a text nor a list of keys and values"


def part_of(body: Any, attributes: Mapping[str, Any], time: Any, record: Any) -> Part:
    """What lies in a log record with this body, already plain; the attributes may be the event that was parsed."""
    if is_event(attributes) and not _speaks_of_event(body):
        return Part(dict(attributes), time=moment_of(time))
    if not body or not isinstance(body, str | bytes | dict):
        return Part(record, time=moment_of(time), problem=_NO_BODY)
    return Part(body, time=moment_of(time), may_be_cut=True)


def part_of_record(record: Any) -> Part:
    """The same of a record of OTLP's JSON."""
    attributes = {str(at(pair, "key")): plain_value(at(pair, "value")) for pair in listed(record, "attributes")}
    time = at(record, "timeUnixNano") or at(record, "observedTimeUnixNano")
    return part_of(plain_value(at(record, "body")), attributes, time, record)


def plain_value(value: Any) -> Any:
    """The value that an AnyValue wraps, None for what is none; integers of 64 bits come as text."""
    try:
        ((kind, found),) = value.items()
        if kind == "kvlistValue":
            return {pair["key"]: plain_value(pair.get("value")) for pair in found.get("values", ())}
        if kind == "arrayValue":
            return [plain_value(item) for item in found.get("values", ())]
        if kind == "bytesValue":
            return base64.b64decode(found)
        return int(found) if kind == "intValue" else found
    except (TypeError, LookupError, AttributeError, ValueError):
        return None


def listed(value: Any, key: str) -> list[Any]:
    found = at(value, key)
    return found if isinstance(found, list) else []


def _speaks_of_event(body: Any) -> bool:
    return is_event(body) or (isinstance(body, str) and "auditID" in body) or (isinstance(body, bytes) and bool(body))


def _recognises(value: Any) -> bool:
    return "resourceLogs" in value or ("timeUnixNano" in value and ("body" in value or "attributes" in value))


def _unwrap(value: Any) -> Iterator[Part]:
    if "resourceLogs" not in value:
        yield part_of_record(value)
        return
    for resource in value["resourceLogs"]:
        cluster = _cluster(resource)
        for scope in listed(resource, "scopeLogs") or listed(resource, "instrumentationLibraryLogs"):
            yield from (replace(part_of_record(record), cluster=cluster) for record in listed(scope, "logRecords"))


def _cluster(resource: Any) -> str:
    attributes = listed(at(resource, "resource"), "attributes")
    return next((text_at(pair, "value", "stringValue") for pair in attributes if at(pair, "key") == _CLUSTER), "")


FORMAT = Format("opentelemetry", "OpenTelemetry logs (OTLP JSON)", _recognises, _unwrap)
