"""Segments: the files of the archive, and the frames in them.

A frame is `length, checksum, zstd bytes`; unpacked it is one line that describes it and one line per record.

A segment is written by one process, which holds a lock on it for as long as it does. Until then others read it no
further than the disk has it for good: behind that, a frame may be half there, and may be taken back. So nobody reads
without a `Reach`, and only of a segment that is not written any more anything can be said to be damaged.

A crash may cut the last frame of a segment short, which is no damage: nobody was told that it was kept. Anything
else that does not fit its checksum is damage, is told, and does not take the frames after it along.
"""

import fcntl
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec
import zstandard

from graphsvc.errors import ArchiveError
from graphsvc.ingest.archive.index import Entry, last_entry, offsets_after
from graphsvc.ingest.record.record import Record

_HEAD = struct.Struct("<II")
_LARGEST = 1 << 30

FILE, PUSH = "file", "push"  # kinds of segments


class Odd(msgspec.Struct, frozen=True, array_like=True):
    """What was known of a record beside its text: see Record. `at` is its place in the frame."""

    at: int
    problem: str
    rule: str
    time: int


class FrameHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a frame's records are of. `kind` is `file` or `push`, `at` when it was archived, in milliseconds.

    `lines` are the records' lines in their source, when they do not follow one another from `first` on.
    """

    kind: str
    cluster: str
    source: str
    records: int
    at: int = 0
    first: int = 1
    lines: list[int] | None = None
    odd: list[Odd] = []
    learn: bool = False


@dataclass(frozen=True)
class Place:
    """Where a frame lies: `segment:offset`; a record in it is `segment:offset:line`."""

    segment: str
    offset: int

    def of(self, line: int) -> str:
        return f"{self.segment}:{self.offset}:{line}"

    def each(self, records: int) -> list[str]:
        return [self.of(line) for line in range(records)]


@dataclass(frozen=True)
class Reach:
    """How far a segment may be read: to its end, or, while it is open to its writer, as far as the disk has it."""

    segment: str
    end: int
    is_open: bool


@dataclass(frozen=True)
class Frame:
    """Records as they were before they were archived, redacted."""

    place: Place
    end: int
    head: FrameHead
    records: list[Record]

    @property
    def size(self) -> int:
        return self.end - self.place.offset

    @property
    def received(self) -> int:
        """Milliseconds. Frames of earlier versions do not say; their segment is a little older."""
        return self.head.at or started_at(self.place.segment)


def head_of(kind: str, cluster: str, source: str, records: list[Record], *, at: int, learn: bool = False) -> FrameHead:
    first = records[0].line if records else 1
    follow = all(record.line == line for line, record in enumerate(records, first))
    odd = [Odd(n, r.problem, r.rule, r.time) for n, r in enumerate(records) if r.problem or r.rule]
    lines = None if follow else [record.line for record in records]
    return FrameHead(kind, cluster, source, len(records), at, first, lines, odd, learn)


def entry_of(head: FrameHead, offset: int, end: int) -> Entry:
    return Entry(offset, end, head.at, head.cluster, head.source, head.records)


def pack_frame(head: FrameHead, records: list[Record], pack: zstandard.ZstdCompressor) -> bytes:
    packed = pack.compress(b"\n".join((msgspec.json.encode(head), *(record.raw for record in records))))
    return _HEAD.pack(len(packed), zlib.crc32(packed)) + packed


def segments(folder: Path, kind: str = "") -> list[str]:
    """Names of the segments of one kind, or of all, oldest first."""
    return sorted((file.stem for file in folder.glob(f"{kind or '*'}-*.seg")), key=_microseconds)


def segment_source(segment: str) -> str:
    """The source whose checkpoint says how far a segment was written to the graph."""
    return f"archive:{segment}"


def looked_source(segment: str) -> str:
    """The source whose checkpoint says that nothing of a segment is overlooked."""
    return f"looked:{segment}"


def started_at(segment: str) -> int:
    """Milliseconds of the segment's first frame, or a little before."""
    return _microseconds(segment) // 1_000


def _microseconds(segment: str) -> int:
    return int(segment.split("-")[1])


def segment_file(folder: Path, segment: str) -> Path:
    return folder / f"{Path(segment).name}.seg"


def open_segment(folder: Path, segment: str) -> BinaryIO:
    """A new segment for its writer, who holds it until the file is closed: nobody ever sees it unheld before that."""
    hidden = folder / f".{segment}.new"
    file = hidden.open("xb", buffering=0)
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    hidden.rename(segment_file(folder, segment))
    return file


def reach_of(folder: Path, segment: str) -> Reach:
    """How far it may be read now. Of a segment that another process writes the index tells what the disk has."""
    with segment_file(folder, segment).open("rb") as file:
        if _is_held(file):
            known = last_entry(folder, segment)
            return Reach(segment, known.end if known else 0, is_open=True)
        return Reach(segment, file.seek(0, os.SEEK_END), is_open=False)


def _is_held(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def frames(
    folder: Path, reach: Reach, offset: int = 0, on_damage: Callable[[Place], None] = lambda _: None
) -> Iterator[Frame]:
    """Whole frames of a segment from an offset on, as far as it reaches.

    `on_damage` is told of those that are not what they were. In a segment that is still written nothing is called
    that: there it ends at the first that cannot be read.
    """
    with segment_file(folder, reach.segment).open("rb") as file:
        while offset < reach.end:
            file.seek(offset)
            if frame := _read_frame(file, reach):
                yield frame
                offset = frame.end
                continue
            following = None if reach.is_open else _frame_after(file, folder, reach, offset)
            if following is None:
                return
            on_damage(Place(reach.segment, offset))
            offset = following


def frame_sizes(folder: Path, reach: Reach, offset: int = 0) -> Iterator[int]:
    """Bytes of each frame from an offset on, without unpacking any."""
    with segment_file(folder, reach.segment).open("rb") as file:
        while offset + _HEAD.size <= reach.end:
            file.seek(offset)
            size = _HEAD.size + int(_HEAD.unpack(file.read(_HEAD.size))[0])
            if offset + size > reach.end:
                return
            yield size
            offset += size


def read_record(folder: Path, place: str) -> Record:
    """The redacted record at `segment:offset:line`; raises ArchiveError when it is not there any more."""
    try:
        segment, offset, line = place.rsplit(":", 2)
        with segment_file(folder, segment).open("rb") as file:
            reach = Reach(segment, file.seek(0, os.SEEK_END), is_open=True)
            file.seek(int(offset))
            frame = _read_frame(file, reach)
        if frame is None:
            raise ArchiveError(f"the archive has no whole frame at {place}")
        return frame.records[int(line)]
    except (OSError, IndexError, ValueError) as error:
        raise ArchiveError(f"the archive has nothing at {place}: {error}") from error


def _read_frame(file: BinaryIO, reach: Reach) -> Frame | None:
    offset = file.tell()
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length, checksum = _HEAD.unpack(head)
    if offset + _HEAD.size + length > reach.end:
        return None
    packed = file.read(length)
    if len(packed) < length or zlib.crc32(packed) != checksum:
        return None
    first, *lines = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_LARGEST).split(b"\n")
    told = msgspec.json.decode(first, type=FrameHead)
    return Frame(Place(reach.segment, offset), file.tell(), told, _records(told, lines))


def _records(head: FrameHead, lines: list[bytes]) -> list[Record]:
    numbers = head.lines or range(head.first, head.first + len(lines))
    records = [Record(raw, number) for raw, number in zip(lines, numbers, strict=True)]
    for odd in head.odd:
        plain = records[odd.at]
        records[odd.at] = Record(plain.raw, plain.line, odd.problem, "", odd.rule, odd.time)
    return records


def _frame_after(file: BinaryIO, folder: Path, reach: Reach, offset: int) -> int | None:
    """Where to go on behind a frame that is not whole; None when it is the last one, which a crash cut short.

    Its own length may be what is wrong, so the index is asked first.
    """
    if following := next(offsets_after(folder, reach.segment, offset), None):
        return following
    file.seek(offset)
    head = file.read(_HEAD.size)
    end = offset + _HEAD.size + (_HEAD.unpack(head)[0] if len(head) == _HEAD.size else 0)
    file.seek(end)
    return end if len(head) == _HEAD.size and _read_frame(file, reach) else None
