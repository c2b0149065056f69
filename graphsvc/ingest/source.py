"""Opens what a user names: a file, standard input, compressed or not, and gives its bytes line by line."""

import gzip
import hashlib
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

from graphsvc.errors import Unreadable

STDIN = "-"

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BLOCK = 1 << 20
_PACKINGS = 3  # one in the other

# What a broken or cut archive raises while it is read, next to ordinary I/O errors.
READ_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError)


@dataclass(frozen=True)
class Source:
    """`name` is what the user wrote; `digest` names the content, empty for streams that cannot be read twice."""

    name: str
    size: int
    digest: str


def find_source(name: str) -> Source:
    """Look at a file before reading it; raises Unreadable."""
    if name == STDIN:
        return Source("standard input", 0, "")
    path = Path(name)
    try:
        if not path.is_file():
            what = "is a folder; name its files" if path.is_dir() else "is not there" if not path.exists() else ""
            return Source(name, 0, "") if not what else _refuse(name, what)
        with path.open("rb") as file:
            return Source(name, path.stat().st_size, hashlib.file_digest(file, "blake2b").hexdigest()[:32])
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}") from None


def _refuse(name: str, what: str) -> Source:
    raise Unreadable(f"{name}: {what}")


@contextmanager
def opened(name: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The unpacked stream, and the raw one below it, whose position tells the progress."""
    raw = cast("BinaryIO", sys.stdin.buffer) if name == STDIN else Path(name).open("rb")  # noqa: SIM115  # closed below
    buffered = io.BufferedReader(cast("io.RawIOBase", raw), _BLOCK)
    try:
        yield _unpacked(buffered), raw
    finally:
        if name != STDIN:
            buffered.close()


def _unpacked(stream: Any, times: int = _PACKINGS) -> BinaryIO:
    """Firehose packs what CloudWatch packed already, so what comes out is looked at again."""
    try:
        magic = stream.peek(4)[:4] if times else b""
    except READ_ERRORS:
        magic = b""  # whoever reads it is told
    if magic.startswith(_GZIP):
        return _unpacked(gzip.GzipFile(fileobj=stream, mode="rb"), times - 1)
    if magic == _ZSTD:
        reader = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
        return _unpacked(io.BufferedReader(cast("io.RawIOBase", reader), _BLOCK), times - 1)
    return cast("BinaryIO", stream)
