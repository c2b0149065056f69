"""Batches that were posted and acknowledged, lie before their segment's checkpoint, and are not in the graph.

Earlier versions read segments while they were written, took what was half there for damage, and went on behind it.
Segments of this version are read no further than the disk has them, and are not looked through by themselves.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from graphsvc.domain.batch import Account, Batch, fold
from graphsvc.graph.read.recall import Recall
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.segment import PUSH, Frame, frames, looked_source, reach_of, segment_source, segments
from graphsvc.ingest.decoding import decoded_frame
from graphsvc.ingest.pipeline import Pipeline

_DONE = 24 * 3_600.0  # seconds; there is nothing more to look through in this process

log = structlog.get_logger()


@dataclass(frozen=True)
class Overlooked:
    """`missing` of the frame's records are not in the graph."""

    frame: Frame
    missing: int


class ArchiveAudit:
    """Compares the archive with the graph, segment by segment."""

    def __init__(self, folder: Path, writer: Writer, recall: Recall) -> None:
        self._folder = folder
        self._writer = writer
        self._recall = recall

    def segments(self) -> list[str]:
        """Those of posts, oldest first."""
        return segments(self._folder, PUSH)

    def overlooked(self, segment: str, stopping: threading.Event | None = None) -> Iterator[Overlooked]:
        """Whole frames before the segment's checkpoint of which something is not in the graph.

        With `stopping`, until that is set, and resting half of the time: others have work that is more urgent.
        """
        position = self._writer.position(segment_source(segment))
        for frame in frames(self._folder, reach_of(self._folder, segment)):
            began = time.monotonic()
            if frame.end > position or (stopping and stopping.is_set()):
                return
            if missing := self._recall.missing(_batch(frame)):
                yield Overlooked(frame, missing)
            if stopping:
                stopping.wait(time.monotonic() - began)

    def is_due(self, segment: str) -> bool:
        """Whether it was written to the graph in part by somebody who may have overlooked something."""
        taken = self._writer.position(segment_source(segment)) > 0
        return taken and not self._writer.position(looked_source(segment))

    def settle(self, segment: str) -> None:
        """It was looked through, or is read by somebody who overlooks nothing."""
        self._writer.note(looked_source(segment), 1)

    def ask_for(self, segment: str) -> None:
        """Have the next service look through it."""
        self._writer.forget(looked_source(segment))


class AuditRounds:
    """Takes in what was overlooked, once, beside everything else. `taken` counts it."""

    def __init__(self, audit: ArchiveAudit, pipeline: Pipeline, on_taken: Callable[[], None]) -> None:
        self._audit = audit
        self._pipeline = pipeline
        self._on_taken = on_taken
        self.batches = 0
        self.taken = Account()

    def run(self, stopping: threading.Event) -> float:
        for segment in self._audit.segments():
            if not self._audit.is_due(segment):
                continue
            for found in self._audit.overlooked(segment, stopping):
                self._take(found)
            if stopping.is_set():
                return 0
            self._audit.settle(segment)
        return _DONE

    def _take(self, found: Overlooked) -> None:
        account = self._pipeline.write_frames([found.frame], again=True)
        self.batches += 1
        self.taken.add(account, most_rejected=0)
        self._on_taken()
        place = found.frame.place
        log.warning("overlooked_batch_taken", segment=place.segment, offset=place.offset, calls=account.calls)


def _batch(frame: Frame) -> Batch:
    """As it would be written if no noise rule were in force."""
    return fold(Batch(frame.head.cluster, ""), (record for record, _ in decoded_frame(frame)), lambda _: "")
