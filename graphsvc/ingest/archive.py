"""The archive of raw events, redacted: append-only segments of zstd frames.

A frame is `length, checksum, zstd bytes`; unpacked it is one line that describes it and one line per record.
A process appends to a segment of its own, so none waits for another. A frame that a crash cut short is
recognised by its length and checksum, and ends the segment.
"""

import os
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

import msgspec
import zstandard

from graphsvc.errors import ArchiveError

_HEAD = struct.Struct("<II")
_SEGMENT_SIZE = 256 << 20
_LARGEST = 1 << 30


class FrameHead(msgspec.Struct, frozen=True):
    """What a frame's records are of. `kind` is `file` or `push`."""

    kind: str
    cluster: str
    source: str
    records: int


@dataclass(frozen=True)
class Place:
    """Where a frame lies: `segment:offset`; a record in it is `segment:offset:line`."""

    segment: str
    offset: int

    def of(self, line: int) -> str:
        return f"{self.segment}:{self.offset}:{line}"


@dataclass(frozen=True)
class Frame:
    place: Place
    end: int
    head: FrameHead
    records: list[bytes]


class Archive:
    """One folder of segments; `append` is for one thread at a time."""

    def __init__(self, folder: Path, kind: str = "file") -> None:
        self._folder = folder
        self._kind = kind
        self._file: BinaryIO | None = None
        self._segment = ""
        self._pack = zstandard.ZstdCompressor(level=3)

    def append(self, cluster: str, source: str, records: list[bytes]) -> Place:
        """Write one frame and wait until the disk has it; raises ArchiveError and leaves nothing half-written."""
        return self.append_all([(cluster, source, records)])[0]

    def append_all(self, posts: list[tuple[str, str, list[bytes]]]) -> list[Place]:
        """A frame for each (cluster, source, records), all of them or none, with one wait for the disk."""
        packed = [self._frame(*post) for post in posts]
        try:
            file = self._open()
            offset = file.tell()
            self._write(file, offset, b"".join(packed))
        except OSError as error:
            raise ArchiveError(f"the archive in {self._folder} cannot be written: {error.strerror}") from error
        return [Place(self._segment, offset + before) for before in accumulate(map(len, packed[:-1]), initial=0)]

    @property
    def segment(self) -> str:
        """Name of the segment that is appended to; empty before the first frame. For any thread."""
        return self._segment

    @property
    def end(self) -> Place:
        """Where the next frame goes: the disk has all that was appended before."""
        return Place(self._segment, self._file.tell() if self._file else 0)

    def _frame(self, cluster: str, source: str, records: list[bytes]) -> bytes:
        head = msgspec.json.encode(FrameHead(self._kind, cluster, source, len(records)))
        packed = self._pack.compress(b"\n".join((head, *records)))
        return _HEAD.pack(len(packed), zlib.crc32(packed)) + packed

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
            except OSError:  # readers stop at what is half-written: nothing may come after it
                self.close()
            raise

    def _open(self) -> BinaryIO:
        if self._file is None or self._file.tell() > _SEGMENT_SIZE:
            self.close()
            self._folder.mkdir(parents=True, exist_ok=True)
            self._segment = f"{self._kind}-{time.time_ns() // 1_000:016d}-{os.getpid()}"
            self._file = (self._folder / f"{self._segment}.seg").open("xb", buffering=0)
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


def segments(folder: Path, kind: str) -> list[str]:
    """Names of the segments of one kind, oldest first."""
    return sorted(file.stem for file in folder.glob(f"{kind}-*.seg"))


def frames(folder: Path, segment: str, offset: int = 0) -> Iterator[Frame]:
    """Whole frames of a segment from an offset on; ends at the first one that is not whole."""
    with _segment_file(folder, segment).open("rb") as file:
        file.seek(offset)
        while (frame := _read_frame(file, segment)) is not None:
            yield frame


def frame_sizes(folder: Path, segment: str, offset: int = 0) -> Iterator[int]:
    """Bytes of each frame from an offset on, without unpacking any."""
    with _segment_file(folder, segment).open("rb") as file:
        whole = file.seek(0, os.SEEK_END)
        while offset + _HEAD.size <= whole:
            file.seek(offset)
            size = _HEAD.size + int(_HEAD.unpack(file.read(_HEAD.size))[0])
            if offset + size > whole:
                return
            yield size
            offset += size


def read_record(folder: Path, place: str) -> bytes:
    """The redacted event at `segment:offset:line`; raises ArchiveError when it is not there any more."""
    segment, offset, line = place.rsplit(":", 2)
    try:
        with _segment_file(folder, segment).open("rb") as file:
            file.seek(int(offset))
            frame = _read_frame(file, segment)
        if frame is None:
            raise ArchiveError(f"the archive has no whole frame at {place}")
        return frame.records[int(line)]
    except (OSError, IndexError, ValueError) as error:
        raise ArchiveError(f"the archive has nothing at {place}: {error}") from error


def _segment_file(folder: Path, segment: str) -> Path:
    return folder / f"{Path(segment).name}.seg"


def _read_frame(file: BinaryIO, segment: str) -> Frame | None:
    offset = file.tell()
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length, checksum = _HEAD.unpack(head)
    packed = file.read(length)
    if len(packed) < length or zlib.crc32(packed) != checksum:
        return None
    first, *records = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_LARGEST).split(b"\n")
    return Frame(Place(segment, offset), file.tell(), msgspec.json.decode(first, type=FrameHead), records)
