"""Cuts a stream of bytes into records, one a call's stage, whatever wraps them.

A log is JSON lines, lines of EventLists (what an API server posts), or one document spread over many lines.
A line that cannot be read becomes a rejection and the next line is read as if nothing had happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from graphsvc.ingest.source import READ_ERRORS

LONGEST = 32 << 20  # bytes of one line or document
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """Raw JSON of one event, or the reason why there is none. `line` counts from 1."""

    raw: bytes
    line: int
    problem: str = ""


class _EventList(msgspec.Struct):
    kind: str
    items: list[msgspec.Raw] | None = None


_as_list = msgspec.json.Decoder(_EventList)
_as_items = msgspec.json.Decoder(list[msgspec.Raw])


def read_records(stream: BinaryIO) -> Iterator[Record]:
    """All records of a stream; never raises for what the stream holds."""
    lines = _lines(stream)
    first = next(lines, None)
    if first is None:
        return
    if first.raw.removeprefix(_BOM).strip() in {b"{", b"[", b"[{"}:
        yield from _document(first, lines)
        return
    yield from _records_of(Record(first.raw.removeprefix(_BOM), first.line, first.problem))
    for line in lines:
        yield from _records_of(line)


def _lines(stream: BinaryIO) -> Iterator[Record]:
    """Lines that are not blank. A stream that breaks off ends with a record that says so."""
    number = 0
    try:
        while raw := stream.readline(LONGEST):
            number += 1
            if len(raw) >= LONGEST and not raw.endswith(b"\n"):
                yield Record(raw[:4_096], number, f"line is longer than {LONGEST >> 20} MiB")
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(LONGEST)
                continue
            if raw.strip():
                yield Record(raw.strip(), number)
    except READ_ERRORS as error:
        yield Record(b"", number + 1, f"the stream breaks off here: {error}")


def _records_of(line: Record) -> Iterator[Record]:
    if line.problem:
        yield line
    elif line.raw.startswith(b"["):
        yield from _items(line, _as_items)
    elif b'"EventList"' in line.raw and b'"items"' in line.raw:
        yield from _event_list(line)
    else:
        yield line


def _event_list(line: Record) -> Iterator[Record]:
    """Items of an EventList; a plain event that only mentions one stays what it is."""
    try:
        found = _as_list.decode(line.raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        yield line
        return
    if found.kind != "EventList":
        yield line
        return
    yield from (Record(bytes(item), line.line) for item in found.items or ())


def _items(line: Record, decoder: msgspec.json.Decoder[list[msgspec.Raw]]) -> Iterator[Record]:
    try:
        items = decoder.decode(line.raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        yield Record(line.raw, line.line, f"not valid JSON: {error}")
        return
    for item in items:
        yield from _records_of(Record(bytes(item), line.line))


def _document(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    """One JSON document over many lines. It has to be whole before its parts can be told apart."""
    parts, size = [first.raw.removeprefix(_BOM)], 0
    for line in rest:
        size += len(line.raw)
        if line.problem or size > LONGEST * 8:
            yield Record(
                b"", line.line, line.problem or f"document is longer than {LONGEST >> 17} MiB; give JSON lines"
            )
            return
        parts.append(line.raw)
    yield from _records_of(Record(b"\n".join(parts), first.line))


def split_body(body: bytes) -> list[Record]:
    """Records of a posted EventList, or of one event. A body that is no JSON is one record that will be rejected."""
    text = body.removeprefix(_BOM).strip()
    return list(_records_of(Record(text, 1))) if text else []
