"""One row of a table as text: its cells, and which of them holds the event."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from graphsvc.ingest.record.wrapping import ESSENTIAL, Document, is_event

SEPARATORS = ",;\t|"
_LARGEST_CELL = 32 << 20
# Quotes within a cell are doubled, as spreadsheets and the RFC have it, or have a backslash before them, as Spark and
# Hive write; a cell in single quotes needs neither.
_QUOTINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("", {}),
    ('\\"', {"doublequote": False, "escapechar": "\\"}),
    ("'{", {"quotechar": "'"}),
)
_IS_EVENT = 4
_BAD_JSON = (msgspec.DecodeError, RecursionError, UnicodeError)


def readings(row: bytes, separators: Iterable[str] = SEPARATORS) -> Iterator[list[str]]:
    """The row's cells, in each way that it can be read."""
    csv.field_size_limit(_LARGEST_CELL)
    text = row.decode("utf-8", "replace")
    for separator in separators:
        if separator in text:
            yield from (
                cells for mark, quoting in _QUOTINGS if mark in text and (cells := _read(text, separator, quoting))
            )


def _read(text: str, separator: str, quoting: dict[str, Any]) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=separator, strict=True, **quoting), [])
    except csv.Error:
        return []


def best_reading(row: bytes) -> list[str]:
    """The first reading in which a cell is an event, or else the one that comes nearest to that."""
    best: list[str] = []
    for cells in readings(row):
        if _best(cells) > _best(best) or not best:
            best = cells
        if _best(best) == _IS_EVENT:
            break
    return best


def event_place(cells: list[str]) -> int:
    """Which cell is an event, or holds one, or is what a cut left of one; else the first of JSON; else the last."""
    best = _best(cells)
    return next((place for place, cell in enumerate(cells) if likeness(cell) == best), 0) if best else len(cells) - 1


def likeness(cell: str) -> int:
    """How much a cell looks like what a table is read for: 4 is an event, 0 no JSON at all."""
    text = cell.lstrip("'\" \t\r\n\ufeff")
    if not text.startswith(("{", "[")):
        return 0
    if "auditID" not in text:
        return 1
    if _is_event(text):
        return _IS_EVENT
    return 3 if all(key in text for key in ESSENTIAL) else 2


def _best(cells: list[str]) -> int:
    return max(map(likeness, cells), default=0)


def _is_event(text: str) -> bool:
    try:
        return is_event(Document(text.encode()))
    except _BAD_JSON:
        return False
