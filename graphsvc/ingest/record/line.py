"""Lines of a stream, however long, and what became of those that cannot be had."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO

import msgspec

from graphsvc.ingest.record.boundary import BOUNDARY
from graphsvc.ingest.source.bundle import MEMBER, MemberBreaksOff
from graphsvc.ingest.source.containers import container
from graphsvc.ingest.source.encoding import valid
from graphsvc.ingest.source.read_errors import READ_ERRORS

LONGEST = 32 << 20  # bytes of one line
DOCUMENT = 8  # times as much may a line have that is a document of many records
_KEPT = 4_096
_EVENT = b'{"kind":"Event",'
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Line(msgspec.Struct, frozen=True):
    """`number` counts from 1. With a `problem`, `raw` is what is there of it."""

    raw: bytes
    number: int
    problem: str = ""


@dataclass
class _Place:
    file: int = 0
    number: int = 0

    def line(self, raw: bytes, problem: str = "") -> tuple[int, Line]:
        return self.file, Line(raw, self.number, problem)


def read_files(stream: BinaryIO) -> Iterator[Iterator[Line]]:
    """Lines that are not blank, of each file in a stream, which mostly is one.

    Where the stream, or a file of a bundle, breaks off stands a line that says so.
    """
    return (map(itemgetter(1), lines) for _, lines in groupby(_read_lines(stream), itemgetter(0)))


def _read_lines(stream: BinaryIO) -> Iterator[tuple[int, Line]]:
    place, goes_on = _Place(), True
    while goes_on:
        try:
            yield from _lines(stream, place)
            goes_on = False
        except READ_ERRORS as error:
            goes_on = isinstance(error, MemberBreaksOff)
            place.number += 1
            yield place.line(b"", str(error) if goes_on else f"the stream breaks off here: {error}")


def _lines(stream: BinaryIO, place: _Place) -> Iterator[tuple[int, Line]]:
    for raw in iter(partial(stream.readline, LONGEST), b""):
        if raw == MEMBER:
            place.file += 1
            continue
        if raw[0] == 0 and not raw.strip(b"\0"):
            continue
        place.number += 1
        if place.number == 1 and (told := container(raw)):
            yield place.line(b"", told)
            return
        if len(raw) >= LONGEST and not raw.endswith(b"\n"):
            yield from ((place.file, line) for line in _long_line(raw, stream, place.number))
        elif text := line_text(raw):
            yield place.line(text)


def next_line(ahead: deque[Line], lines: Iterator[Line]) -> Line | None:
    """The first of the lines that were looked at before, or else a new one."""
    return ahead.popleft() if ahead else next(lines, None)


def line_text(raw: bytes) -> bytes:
    """A line in valid UTF-8, without its end, a byte-order mark (a file may be several in one), and zeros.

    A file that is cut while it is written, or that a crash left, begins a line with a run of zeros; and a piece of a
    text in UTF-16 has one beside each letter, which would hide its secrets from redaction.
    """
    if b"\0" in raw:
        raw = raw.replace(b"\0", b"")
    raw = raw.strip()
    if raw.isascii():
        return raw
    mark = next((mark for mark in _MARKS if raw.startswith(mark)), b"")
    return valid(raw.removeprefix(mark).strip())


def _long_line(raw: bytes, stream: BinaryIO, number: int) -> Iterator[Line]:
    """Documents without any line between them come in pieces that end where a document ends."""
    while raw:
        ends = [match.start() for match in BOUNDARY.finditer(raw)]
        if not ends and len(raw) >= (longest := _longest(raw)):
            yield too_long(raw, number, longest)
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LONGEST)
            return
        if raw.endswith(b"\n") or not (more := stream.readline(LONGEST)):
            yield Line(line_text(raw), number)
            return
        if ends:
            yield Line(line_text(raw[: ends[-1]]), number)
        raw = raw[ends[-1] if ends else 0 :] + more


def too_long(raw: bytes, number: int, longest: int = LONGEST) -> Line:
    return Line(line_text(raw[:_KEPT]), number, f"line is longer than {longest >> 20} MiB; give one record a line")


def _longest(raw: bytes) -> int:
    return LONGEST * (DOCUMENT if raw.startswith((b"{", b"[")) and not raw.startswith(_EVENT) else 1)
