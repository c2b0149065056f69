"""Cuts a stream of bytes into records, one a call's stage, whatever wraps them.

A log is lines, or JSON documents spread over many lines, or JSON documents one after the other without any line.
What cannot be read becomes a rejection and the next is read as if nothing had happened.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from graphsvc.domain.path import plain
from graphsvc.ingest.record.document import whole_lines
from graphsvc.ingest.record.envelope import events_in, has_flat_user
from graphsvc.ingest.record.line import LONGEST, Line, read_files
from graphsvc.ingest.record.partial import join_partial
from graphsvc.ingest.record.pieces import Pieces
from graphsvc.ingest.record.table import join_rows
from graphsvc.ingest.record.wrapping import Format, Part

__all__ = ["LONGEST", "REJECTED_KEPT", "Record", "read_records", "records_of", "records_of_parts", "split_body"]

_LONGEST_NAME = 300
REJECTED_KEPT = 1 << 20  # bytes
_BOM = b"\xef\xbb\xbf"
# How an API server itself writes an event. Such a line needs no look inside, unless somebody made texts of its objects.
_NATIVE = b'{"kind":"Event","apiVersion":"audit.k8s.io/'


class Record(msgspec.Struct, frozen=True):
    """Raw JSON of one event, or the reason why there is none. `line` counts from 1.

    `cluster` is what the wrapping says. With a `rule` it is no audit record, and counted as noise under that name;
    `time` is then when it was written, in milliseconds, or 0.
    """

    raw: bytes
    line: int
    problem: str = ""
    cluster: str = ""
    rule: str = ""
    time: int = 0


def read_records(stream: BinaryIO, form: Format | None = None, cluster: str = "") -> Iterator[Record]:
    """All records of a stream; never raises for what the stream holds.

    `form` is the wrapping, if it is not to be found out; `cluster` holds for records whose wrapping names none.
    """
    for lines in read_files(stream):
        yield from _records(join_partial(join_rows(whole_lines(lines))), form, cluster)


def records_of(lines: Iterable[Line], form: Format | None = None, cluster: str = "") -> Iterator[Record]:
    """The same of lines, none of which is part of a document over several lines."""
    return _records(join_partial(join_rows(iter(lines))), form, cluster)


def split_body(body: bytes, form: Format | None = None) -> Iterator[Record]:
    """Records of one document. A body that is no JSON is one record that will be rejected."""
    text = body.removeprefix(_BOM).strip()
    return _records([Line(text, 1)], form, "") if text else iter(())


def records_of_parts(parts: Iterable[Part]) -> Iterator[Record]:
    """The same of what somebody unwrapped already; each counts as a line."""
    pieces = Pieces()
    for number, part in enumerate(parts, 1):
        pieces.line = number
        yield from (_record(found, number, "") for found in events_in(replace(part, pieces=pieces)))
    for number, rest in pieces.rest():
        yield from (_record(part, number, "") for part in events_in(rest))


def _records(lines: Iterable[Line], form: Format | None, cluster: str) -> Iterator[Record]:
    pieces = Pieces()
    for line in lines:
        raw = line.raw
        if _is_native(raw):
            yield Record(raw, line.number, "", cluster)
            continue
        pieces.line = line.number
        for part in events_in(Part(raw, problem=line.problem, pieces=pieces), form):
            yield _record(part, line.number, cluster)
    for number, rest in pieces.rest():
        yield from (_record(part, number, cluster) for part in events_in(rest, form))


def _record(part: Part, line: int, cluster: str) -> Record:
    raw = part.value[:REJECTED_KEPT] if part.problem else part.value
    return Record(raw, line, part.problem, _name(part.cluster) or cluster, part.rule, part.time)


def _is_native(raw: bytes) -> bool:
    is_one = raw.startswith(_NATIVE) and raw.endswith(b"}") and b'}{"' not in raw and raw.find(_NATIVE, 1) < 0
    return is_one and not has_flat_user(raw)


def _name(cluster: str) -> str:
    return plain(cluster[:_LONGEST_NAME])
