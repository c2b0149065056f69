"""Log records of OpenTelemetry's protocol, in protobuf or JSON, as what lies in them: the line, or the event as a map.

Of an event that a collector parsed, the body may be the line still, or the attributes the event.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from graphsvc.domain.depth import DEEPEST, decoded
from graphsvc.ingest.record.formats.opentelemetry import listed, part_of, part_of_record
from graphsvc.ingest.record.wire import Found, double, fields, signed, text
from graphsvc.ingest.record.wrapping import Part

_MOST_VALUES = 2_000_000  # in all records of one request: each costs memory
_BAD_JSON = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)

# Numbers of fields, in the messages that have them.
_RESOURCE_LOGS, _SCOPE_LOGS, _LOG_RECORDS = 1, 2, 2
_TIME, _BODY, _ATTRIBUTES, _OBSERVED = 1, 5, 6, 11
_KEY, _VALUE = 1, 2
_TEXT, _BOOL, _INT, _DOUBLE, _ARRAY, _MAP, _BYTES = 1, 2, 3, 4, 5, 6, 7


def parts_of_protobuf(body: bytes) -> Iterator[Part]:
    """Each log record of an ExportLogsServiceRequest; raises ValueError for what is none."""
    left = _Left(_MOST_VALUES)
    for resource in _below(memoryview(body), _RESOURCE_LOGS):
        for scope in _below(resource, _SCOPE_LOGS):
            for record in _below(scope, _LOG_RECORDS):
                try:
                    yield _part(record, left)
                except ValueError as error:
                    yield Part(b"", problem=f"a log record that cannot be read: {error}")


def parts_of_json(body: bytes) -> Iterator[Part]:
    """The same of JSON; Vector may send several requests in one body, as lines or as an array."""
    for request in _requests(body):
        for resource in listed(request, "resourceLogs"):
            for scope in listed(resource, "scopeLogs"):
                yield from map(part_of_record, listed(scope, "logRecords"))


def _requests(body: bytes) -> list[Any]:
    try:
        found = decoded(msgspec.json.decode, body)
    except _BAD_JSON as error:
        try:
            found = [decoded(msgspec.json.decode, line) for line in body.splitlines() if line.strip()]
        except _BAD_JSON:
            found = []
        if len(found) < 2:
            raise ValueError(f"not valid JSON: {error}") from None
    requests = found if isinstance(found, list) else [found]
    if not all(isinstance(request, Mapping) and (not request or "resourceLogs" in request) for request in requests):
        raise ValueError("no ExportLogsServiceRequest: it has no resourceLogs")
    return requests


class _Left:
    """How many values may still be read."""

    def __init__(self, values: int) -> None:
        self.values = values

    def take(self) -> None:
        self.values -= 1
        if self.values < 0:
            raise ValueError(f"more than {_MOST_VALUES} values in one request")


def _below(message: memoryview, number: int) -> Iterator[memoryview]:
    for found, value in fields(message):
        if found == number and isinstance(value, memoryview):
            yield value


def _part(record: memoryview, left: _Left) -> Part:
    body: Any = None
    attributes: dict[str, Any] = {}
    times = {_TIME: 0, _OBSERVED: 0}
    for number, value in fields(record):
        if number == _BODY and isinstance(value, memoryview):
            body = _plain(value, left, 0)
        elif number == _ATTRIBUTES and isinstance(value, memoryview):
            attributes |= _pair(value, left, 0)
        elif number in times:
            times[number] = signed(value)
    return part_of(body, attributes, times[_TIME] or times[_OBSERVED], body)


def _pair(message: memoryview, left: _Left, depth: int) -> dict[str, Any]:
    key, found = "", None
    for number, value in fields(message):
        if number == _KEY:
            key = text(value)
        elif number == _VALUE and isinstance(value, memoryview):
            found = _plain(value, left, depth)
    return {key: found}


def _plain(message: memoryview, left: _Left, depth: int) -> Any:
    """The value in an AnyValue; below the deepest level that anybody reads there is none."""
    left.take()
    found: Any = None
    for number, value in fields(message):
        if isinstance(value, memoryview) and number in (_ARRAY, _MAP):
            found = _several(value, number, left, depth + 1) if depth < DEEPEST else None
        else:
            found = _single(number, value)
    return found


def _several(message: memoryview, kind: int, left: _Left, depth: int) -> Any:
    below = _below(message, 1)
    if kind == _ARRAY:
        return [_plain(value, left, depth) for value in below]
    return {key: found for pair in below for key, found in _pair(pair, left, depth).items()}


def _single(number: int, value: Found) -> Any:
    if number == _BYTES:
        return bytes(value) if isinstance(value, memoryview) else None
    if number == _TEXT:
        return text(value)
    if number == _BOOL:
        return bool(value)
    return double(value) if number == _DOUBLE else signed(value) if number == _INT else None
