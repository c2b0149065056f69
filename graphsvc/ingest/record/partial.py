"""Joins lines that a container runtime cut into pieces: it writes 16 KB at a time and marks what goes on."""

import re
from collections.abc import Iterator

import msgspec

from graphsvc.ingest.record.line import Line

_CRI = re.compile(rb"(\S+ (stdout|stderr)) ([PF])(?::\S*)? ?", re.ASCII)
_NATIVE = b'{"kind":"Event",'
_DOCKER = b'{"log":"'
_DOCKER_END = re.compile(rb'","(?:stream|attrs)":"?(\w*)"?')
_DOCKER_PIECE = 16 << 10
_MOST_PIECES = 2_048  # of 16 KB


class _Piece(msgspec.Struct, frozen=True):
    """`head` comes before the text, `tail` after it; `stream` says what it goes on with."""

    stream: bytes
    head: bytes
    text: bytes
    tail: bytes
    goes_on: bool


def join_partial(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines, with pieces of one line as one. A line whose last piece never came is given as far as it is there."""
    waiting: dict[bytes, tuple[int, list[_Piece]]] = {}
    for line in lines:
        if line.raw.startswith(_NATIVE):
            yield line
            continue
        piece = None if line.problem else _piece(line.raw)
        if piece is None or (not piece.goes_on and piece.stream not in waiting):
            yield line
            continue
        number, pieces = waiting.setdefault(piece.stream, (line.number, []))
        pieces.append(piece)
        if not piece.goes_on or len(pieces) == _MOST_PIECES:
            del waiting[piece.stream]
            yield _joined(number, pieces)
    for number, pieces in waiting.values():
        yield _joined(number, pieces)


def spans(lines: list[bytes]) -> Iterator[tuple[int, int]]:
    """Where pieces of one line begin and end; one that is still to come is behind them all."""
    waiting: dict[bytes, int] = {}
    for number, raw in enumerate(lines):
        piece = None if raw.startswith(_NATIVE) else _piece(raw.strip())
        if piece and piece.goes_on:
            waiting.setdefault(piece.stream, number)
        elif piece and piece.stream in waiting:
            yield waiting.pop(piece.stream), number
    yield from ((start, len(lines)) for start in waiting.values())


def _piece(raw: bytes) -> _Piece | None:
    if raw.startswith(_DOCKER):
        end = _DOCKER_END.search(raw, len(_DOCKER))
        if end is None:
            return None
        text = raw[len(_DOCKER) : end.start()]
        tail = raw[end.start() :]
        return _Piece(end[1], _DOCKER, text, tail, b'","time":"' in tail and _goes_on(text))
    if raw.startswith(b"{"):
        return None
    cri = _CRI.match(raw)
    return _Piece(cri[2], cri[1] + b" F ", raw[cri.end() :], b"", cri[3] == b"P") if cri else None


def _goes_on(text: bytes) -> bool:
    """Docker ends a whole line with its newline. Where a collector took that away a closing brace is the end,
    unless the piece is as long as Docker makes them.
    """
    if text.endswith(b"\\n"):
        return False
    return not text.endswith(b"}") or (len(text) >= _DOCKER_PIECE and _is_full(text))


def _is_full(text: bytes) -> bool:
    try:
        size = len(msgspec.json.decode(b'"' + text + b'"', type=str).encode())
    except (msgspec.DecodeError, UnicodeError):
        return False
    return _DOCKER_PIECE - 4 <= size <= _DOCKER_PIECE


def _joined(number: int, pieces: list[_Piece]) -> Line:
    first, last = pieces[0], pieces[-1]
    return Line(first.head + b"".join(piece.text for piece in pieces) + last.tail, number)
