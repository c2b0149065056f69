"""Puts JSON documents that are spread over many lines together again."""

from collections.abc import Iterator
from itertools import chain

from graphsvc.ingest.record.boundary import split_documents
from graphsvc.ingest.record.line import DOCUMENT, LONGEST, Line
from graphsvc.ingest.record.pretty import join_pretty
from graphsvc.ingest.record.wrapping import is_json

LARGEST = LONGEST * DOCUMENT
_OPEN_ENDS = (b"{", b"[", b",", b":")


def whole_lines(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines as they come, unless the first one, or one of nothing but a brace, opens a document."""
    first = next(lines, None)
    if first is None:
        return
    if first.raw == b"[" and (second := next(lines, None)):
        if _is_item(second.raw):
            yield from _items(chain((second,), lines))
            return
        lines = chain((second,), lines)
    if first.problem or not _opens_document(first.raw):
        yield from join_pretty(chain((first,), lines))
        return
    parts, size, end = [first], 0, None
    for line in lines:
        size += len(line.raw)
        end = _too_large(line) if size > LARGEST else line if line.problem else None
        if end:
            break
        parts.append(line)
    yield from _documents(parts)
    if end:
        yield end


def _items(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines of a list with one item a line, however long the list is."""
    for line in lines:
        if line.raw.strip(b"[], "):
            yield Line(line.raw.removesuffix(b",").rstrip(), line.number, line.problem)


def _is_item(raw: bytes) -> bool:
    return _is_whole(raw.removesuffix(b",").rstrip())


def _too_large(line: Line) -> Line:
    return Line(b"", line.number, f"document is longer than {LARGEST >> 20} MiB; give JSON lines")


def _opens_document(raw: bytes) -> bool:
    return raw.startswith((b"{", b"[")) and raw.endswith(_OPEN_ENDS) and not is_json(raw)


def _documents(lines: list[Line]) -> Iterator[Line]:
    """One document, or several; or lines after all, when no less can be read so: then the first was broken."""
    text = b"\n".join(line.raw for line in lines)
    pieces = [text.strip()] if is_json(text) else [piece.strip() for piece in split_documents(text)]
    whole = 0 if is_json(text) else sum(_is_item(line.raw) for line in lines)
    if whole and whole >= sum(map(is_json, pieces)):
        yield from lines
        return
    for piece in pieces:
        yield Line(piece, lines[0].number)


def _is_whole(raw: bytes) -> bool:
    return raw.startswith((b"{", b"[")) and is_json(raw)
