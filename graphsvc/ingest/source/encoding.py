"""Text of UTF-16 as UTF-8, before anything else looks at it: Windows PowerShell's `>` writes it.

Redaction knows secrets by their UTF-8, so what is not told by a byte-order mark is told by the zeros of its first
letters. Half a character, in the middle or at the end, costs itself and nothing else.
"""

import codecs
from typing import Any

from graphsvc.ingest.source.pieces import Pieces

_BLOCK = 1 << 20
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LETTERS = {b"\1\0\1\0": "utf-16-le", b"\0\1\0\1": "utf-16-be"}  # where there is none: 0 is a zero


def wide_encoding(start: bytes) -> str:
    """The encoding of a text by its first four bytes; empty for one that is read as it is."""
    return _MARKS.get(start[:2]) or _LETTERS.get(bytes(map(bool, start[:4])), "")


def as_utf8(text: bytes) -> bytes:
    """A whole text, and without its mark."""
    encoding = wide_encoding(text)
    if encoding:
        text = codecs.getincrementaldecoder(encoding)("replace").decode(text).encode()
    return valid(text.removeprefix(codecs.BOM_UTF8))


def valid(text: bytes) -> bytes:
    """The same text, with what is no UTF-8 replaced: letters of other encodings cost themselves, not their event."""
    if text.isascii():
        return text
    try:
        text.decode()
    except UnicodeDecodeError:
        return text.decode("utf-8", "replace").encode()
    return text


class Utf8(Pieces):
    """The same of a stream, as it comes; the mark stays."""

    def __init__(self, stream: Any, encoding: str) -> None:
        super().__init__()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def _piece(self) -> bytes:
        while data := self._stream.read1(_BLOCK):
            if text := self._decoder.decode(data):
                return text.encode()
        return b""
