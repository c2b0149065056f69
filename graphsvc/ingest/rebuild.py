"""Writes the graph anew from the archive, in the order in which things were archived.

How far each segment was taken is kept with every batch, so that a rebuild that was interrupted goes on.
"""

import heapq
from collections.abc import Callable, Iterator
from pathlib import Path

from graphsvc.domain.batch import Account
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.segment import Frame, Place, frames, reach_of, segment_source, segments, started_at
from graphsvc.ingest.pipeline import Pipeline

Waiting = tuple[int, str, Frame, Iterator[Frame]]


class Rebuild:
    """`on_damage` is told of frames that are not what they were; the others are taken."""

    def __init__(self, folder: Path, pipeline: Pipeline, writer: Writer, on_damage: Callable[[Place], None]) -> None:
        self._folder = folder
        self._pipeline = pipeline
        self._writer = writer
        self._on_damage = on_damage

    @property
    def bytes_left(self) -> int:
        reaches = (reach_of(self._folder, name) for name in segments(self._folder))
        return sum(reach.end - self._writer.position(segment_source(reach.segment)) for reach in reaches)

    def steps(self) -> Iterator[tuple[Frame, Account]]:
        """Each frame that is not in the graph yet, and what became of its records."""
        for frame in self._frames():
            yield frame, self._pipeline.write_frames([frame])

    def _frames(self) -> Iterator[Frame]:
        """By time over all segments. A segment is opened when its time comes: there may be thousands."""
        unopened = segments(self._folder)[::-1]
        opened: list[Waiting] = []
        while unopened or opened:
            while unopened and (not opened or started_at(unopened[-1]) <= opened[0][0]):
                self._advance(opened, self._open(unopened.pop()))
            if opened:
                _, _, frame, rest = heapq.heappop(opened)
                yield frame
                self._advance(opened, rest)

    def _open(self, segment: str) -> Iterator[Frame]:
        reach = reach_of(self._folder, segment)
        return frames(self._folder, reach, self._writer.position(segment_source(segment)), self._on_damage)

    def _advance(self, opened: list[Waiting], rest: Iterator[Frame]) -> None:
        """No two frames that wait at once are of one segment, so the segment decides between equal times."""
        if frame := next(rest, None):
            heapq.heappush(opened, (frame.received, frame.place.segment, frame, rest))
