"""How much of a log that is being written can be read now: pieces of one record are taken together."""

from collections.abc import Iterator

import msgspec

from graphsvc.ingest.record.partial import spans as spans_of_lines
from graphsvc.ingest.record.piece import FLAGS, Piece, piece_of, stream_of, text_name
from graphsvc.ingest.record.wrapping import Document

_MARKS = tuple(f'"{flag}"'.encode() for flag in FLAGS)
_LOSSES = (b"Impacted events:", b" AUDIT: id=", b"Error in audit plugin '")
_NATIVE = b'{"kind":"Event",'
# So much later nothing comes any more: what is there is read as far as it goes.
_LATEST = 1 << 20  # bytes


def settled(lines: list[bytes]) -> int:
    """How many lines, from the first on, can be read without those that are still to come."""
    found = [*spans_of_lines(lines), *_spans_of_records(lines), *_spans_of_losses(lines)]
    end = len(lines)
    while (before := min((start for start, last in found if start < end <= last), default=end)) < end:
        end = before
    return end


def _spans_of_losses(lines: list[bytes]) -> Iterator[tuple[int, int]]:
    """Events that the server says it lost follow the line that says so, and may still be written."""
    start = next((number for number in reversed(range(len(lines))) if not _is_lost(lines[number])), -1) + 1
    if start < len(lines) and sum(map(len, lines[start:])) < _LATEST:
        yield start, len(lines)


def _is_lost(raw: bytes) -> bool:
    return not raw.startswith(_NATIVE) and any(mark in raw for mark in _LOSSES)


class _Open(msgspec.Struct):
    start: int
    offset: int
    places: set[int]
    count: int = 0

    def add(self, piece: Piece) -> bool:
        """Whether all are there."""
        self.places.add(piece.place)
        self.count = max(self.count, piece.count)
        if piece.place < 0:
            return not piece.goes_on
        return self.count > 0 and len(self.places) >= self.count - min(piece.first, *self.places)


def _spans_of_records(lines: list[bytes]) -> Iterator[tuple[int, int]]:
    waiting: dict[tuple[str, str], _Open] = {}
    offset = 0
    for number, raw in enumerate(lines):
        offset += len(raw)
        piece = _piece(raw, waiting)
        if piece is None or (piece.place < 0 and not piece.goes_on and piece.key not in waiting):
            continue
        if waiting.setdefault(piece.key, _Open(number, offset, set())).add(piece):
            yield waiting.pop(piece.key).start, number
    yield from ((found.start, len(lines)) for found in waiting.values() if offset - found.offset < _LATEST)


def _piece(raw: bytes, waiting: dict[tuple[str, str], _Open]) -> Piece | None:
    if raw.startswith(_NATIVE) or not raw.startswith(b"{"):
        return None
    is_marked = any(mark in raw for mark in _MARKS)
    if not is_marked and not any(kind == "stream" for kind, _ in waiting):
        return None
    try:
        value = Document(raw)
        if is_marked and (piece := piece_of(value)):
            return piece
        return Piece(stream_of(value), -1, 0, goes_on=False) if text_name(value) else None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
