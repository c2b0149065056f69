"""Lets go of the oldest segments of the archive: those past their age, and those beyond what the disk is to hold."""

import time
from collections.abc import Iterator
from pathlib import Path

from graphsvc.graph.write.retention import Step
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.index import index_file, read_index
from graphsvc.ingest.archive.segment import (
    PUSH,
    frames,
    looked_source,
    reach_of,
    segment_file,
    segment_source,
    segments,
)


class ArchiveAge:
    """`age` in milliseconds and `size` in bytes; 0 is without limit. Age counts from a segment's last frame."""

    def __init__(self, folder: Path, writer: Writer, *, age: int, size: int) -> None:
        self._folder = folder
        self._writer = writer
        self._age = age
        self._size = size

    def steps(self) -> Iterator[Step]:
        """Remove what is to go, a segment at a time."""
        for segment in self.expired(time.time_ns() // 1_000_000):
            self.remove(segment)
            yield "segments", 1

    def expired(self, now: int) -> list[str]:
        """Segments that are to go, oldest first. One that is not in the graph yet stays, whatever its age."""
        return [name for name in self._candidates(now) if self._is_written(name)]

    def remove(self, segment: str) -> int:
        """Returns how many bytes became free. Calls whose event was in it stay, without their event."""
        size = self._size_of(segment)
        segment_file(self._folder, segment).unlink(missing_ok=True)
        index_file(self._folder, segment).unlink(missing_ok=True)
        self._writer.forget(segment_source(segment))
        self._writer.forget(looked_source(segment))
        return size

    def _candidates(self, now: int) -> Iterator[str]:
        sizes = {name: size for name in segments(self._folder) if (size := self._size_of(name))}
        total = sum(sizes.values())
        for name, size in sizes.items():
            quiet = now - self._last_change(name)
            too_old = self._age and quiet > self._age
            too_much = self._size and total > self._size
            if (too_old or too_much) and not reach_of(self._folder, name).is_open:
                total -= size
                yield name

    def _size_of(self, segment: str) -> int:
        """0 for one that another process removed just now."""
        try:
            return segment_file(self._folder, segment).stat().st_size
        except FileNotFoundError:
            return 0

    def _last_change(self, segment: str) -> int:
        known = read_index(self._folder, segment)
        return known[-1].at if known else int(segment_file(self._folder, segment).stat().st_mtime * 1_000)

    def _is_written(self, segment: str) -> bool:
        """A file's frames come again from the file; a post's frames are all there is of it."""
        if not segment.startswith(f"{PUSH}-"):
            return True
        position = self._writer.position(segment_source(segment))
        return next(frames(self._folder, reach_of(self._folder, segment), position), None) is None
