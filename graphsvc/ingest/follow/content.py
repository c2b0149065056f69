"""Bytes of a followed file by their offset in the unpacked log, whether it grows or was packed after its rotation."""

import os
from typing import BinaryIO, Protocol

from graphsvc.ingest.follow.fingerprint import HEAD
from graphsvc.ingest.source.containers import LONGEST_MAGIC, container
from graphsvc.ingest.source.packing import is_packed
from graphsvc.ingest.source.read_errors import READ_ERRORS
from graphsvc.ingest.source.source import unpacked

_STEP = 64 << 10


class Content(Protocol):
    """`is_whole`: nothing will follow what was read. `problem`: why a packed file cannot be read to its end."""

    is_whole: bool
    problem: str

    def head(self) -> bytes: ...
    def read(self, offset: int, size: int) -> bytes: ...
    def close(self) -> None: ...


class Growing:
    """A plain file. It stays open, so that it can be read to its end whatever becomes of its name."""

    is_whole = False
    problem = ""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def head(self) -> bytes:
        return self.read(0, HEAD)

    def read(self, offset: int, size: int) -> bytes:
        return os.pread(self._file.fileno(), size, offset)

    def close(self) -> None:
        self._file.close()


class Packed:
    """A packed file, read from its start to where a log was taken up to, and on."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._own: BinaryIO = file
        self._open()

    def head(self) -> bytes:
        return self.read(0, HEAD)

    def read(self, offset: int, size: int) -> bytes:
        """Fewer bytes than asked for when the file ends, or is not whole yet."""
        if offset < self._at:
            self._open()
        while self._at < offset and self._next(min(_STEP, offset - self._at)):
            pass
        parts, missing = [], size if self._at == offset else 0
        while missing and (part := self._next(min(_STEP, missing))):
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        self._own.close()
        self._file.close()

    def _open(self) -> None:
        self._file.seek(0)
        # A descriptor of its own: a stream that is let go of closes what is below it.
        own = os.fdopen(os.dup(self._file.fileno()), "rb", buffering=_STEP)
        self._stream, before, self._own = unpacked(own), self._own, own
        if before is not self._file:
            before.close()
        self._at, self.is_whole, self.problem = 0, False, ""

    def _next(self, size: int) -> bytes:
        try:
            part = self._stream.read(size)
        except READ_ERRORS as error:
            self.problem = f"the stream breaks off here: {error}"
            return b""
        self.is_whole = not part
        self._at += len(part)
        return part


class Foreign(Packed):
    """A file that holds no lines: told once, as one that was packed and cannot be unpacked."""

    def head(self) -> bytes:
        return os.pread(self._file.fileno(), HEAD, 0)

    def _next(self, size: int) -> bytes:  # noqa: ARG002  # there is nothing to read
        self.problem, self.is_whole = container(self.head()), True
        return b""


def content_of(file: BinaryIO) -> Content | None:
    """None as long as there is nothing in it."""
    magic = os.pread(file.fileno(), LONGEST_MAGIC, 0)
    if not magic:
        return None
    if container(magic):
        return Foreign(file)
    return Packed(file) if is_packed(magic[:4]) else Growing(file)
