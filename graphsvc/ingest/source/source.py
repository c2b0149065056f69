"""Opens a file or standard input, compressed or not, and gives its text in UTF-8."""

import glob
import hashlib
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from graphsvc.errors import Unreadable
from graphsvc.ingest.source.bundle import HEADER, Members, members_of
from graphsvc.ingest.source.encoding import Utf8, wide_encoding
from graphsvc.ingest.source.file_names import STDIN
from graphsvc.ingest.source.packing import Unpacked, is_packed
from graphsvc.ingest.source.read_errors import READ_ERRORS
from graphsvc.ingest.source.row_files import JsonRows, reader_of

_BLOCK = 1 << 20
_PACKINGS = 3  # one in the other


@dataclass(frozen=True)
class Source:
    """`name` is how reports call it; `digest` names what is in it, empty for streams that cannot be read twice.

    `opened` gives the unpacked stream, and the raw one below it, whose position (of `size` bytes) tells the progress.
    """

    name: str
    size: int
    digest: str
    opened: Callable[[], AbstractContextManager[tuple[BinaryIO, BinaryIO]]]


def find_source(name: str) -> Source:
    """Look at a file before reading it; raises Unreadable."""
    if name == STDIN:
        return Source("standard input", 0, "", partial(opened, name))
    path = Path(name)
    try:
        if problem := _problem(path):
            raise Unreadable(f"{name}: {problem}")
        if not path.is_file():  # a pipe
            return Source(name, 0, "", partial(opened, name))
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "blake2b").hexdigest()[:32]
        return Source(name, path.stat().st_size, digest, partial(opened, name))
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}") from None


def _problem(path: Path) -> str:
    if path.is_dir():
        return "is a folder without files"
    if not path.exists():
        return "fits no file" if glob.has_magic(str(path)) else "is not there"
    return ""


@contextmanager
def opened(name: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The unpacked stream of a file, and the raw one below it."""
    raw = cast("BinaryIO", sys.stdin.buffer) if name == STDIN else Path(name).open("rb")  # noqa: SIM115  # closed below
    buffered = io.BufferedReader(cast("io.RawIOBase", raw), _BLOCK)
    try:
        yield unpacked(buffered), raw
    finally:
        if name != STDIN:
            buffered.close()


def unpacked(stream: Any, times: int = _PACKINGS) -> BinaryIO:
    """Firehose packs what CloudWatch packed already, so what comes out is looked at again."""
    try:
        start = stream.peek(HEADER)[:HEADER]
    except READ_ERRORS:
        start = b""  # whoever reads it is told
    magic = start[:4]
    if encoding := wide_encoding(magic):
        return _buffered(Utf8(stream, encoding))
    if rows := reader_of(magic):
        return _buffered(JsonRows(rows(stream)))
    if times and is_packed(magic):
        return unpacked(_buffered(Unpacked(stream)), times - 1)
    if times and (members := members_of(start)):
        return _buffered(Members(members(stream), partial(unpacked, times=times - 1)))
    return cast("BinaryIO", stream)


def _buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw, _BLOCK)
