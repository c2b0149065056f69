"""Takes posted batches from the archive into the graph: the archive is the spool that makes a 2xx durable.

What is in the archive and not in the graph after a crash is found again by the checkpoint of its segment.
"""

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import structlog

from graphsvc.domain.batch import Account
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import Post
from graphsvc.ingest.archive.index import read_index
from graphsvc.ingest.archive.segment import (
    PUSH,
    Frame,
    Place,
    Reach,
    frame_sizes,
    frames,
    looked_source,
    reach_of,
    segment_source,
    segments,
    started_at,
)
from graphsvc.ingest.pipeline import Pipeline, together
from graphsvc.web.spool import Spool
from graphsvc.web.worker import Worker

_PAUSE = 5.0  # seconds before the database is tried again
_IDLE = 60.0

log = structlog.get_logger()


@dataclass
class _Waiting:
    """What of a segment is not in the graph yet: nothing of it was archived before `since`, in milliseconds."""

    frames: int
    size: int
    since: int


class ArchiveIntake:
    """`keep` is for any thread; a thread of its own writes. `problem` says why it does not, empty when it does.

    `most_waiting` are the bytes on disk that may wait for the database.
    """

    def __init__(
        self, folder: Path, writer: Writer, pipeline: Pipeline, wake_detection: threading.Event, most_waiting: int
    ) -> None:
        self._folder = folder
        self.spool = Spool(folder, PUSH, self._add)
        self._writer = writer
        self._pipeline = pipeline
        self._wake_detection = wake_detection
        self._most_waiting = most_waiting
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._waiting: dict[str, _Waiting] = {}
        self._done: set[str] = set()
        self._written: dict[str, int] = {}
        self.total = Account()
        self.worker = Worker("intake", self._write_waiting, wake=self._wake, pause=_PAUSE)

    @property
    def waiting(self) -> int:
        """Batches that are on disk and not in the graph yet, of earlier processes too."""
        with self._lock:
            return sum(max(0, found.frames) for found in self._waiting.values())

    @property
    def waiting_bytes(self) -> int:
        with self._lock:
            return sum(max(0, found.size) for found in self._waiting.values())

    @property
    def waiting_since(self) -> int:
        """Milliseconds since 1970: no batch that waits was archived before; 0 when none waits."""
        with self._lock:
            return min((found.since for found in self._waiting.values() if found.frames > 0), default=0)

    @property
    def is_full(self) -> bool:
        return self.waiting_bytes >= self._most_waiting

    @property
    def problem(self) -> str:
        return self.spool.problem or self.worker.problem

    def start(self) -> None:
        self.count_waiting()
        self._wake.set()
        self.spool.start()
        self.worker.start()

    def count_waiting(self) -> None:
        """What earlier processes left waits too."""
        for name in segments(self._folder, PUSH):
            position = self._writer.position(segment_source(name))
            sizes = list(frame_sizes(self._folder, reach_of(self._folder, name), position))
            if sizes:
                self._add(name, len(sizes), sum(sizes), _archived_after(self._folder, name, position))

    def look_again(self) -> None:
        """Nothing is known to be in the graph any more but what its checkpoints say."""
        self._done.clear()
        self._wake.set()

    def stop(self) -> None:
        self.spool.stop()
        self.worker.stop()

    def keep(self, posts: list[Post]) -> "Future[None]":
        """Done when the disk has all of them; raises ArchiveError when it has none."""
        return self.spool.put(posts)

    def _add(self, segment: str, frames_: int, size: int, since: int = 0) -> None:
        with self._lock:
            found = self._waiting.setdefault(segment, _Waiting(0, 0, 0))
            if found.frames <= 0:
                found.since = since or time.time_ns() // 1_000_000
            found.frames += frames_
            found.size += size
        self._wake.set()

    def _write_waiting(self, stopping: threading.Event) -> float:
        """Every frame after its segment's checkpoint, oldest segment first."""
        for name in segments(self._folder, PUSH):
            if name not in self._done and not self._write_segment(name, stopping):
                break
        return _IDLE

    def _write_segment(self, name: str, stopping: threading.Event) -> bool:
        """False when it was to end early. The reach is asked for first: what is closed then is read to its end."""
        reach = self.spool.reach(name)
        position = self._writer.position(segment_source(name))
        self._settle_until(reach, position)
        for group in together(frames(self._folder, reach, position, _tell_damage)):
            if stopping.is_set():
                return False
            if position == 0:  # from its first frame on nothing is overlooked
                self._writer.note(looked_source(name), 1)
            self._write(group)
            position = group[-1].end
        if not reach.is_open:
            self._forget(name)
        elif position < reach.end:
            log.error("archive_unreadable", segment=name, offset=position, meaning="judged when the segment is closed")
            self.spool.turn()
        return True

    def _settle_until(self, reach: Reach, position: int) -> None:
        """What was committed while the database went away, so that nobody heard of it, does not wait any more."""
        written = self._written.setdefault(reach.segment, position)
        for size in frame_sizes(self._folder, reach, written):
            if written >= position:
                break
            written += size
            self._settled(reach.segment, 1, size)
        self._written[reach.segment] = position

    def _settled(self, segment: str, frames_: int, size: int, since: int = 0) -> None:
        with self._lock:  # what was kept just now may be written before it is counted
            found = self._waiting.setdefault(segment, _Waiting(0, 0, 0))
            found.frames -= frames_
            found.size -= size
            found.since = max(found.since, since)

    def _forget(self, segment: str) -> None:
        """It is closed and was taken to its end: nothing of it waits, whatever was counted."""
        self._done.add(segment)
        self._written.pop(segment, None)
        with self._lock:
            self._waiting.pop(segment, None)

    def _write(self, group: list[Frame]) -> None:
        """Small posts together: a transaction costs as much for one event as for hundreds."""
        account = self._pipeline.write_frames(group)
        self.total.add(account, most_rejected=0)
        last = group[-1]
        self._settled(last.place.segment, len(group), sum(frame.size for frame in group), last.received)
        self._written[last.place.segment] = last.end
        self._wake_detection.set()
        self.worker.went_well()
        log.info("batch_written", cluster=group[0].head.cluster, read=account.read, calls=account.calls)


def _archived_after(folder: Path, segment: str, position: int) -> int:
    """Milliseconds: the frame at this position, or behind it, was archived then; or at least its segment was begun."""
    return next((e.at for e in read_index(folder, segment) if e.offset >= position), started_at(segment))


def _tell_damage(place: Place) -> None:
    log.error("archive_damaged", segment=place.segment, offset=place.offset)
