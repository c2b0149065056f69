"""Looks through the archive: what each segment holds, and whether every frame still is what was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphsvc.errors import ArchiveError
from graphsvc.ingest.archive.index import read_index
from graphsvc.ingest.archive.segment import FrameHead, Place, frames, reach_of, segments
from graphsvc.ingest.record.record import Record


@dataclass(frozen=True)
class SegmentState:
    """What reading a whole segment found. `lost` are frames that the index knows and the segment does not have.

    Times in milliseconds: when the first and the last frame were archived. `torn` are bytes behind the last frame,
    which a crash left; nothing that was acknowledged is in them. Of one that `is_open`, because it is still written,
    the part is meant that the disk has.
    """

    name: str
    size: int
    clusters: tuple[str, ...]
    frames: int
    records: int
    first: int
    last: int
    torn: int
    damaged: tuple[Place, ...]
    lost: int
    is_open: bool

    @property
    def is_whole(self) -> bool:
        return not self.damaged and not self.lost and not (self.is_open and self.torn)


def check_archive(folder: Path) -> Iterator[SegmentState]:
    """Read every frame of every segment, oldest first; raises ArchiveError when a file cannot be read."""
    for name in segments(folder):
        try:
            yield _check(folder, name)
        except OSError as error:
            raise ArchiveError(f"{name}: {error.strerror}") from error


def _check(folder: Path, name: str) -> SegmentState:
    damaged: list[Place] = []
    clusters: set[str] = set()
    number = records = first = last = end = 0
    reach = reach_of(folder, name)
    for frame in frames(folder, reach, on_damage=damaged.append):
        clusters.add(frame.head.cluster)
        number, records, end = number + 1, records + len(frame.records), frame.end
        first, last = first or frame.head.at, frame.head.at
    known = [entry.offset for entry in read_index(folder, name) if entry.end <= reach.end or not reach.is_open]
    lost = sum(offset >= end and Place(name, offset) not in damaged for offset in known)
    torn = 0 if lost else reach.end - end
    told = tuple(sorted(clusters)), number, records, first, last, torn, tuple(damaged), lost, reach.is_open
    return SegmentState(name, reach.end, *told)


def archived_records(folder: Path, *, cluster: str = "", since: int = 0) -> Iterator[tuple[FrameHead, Record]]:
    """Records of one cluster, or of all, that were archived since a time (milliseconds), with what their frame says.

    Oldest segment first. The index keeps frames of no interest packed.
    """
    for name in segments(folder):
        offset = next((e.offset for e in read_index(folder, name) if e.at >= since), 0) if since else 0
        for frame in frames(folder, reach_of(folder, name), offset):
            if frame.head.at >= since and cluster in ("", frame.head.cluster):
                yield from ((frame.head, record) for record in frame.records)
