"""Gives rows of CSV the names of their columns, where an event is spread over cells or needs the ones beside it.

A row alone does not say what its cells are, and formats look at one value without memory: so a head and its rows are
joined here, and what comes out are JSON objects. Other CSV passes as it is, see `formats.csv_rows`.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from graphsvc.ingest.record.advice import has_fields
from graphsvc.ingest.record.column import in_iso, tells_time
from graphsvc.ingest.record.line import LONGEST, Line, next_line
from graphsvc.ingest.record.row import SEPARATORS, likeness, readings
from graphsvc.ingest.record.wrapping import is_json

_MARKS = (b"AuditId", b"auditID", b"log_s", b"@message", b"_raw")
_IN_COLUMNS = ({"AuditId", "Stage", "Verb"}, {"auditID", "stage", "verb"})
_IN_A_CELL = {"log_s", "@message", "_raw"}
_NAME = re.compile(r"[\w@.: /+\[\]()#*-]{0,200}")
_NO_NAME = re.compile(r"[IWEF]\d{4} .*|\d.*")
_FOR_EXCEL = re.compile(rb'"?sep=(.)?"?', re.IGNORECASE)
_MOST_LINES = 1_000  # of one row: cells may hold line breaks
_MOST_NAMES = 2_000


class _Head(NamedTuple):
    """`is_needed`: its rows say nothing without it."""

    names: list[str]
    separator: str
    is_needed: bool


def join_rows(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines, with rows as objects. A row that does not fit its head costs only itself."""
    ahead: deque[Line] = deque()
    head: _Head | None = None
    is_first = True
    while (line := next_line(ahead, lines)) is not None:
        if line.problem or (line.raw.startswith(b"{") and (head is None or is_json(line.raw))):
            yield line
        elif is_first and _FOR_EXCEL.fullmatch(line.raw):
            continue
        elif found := _known_head(line.raw) or (_new_head(line, ahead, lines) if is_first else None):
            head = found
        else:
            yield _row(line, head, ahead, lines) if head else line
        is_first = False


def _known_head(raw: bytes) -> _Head | None:
    """A head whose names are known; none for what is no head, or one whose rows are understood without."""
    if not any(mark in raw for mark in _MARKS) or b"{" in raw:
        return None
    for separator in SEPARATORS:
        names = _names(raw, separator)
        ends = {name.rpartition(".")[2] for name in names}
        in_columns = any(telling <= ends for telling in _IN_COLUMNS)
        if in_columns or not _IN_A_CELL.isdisjoint(names):
            return _Head(names, separator, is_needed=in_columns and _IN_A_CELL.isdisjoint(names))
    return None


def _new_head(line: Line, ahead: deque[Line], lines: Iterator[Line]) -> _Head | None:
    """One with names of an event, or of any names: then the row below it must fit, and hold an event, or a time where
    it says so.
    """
    for separator in SEPARATORS:
        names = _names(line.raw, separator)
        if len(names) > 1 and has_fields(names):
            return _Head(names, separator, is_needed=True)
        if len(names) < 2 or (below := next_line(ahead, lines)) is None:
            continue
        parts, cells = _row_lines(below, names, separator, ahead, lines)
        ahead.extendleft(reversed(parts))
        if any(likeness(cell) > 1 for cell in cells) or any(map(tells_time, names, cells)):
            return _Head(names, separator, is_needed=False)
    return None


def _names(raw: bytes, separator: str) -> list[str]:
    """Of what may be a head: several texts without values among them, each made to be one of its own."""
    if separator.encode() not in raw or b"{" in raw:
        return []
    names = [name.strip("' ") for name in next(readings(raw, separator), [])]
    if len(names) > _MOST_NAMES or not all(map(_NAME.fullmatch, names)) or any(map(_NO_NAME.fullmatch, names)):
        return []
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name} {seen[name]}" if seen[name] > 1 or not name else name)
    return found


def _row(first: Line, head: _Head, ahead: deque[Line], lines: Iterator[Line]) -> Line:
    parts, cells = _row_lines(first, head.names, head.separator, ahead, lines)
    if cells:
        return Line(msgspec.json.encode(dict(map(in_iso, head.names, cells))), first.number)
    ahead.extendleft(reversed(parts[1:]))
    if not head.is_needed:  # it may be understood without its head
        return first
    problem = f"a row of CSV that has not the {len(head.names)} cells of its head"
    return Line(first.raw.partition(b'"{')[0], first.number, problem)  # bodies are not known by their names here


def _row_lines(
    first: Line, names: list[str], separator: str, ahead: deque[Line], lines: Iterator[Line]
) -> tuple[list[Line], list[str]]:
    """A line and, if it is no row by itself, those that follow it, up to the one that closes its quotes; its cells."""
    parts, quotes, size = [first], first.raw.count(b'"'), len(first.raw)
    if cells := _cells(first.raw, separator, len(names)):
        return parts, cells
    while quotes % 2 and len(parts) < _MOST_LINES and size < LONGEST:
        line = next_line(ahead, lines)
        if line is None:
            break
        if line.problem:
            ahead.appendleft(line)
            break
        parts.append(line)
        quotes, size = quotes + line.raw.count(b'"'), size + len(line.raw)
    return parts, _cells(b"\n".join(part.raw for part in parts), separator, len(names))


def _cells(row: bytes, separator: str, wanted: int) -> list[str]:
    """As many cells as the head has, however they are quoted; none where they are not as many."""
    return next((cells for cells in readings(row, separator) if len(cells) == wanted), [])
