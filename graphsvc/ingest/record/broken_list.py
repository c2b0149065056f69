"""A list of records that does not end, or that holds one that cannot be read: the others are read."""

import re

from graphsvc.ingest.record.wrapping import is_json

# A text that does not end is one up to the end: else each quote within it would be looked at as another one's start.
_MARKS = re.compile(rb'"[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z)|[\[\]{}]', re.DOTALL)
# A list of another name may belong to one record, which is none when its end is missing.
_NAMED = re.compile(
    rb'"(?:items|[rR]ecords|events|logEvents|entries|hits|results?|messages|receivedMessages|data|value|streams)"\s*:\s*\Z'
)
_OF_EVENT = b'"auditID"'
_CLOSES = {b"[": b"]", b"{": b"}"}


def without_broken(text: bytes) -> tuple[bytes, list[bytes]]:
    """The document with those of its items that can be read, and what was taken out of it; nothing if it is no list."""
    first = next((found for found in _MARKS.finditer(text) if found[0] == b"["), None)
    head = text[: first.start()] if first else b""
    if first is None or _OF_EVENT in head or (head.strip() and not _NAMED.search(head)):
        return b"", []
    items, end = _items(text, first.end())
    broken = [item for item in items if not is_json(item)]
    rest = text[end:].strip(b" \t\r\n,")
    whole = b",".join(item for item in items if is_json(item))
    for tail in (rest, _closing(text[: first.end()])):
        if whole and is_json(document := text[: first.end()] + whole + tail):
            return document, broken if tail is rest else [*broken, rest] if rest else broken
    return b"", []


def _items(text: bytes, start: int) -> tuple[list[bytes], int]:
    """Objects of a list whose text begins at `start`, and where the last one ends."""
    items, depth, begin, end = [], 0, start, start
    for found in _MARKS.finditer(text, start):
        mark = found[0]
        if mark in _CLOSES:
            begin = found.start() if depth == 0 else begin
            depth += 1
        elif mark in (b"]", b"}"):
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                end = found.end()
                items.append(text[begin:end])
    return items, end


def _closing(text: bytes) -> bytes:
    """What closes all that is open."""
    still: list[bytes] = []
    for found in _MARKS.finditer(text):
        if found[0] in _CLOSES:
            still.append(_CLOSES[found[0]])
        elif found[0] in (b"]", b"}"):
            still = still[:-1]
    return b"".join(reversed(still))
