"""Puts records together whose pieces come one after the other, or in any order and with others between them.

What is missing at the end costs as little as can be: with the first piece there, the record is read as far as it goes;
later pieces without it say so, and show nothing of their text, which nobody could clear of secrets.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from graphsvc.domain.truncation import marked_truncated
from graphsvc.ingest.record.piece import FLAGS, Piece, piece_of, stream_of, text_name, without_marks
from graphsvc.ingest.record.wrapping import Part, at, is_event, is_json

_MOST_BYTES = 64 << 20  # of all pieces that wait
_MOST_RECORDS = 4_096
_MOST_REMEMBERED = 10_000  # records that are whole: a piece that is sent again is none of a new one
_PAYLOADS = ("protoPayload", "protopayload_auditlog")
_SPLIT = ("request", "response", "metadata")
_BEGIN = re.compile(r'\s*\{\s*(?:"kind"\s*:\s*"Event"\s*,\s*"apiVersion"\s*:\s*"audit|"level"\s*:\s*"[A-Z])')
_KEPT = "texts of pieces are not shown"


class _Waiting(msgspec.Struct):
    """Pieces by their place, as they came where they have none."""

    line: int
    part: Part
    first: int
    pieces: dict[int, Mapping[str, Any]]
    count: int = 0
    size: int = 0

    @property
    def is_whole(self) -> bool:
        return self.count > 0 and len(self.pieces) == self.count - self.first


class Pieces:
    """Of one stream. `line` is the number of the line that is looked at."""

    def __init__(self) -> None:
        self.losses = False
        self.line = 0
        self._waiting: dict[tuple[str, str], _Waiting] = {}
        self._open = 0  # streams whose line goes on
        self._size = 0
        self._done: dict[tuple[str, str], None] = {}

    def take(self, value: Mapping[str, Any], part: Part) -> list[Part] | None:
        """Records that are whole, or given up, because of this one; None for one that is no piece."""
        piece = self._piece(value)
        if piece is None or is_event(value):
            return None
        if piece.key in self._done:
            return []
        given = self._given(piece.key) if self._begins_anew(piece, value) else []
        if given and not piece.goes_on:
            return [*given, replace(part, value=value, before=None)]
        if piece.key not in self._waiting:
            self._open += piece.place < 0
            self._waiting[piece.key] = _Waiting(self.line, part, piece.first, {})
        waiting = self._waiting[piece.key]
        self._add(waiting, piece, value)
        if not waiting.is_whole:
            return given + self._given_up()
        if piece.place >= 0:
            self._remember(piece.key)
        return given + self._given(piece.key)

    def rest(self) -> Iterator[tuple[int, Part]]:
        """What still waits when nothing comes any more, with the line that it began on."""
        for key, waiting in list(self._waiting.items()):
            yield from ((waiting.line, part) for part in self._given(key))

    def _piece(self, value: Mapping[str, Any]) -> Piece | None:
        """A stream's line ends with the first record that does not say that it goes on."""
        if not FLAGS.isdisjoint(value) and (found := piece_of(value)):
            return found
        if self._open and text_name(value) and (key := stream_of(value)) in self._waiting:
            return Piece(key, -1, 0, goes_on=False)
        return None

    def _begins_anew(self, piece: Piece, value: Mapping[str, Any]) -> bool:
        """The end of a line was lost, when what should go on is another one's beginning."""
        if piece.place >= 0 or piece.key not in self._waiting:
            return False
        text: str = value[text_name(value)]
        return _BEGIN.match(text) is not None or (text.startswith("{") and is_json(text.encode("utf-8", "replace")))

    def _add(self, waiting: _Waiting, piece: Piece, value: Mapping[str, Any]) -> None:
        place = piece.place if piece.place >= 0 else len(waiting.pieces)
        if place in waiting.pieces or 0 < waiting.count <= place:
            return
        size = sum(len(item) for key in value if isinstance(item := value[key], str)) + len(part_source(value))
        waiting.pieces[place] = value
        waiting.first = min(waiting.first, place)
        waiting.count = max(waiting.count, piece.count or (0 if piece.place >= 0 or piece.goes_on else place + 1))
        waiting.size += size
        self._size += size
        if piece.count:
            waiting.pieces = {key: found for key, found in waiting.pieces.items() if key < piece.count}

    def _given_up(self) -> list[Part]:
        """The oldest ones, when too much waits."""
        found: list[Part] = []
        while len(self._waiting) > _MOST_RECORDS or self._size > _MOST_BYTES:
            found += self._given(next(iter(self._waiting)))
        return found

    def _given(self, key: tuple[str, str]) -> list[Part]:
        waiting = self._waiting.pop(key)
        self._size -= waiting.size
        self._open -= key[0] == "stream"
        return list(_of_google(waiting) if key[0] == "split" else _of_texts(waiting, key[1]))

    def _remember(self, key: tuple[str, str]) -> None:
        self._done[key] = None
        if len(self._done) > _MOST_REMEMBERED:
            del self._done[next(iter(self._done))]


def part_source(value: Mapping[str, Any]) -> bytes:
    """The text that a record was read from, as long as somebody has it."""
    found = getattr(value, "source", b"")
    return found if isinstance(found, bytes) else b""


def _of_texts(waiting: _Waiting, id_: str) -> Iterator[Part]:
    """One line, up to the first piece that is missing; and what comes behind that."""
    places = sorted(waiting.pieces)
    end = next(place for place in range(waiting.first, waiting.first + len(places) + 1) if place not in waiting.pieces)
    if whole := [waiting.pieces[place] for place in range(waiting.first, end)]:
        name = text_name(whole[0])
        text = "".join(str(piece.get(text_name(piece), "")) for piece in whole)
        yield replace(waiting.part, value=without_marks(whole[0]) | {name: text}, before=None)
    if rest := [place for place in places if place >= end]:
        told = ", ".join(map(str, rest[:5]))
        missing = f"a piece ({told}) of the line {id_[:64]} whose piece {end} is not in the same file or post"
        yield _lost(waiting, {**_without_text(waiting.pieces[rest[0]]), "note": _KEPT}, missing)


def _without_text(value: Mapping[str, Any]) -> dict[str, Any]:
    name = text_name(value)
    return {key: value[key] for key in value if key != name}


def _of_google(waiting: _Waiting) -> Iterator[Part]:
    """One entry: texts that were cut are put together, lists place by place. All else is in each of them."""
    pieces = [waiting.pieces[place] for place in sorted(waiting.pieces)]
    name = next((name for name in _PAYLOADS if name in pieces[0]), _PAYLOADS[0])
    payloads = [_payload(at(piece, name)) for piece in pieces]
    entry = {key: pieces[0][key] for key in pieces[0]}
    if 0 not in waiting.pieces:
        entry[name] = {key: item for key, item in payloads[0].items() if key not in _SPLIT}
        told = f"a piece ({min(waiting.pieces) + 1} of {waiting.count}) of an entry that Google split; the first one, "
        yield _lost(waiting, entry, f"{told}which has the call, is not in the same file or post")
        return
    entry[name] = _joined_payload(payloads)
    del entry["split"]
    if not waiting.is_whole:
        entry["labels"] = marked_truncated(entry.get("labels"))
    yield replace(waiting.part, value=entry, before=None)


def _payload(found: Any) -> dict[str, Any]:
    """In BigQuery bodies are texts, each of which holds what its piece has of them."""
    payload = dict(found) if isinstance(found, Mapping) else {}
    for name in _SPLIT:
        if isinstance(text := payload.pop(f"{name}Json", None), str) and name not in payload:
            payload[name] = msgspec.json.decode(text)
    return payload


def _joined_payload(payloads: list[dict[str, Any]]) -> dict[str, Any]:
    found = payloads[0]
    for payload in payloads[1:]:
        for name in _SPLIT:
            if name in payload:
                found[name] = _merged(found.get(name), payload[name])
    return found


def _merged(first: Any, more: Any) -> Any:
    """What a value was before it was split: each piece has what it has room for."""
    if first is None:
        return more
    if isinstance(first, dict) and isinstance(more, dict):
        return first | {key: item if key == "@type" else _merged(first.get(key), item) for key, item in more.items()}
    if isinstance(first, list) and isinstance(more, list):
        both = [_merged(one, other) for one, other in zip(first, more, strict=False)]
        return [*both, *first[len(both) :], *more[len(both) :]]
    return first + more if isinstance(first, str) and isinstance(more, str) else first if more in (None, "") else more


def _lost(waiting: _Waiting, value: dict[str, Any], problem: str) -> Part:
    return replace(waiting.part, value=msgspec.json.encode(value), problem=problem, before=None)
