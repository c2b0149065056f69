"""The archive of raw events, redacted: append-only segments, each with an index.

A process appends to a segment of its own, so none waits for another.
"""

import os
import time
from pathlib import Path
from typing import BinaryIO

import msgspec
import zstandard

from graphsvc.errors import ArchiveError
from graphsvc.ingest.record import Record
from graphsvc.ingest.segment import Place, head_of, pack_frame, segment_file
from graphsvc.ingest.segment_index import Entry, index_file

_SEGMENT_SIZE = 256 << 20


class Archive:
    """One folder of segments; `append` is for one thread at a time."""

    def __init__(self, folder: Path, kind: str = "file") -> None:
        self._folder = folder
        self._kind = kind
        self._file: BinaryIO | None = None
        self._segment = ""
        self._pack = zstandard.ZstdCompressor(level=3)

    def append(self, cluster: str, source: str, records: list[Record], *, learn: bool = False) -> Place:
        """Write one frame and wait until the disk has it; raises ArchiveError and leaves nothing half-written."""
        head = head_of(self._kind, cluster, source, records, at=time.time_ns() // 1_000_000, learn=learn)
        frame = pack_frame(head, records, self._pack)
        try:
            file = self._open()
            place = Place(self._segment, file.tell())
            self._write(file, place.offset, frame)
        except OSError as error:
            raise ArchiveError(f"the archive in {self._folder} cannot be written: {error.strerror}") from error
        entry = Entry(place.offset, place.offset + len(frame), head.at, cluster, source, len(records))
        self._note(entry)
        return place

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
            file.truncate(offset)
            file.seek(offset)
            raise

    def _note(self, entry: Entry) -> None:
        """The frame is kept already: an index that cannot be written is no reason to refuse it."""
        try:
            with index_file(self._folder, self._segment).open("ab") as index:
                index.write(msgspec.json.encode(entry) + b"\n")
        except OSError:
            return

    def _open(self) -> BinaryIO:
        if self._file is None or self._file.tell() > _SEGMENT_SIZE:
            self.close()
            self._folder.mkdir(parents=True, exist_ok=True)
            self._segment = f"{self._kind}-{time.time_ns() // 1_000:016d}-{os.getpid()}"
            self._file = segment_file(self._folder, self._segment).open("xb", buffering=0)
            _sync_folder(self._folder)
        assert self._file
        return self._file


def _sync_folder(folder: Path) -> None:
    """A new file's name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
