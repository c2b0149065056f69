"""Gives rows of CSV the names of their columns, where an event is spread over cells or needs the ones beside it.

A row alone does not say what its cells are, and formats look at one value without memory: so a head and its rows are
joined here, and what comes out are JSON objects. Other CSV passes as it is, see `formats.csv_rows`.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator

import msgspec

from graphsvc.ingest.record.line import LONGEST, Line, next_line

_MARKS = (b"AuditId", b"auditID", b"log_s", b"@message", b"_raw")
_IN_COLUMNS = ({"AuditId", "Stage", "Verb"}, {"auditID", "stage", "verb"})
_IN_A_CELL = {"log_s", "@message", "_raw"}
_NAME = re.compile(r"[\w@.: /+\[\]()-]{1,200}")
_IN_UTC = " [UTC]"  # how Azure's portal calls columns of times
_OF_PORTAL = re.compile(r"(\d+)/(\d+)/(\d{4}),?\s(\d+):(\d\d:\d\d(?:\.\d+)?)\s([AP])M")
_MOST_LINES = 1_000  # of one row: cells may hold line breaks


def join_rows(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines, with rows as objects. A row that does not fit its head costs only itself."""
    ahead: deque[Line] = deque()
    names: list[str] = []
    while (line := next_line(ahead, lines)) is not None:
        if line.raw.startswith(b"{") or line.problem:
            yield line
        elif found := _head(line.raw):
            names = found
        else:
            yield _row(line, names, ahead, lines) if names else line


def _head(raw: bytes) -> list[str]:
    """Names of columns; none for what is no head, or one whose rows are understood without."""
    if not any(mark in raw for mark in _MARKS) or b"{" in raw:
        return []
    names = _cells(raw)
    is_telling = not _IN_A_CELL.isdisjoint(names) or any(telling <= set(names) for telling in _IN_COLUMNS)
    return names if is_telling and all(map(_NAME.fullmatch, names)) else []


def _row(first: Line, names: list[str], ahead: deque[Line], lines: Iterator[Line]) -> Line:
    parts = _open_lines(first, ahead, lines)
    cells = _cells(b"\n".join(part.raw for part in parts))
    if len(cells) == len(names):
        return Line(msgspec.json.encode(dict(map(_named, names, cells))), first.number)
    ahead.extendleft(reversed(parts[1:]))
    if not _IN_A_CELL.isdisjoint(names):  # it may be understood without its head
        return first
    problem = f"a row of CSV that has not the {len(names)} cells of its head"
    return Line(first.raw.partition(b'"{')[0], first.number, problem)  # bodies are not known by their names here


def _open_lines(first: Line, ahead: deque[Line], lines: Iterator[Line]) -> list[Line]:
    """A line and those that follow it, up to the one that closes its quotes."""
    parts, quotes, size = [first], first.raw.count(b'"'), len(first.raw)
    while quotes % 2 and len(parts) < _MOST_LINES and size < LONGEST:
        line = next_line(ahead, lines)
        if line is None:
            break
        if line.problem:
            ahead.appendleft(line)
            break
        parts.append(line)
        quotes, size = quotes + line.raw.count(b'"'), size + len(line.raw)
    return parts


def _cells(row: bytes) -> list[str]:
    csv.field_size_limit(LONGEST)
    try:
        return next(csv.reader([row.decode("utf-8", "replace")], strict=True), [])
    except csv.Error:
        return []


def _named(name: str, cell: str) -> tuple[str, str]:
    return (name.removesuffix(_IN_UTC), _in_iso(cell)) if name.endswith(_IN_UTC) else (name, cell)


def _in_iso(cell: str) -> str:
    """`1/31/2026, 7:30:15.123 PM` as others write it."""
    found = _OF_PORTAL.fullmatch(cell)
    if not found:
        return cell
    month, day, year, hour, rest, half = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}T{int(hour) % 12 + 12 * (half == 'P'):02}:{rest}Z"
