"""Unpacks gzip, zstd, xz and bzip2 as they come, member after member. What stands behind the last is text as it is.

Files that were put one after the other may be packed or not, and what comes before a break is given all the same.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

import zstandard

from graphsvc.ingest.source.pieces import Pieces

_GZIP = b"\x1f\x8b"
_XZ_MEMORY = 128 << 20  # bytes; `xz -9` needs half
_WITHOUT_LIMIT: dict[bytes, Callable[[], Any]] = {
    b"\x28\xb5\x2f\xfd": lambda: zstandard.ZstdDecompressor().decompressobj(),
    b"\xfd7zX": partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, _XZ_MEMORY),
    b"BZh": bz2.BZ2Decompressor,
}
_BLOCK = 1 << 20
_PIECE = 4 << 10  # of what is packed: text of one that is broken is looked for again, and logs are 15 times
_SMALL = 1 << 10  # for those that know no limit: four hostile bytes of zstd are 128 KiB


def is_packed(magic: bytes) -> bool:
    """By the first four bytes."""
    return magic.startswith((_GZIP, *_WITHOUT_LIMIT))


class _Member(Protocol):
    is_done: bool

    def take(self, data: bytes) -> tuple[bytes, bytes]:
        """Text, and what was not looked at yet."""
        ...


class Unpacked(Pieces):
    """The text of a stream. Reading raises one of READ_ERRORS where it breaks off."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream
        self._packed = b""
        self._member: _Member | None = None

    def _piece(self) -> bytes:
        text = b""
        while not text and self._fill():
            text, self._packed = self._member_at().take(self._packed)
        return text

    def _fill(self) -> bool:
        """Whether there is something to look at: the magic of a member is not looked at by halves."""
        is_between = self._member is None or self._member.is_done
        while len(self._packed) < (4 if is_between else 1) and (more := self._stream.read1(_BLOCK)):
            self._packed += more
            self._packed = self._packed.lstrip(b"\0") if is_between else self._packed
        if not self._packed and not is_between and not isinstance(self._member, _Plain):
            raise EOFError("the packed file ends before its end")
        return bool(self._packed)

    def _member_at(self) -> _Member:
        if self._member is None or self._member.is_done:
            self._member = _member(self._packed)
        return self._member


def _member(start: bytes) -> _Member:
    if start.startswith(_GZIP):
        return _Gzip()
    found = next((new for magic, new in _WITHOUT_LIMIT.items() if start.startswith(magic)), None)
    return _WithoutLimit(found()) if found else _Plain()


class _Plain:
    is_done = False

    def take(self, data: bytes) -> tuple[bytes, bytes]:
        return data, b""


class _WithoutLimit:
    is_done = False

    def __init__(self, member: Any) -> None:
        self._member = member

    def take(self, data: bytes) -> tuple[bytes, bytes]:
        text = self._member.decompress(data[:_SMALL])
        self.is_done = self._member.eof
        return text, self._member.unused_data + data[_SMALL:]


class _Gzip:
    is_done = False

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._problem: zlib.error | None = None

    def take(self, data: bytes) -> tuple[bytes, bytes]:
        if self._problem:
            raise self._problem
        piece, before = data[:_PIECE], self._member.copy()
        try:
            text = self._member.decompress(piece, _BLOCK)
        except zlib.error as problem:
            self._problem = problem
            return _up_to_break(before, piece), data
        self.is_done = self._member.eof
        return text, (self._member.unused_data or self._member.unconsumed_tail) + data[_PIECE:]


def _up_to_break(member: Any, piece: bytes) -> bytes:
    """What of a piece can be had, byte by byte: a wrong checksum comes after all of its text."""
    text = b""
    with suppress(zlib.error):
        for at in range(len(piece)):
            text += member.decompress(piece[at : at + 1])
    return text
