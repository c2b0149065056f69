"""Lines of a stream, however long, and what became of those that cannot be had."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from graphsvc.ingest.boundary import BOUNDARY
from graphsvc.ingest.containers import container
from graphsvc.ingest.encoding import valid
from graphsvc.ingest.source import READ_ERRORS

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


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Lines that are not blank. A stream that breaks off ends with one that says so."""
    number = 0
    try:
        while raw := stream.readline(LONGEST):
            if number == 0 and (told := container(raw)):
                yield Line(b"", 1, told)
                return
            if raw[0] == 0 and not raw.strip(b"\0"):
                continue
            number += 1
            if len(raw) >= LONGEST and not raw.endswith(b"\n"):
                yield from _long_line(raw, stream, number)
            elif raw := line_text(raw):
                yield Line(raw, number)
    except READ_ERRORS as error:
        yield Line(b"", number + 1, f"the stream breaks off here: {error}")


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
