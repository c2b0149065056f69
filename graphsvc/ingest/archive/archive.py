"""The archive of raw events, redacted: append-only segments, each with an index.

A process appends to a segment of its own, so none waits for another.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

import zstandard

from graphsvc.errors import ArchiveError
from graphsvc.graph.private_file import private_folder
from graphsvc.ingest.archive.index import Entry, append_entries
from graphsvc.ingest.archive.segment import FILE, Place, entry_of, head_of, open_segment, pack_frame
from graphsvc.ingest.record.record import Record

Post = tuple[str, str, list[Record]]  # cluster, source, records

_SEGMENT_SIZE = 256 << 20


class Archive:
    """One folder of segments; `append` is for one thread at a time."""

    def __init__(self, folder: Path, kind: str = FILE) -> None:
        self._folder = folder
        self._kind = kind
        self._file: BinaryIO | None = None
        self._segment = ""
        self._pack = zstandard.ZstdCompressor(level=3)

    def append(
        self, cluster: str, source: str, records: list[Record], *, at: int | None = None, learn: bool = False
    ) -> Place:
        """Write one frame and wait until the disk has it; raises ArchiveError and leaves nothing half-written.

        `at` is when the records were received, in milliseconds; now, unless it is said.
        """
        return self.append_all([(cluster, source, records)], at=at, learn=learn)[0]

    def append_all(self, posts: list[Post], *, at: int | None = None, learn: bool = False) -> list[Place]:
        """A frame for each post, all of them or none, with one wait for the disk."""
        at = time.time_ns() // 1_000_000 if at is None else at
        heads = [head_of(self._kind, *post, at=at, learn=learn) for post in posts]
        frames = [pack_frame(head, post[2], self._pack) for head, post in zip(heads, posts, strict=True)]
        try:
            file = self._open()
            offset = file.tell()
            self._write(file, offset, b"".join(frames))
        except OSError as error:
            raise ArchiveError(f"the archive in {self._folder} cannot be written: {error.strerror}") from error
        ends = list(accumulate(map(len, frames), initial=offset))
        self._note([entry_of(head, *ends[n : n + 2]) for n, head in enumerate(heads)])
        return [Place(self._segment, start) for start in ends[:-1]]

    @property
    def segment(self) -> str:
        """Name of the segment that is appended to; empty before the first frame. For any thread."""
        return self._segment

    @property
    def end(self) -> Place:
        """Where the next frame goes: the disk has all that was appended before."""
        return Place(self._segment, self._file.tell() if self._file else 0)

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _write(self, file: BinaryIO, offset: int, frame: bytes) -> None:
        try:
            rest = memoryview(frame)
            while rest:  # an unbuffered file may take less than it is given, as on a disk that is nearly full
                rest = rest[file.write(rest) :]
            os.fdatasync(file.fileno())
        except OSError:
            try:
                file.truncate(offset)
                file.seek(offset)
            except OSError:  # nothing may come after what is half-written
                self.close()
            raise

    def _note(self, entries: list[Entry]) -> None:
        """The frames are kept already: an index that cannot be written is no reason to refuse them."""
        try:
            append_entries(self._folder, self._segment, entries)
        except OSError:
            return

    def _open(self) -> BinaryIO:
        if self._file is None or self._file.tell() > _SEGMENT_SIZE:
            self.close()
            private_folder(self._folder)
            name = f"{self._kind}-{time.time_ns() // 1_000:016d}-{os.getpid()}"
            self._file = open_segment(self._folder, name)
            self._segment = name
            _sync_folder(self._folder)
        assert self._file
        return self._file


@contextmanager
def archive_in_use(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Services share an archive; whoever makes a graph of it anew is `alone` with it. Raises ArchiveError otherwise."""
    private_folder(folder)
    with (folder / ".in-use").open("w") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            who = "`graphsvc serve` works" if alone else "`graphsvc rebuild` makes a graph anew"
            wait = "stop it first" if alone else "start again when that is done"
            raise ArchiveError(f"{who} with the archive in {folder}: {wait}") from None
        yield


def _sync_folder(folder: Path) -> None:
    """A new file's name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
