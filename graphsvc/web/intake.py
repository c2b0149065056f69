"""Takes posted batches from the archive into the graph: the archive is the spool that makes a 2xx durable.

What is in the archive and not in the graph after a crash is found again by the checkpoint of its segment.
"""

import threading
from concurrent.futures import Future
from itertools import takewhile
from pathlib import Path

import structlog

from graphsvc.domain.batch import Account
from graphsvc.graph.writer import Writer
from graphsvc.ingest.archive import PUSH, Post
from graphsvc.ingest.pipeline import Pipeline, segment_source, together
from graphsvc.ingest.segment import Frame, Place, frame_sizes, frames, segments
from graphsvc.web.spool import Spool

_PAUSE = 5.0  # seconds before the database is tried again

log = structlog.get_logger()


class ArchiveIntake:
    """`keep` is for any thread; a thread of its own writes. `problem` says why it does not, empty when it does.

    `most_waiting` are the bytes on disk that may wait for the database.
    """

    def __init__(
        self, folder: Path, writer: Writer, pipeline: Pipeline, wake_detection: threading.Event, most_waiting: int
    ) -> None:
        self._folder = folder
        self._spool = Spool(folder, PUSH, self._add)
        self._writer = writer
        self._pipeline = pipeline
        self._wake_detection = wake_detection
        self._most_waiting = most_waiting
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._frames = self._bytes = 0
        self._done: set[str] = set()
        self._written: dict[str, int] = {}
        self._pause_problem = ""
        self.total = Account()
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    @property
    def waiting(self) -> int:
        """Batches that are on disk and not in the graph yet, of earlier processes too."""
        return max(0, self._frames)

    @property
    def waiting_bytes(self) -> int:
        return max(0, self._bytes)

    @property
    def is_full(self) -> bool:
        return self._bytes >= self._most_waiting

    @property
    def problem(self) -> str:
        return self._spool.problem or self._pause_problem

    def start(self) -> None:
        self.count_waiting()
        self._spool.start()
        self._thread.start()

    def count_waiting(self) -> None:
        """What earlier processes left waits too."""
        for name in segments(self._folder, PUSH):
            for size in frame_sizes(self._folder, name, self._writer.position(segment_source(name))):
                self._add(1, size)

    def stop(self) -> None:
        self._spool.stop()
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout=30)

    def keep(self, posts: list[Post]) -> "Future[None]":
        """Done when the disk has all of them; raises ArchiveError when it has none."""
        return self._spool.put(posts)

    def _add(self, frames_: int, size: int) -> None:
        with self._lock:
            self._frames += frames_
            self._bytes += size
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                self._write_waiting()
                self._pause_problem = ""
            except Exception as error:  # noqa: BLE001  # the thread must outlive whatever a batch holds
                self._pause_problem = str(error) or type(error).__name__
                log.warning("intake_paused", problem=self._pause_problem, seconds=_PAUSE)
                self._stopping.wait(_PAUSE)
                self._wake.set()

    def _write_waiting(self) -> None:
        """Every frame after its segment's checkpoint, oldest segment first."""
        names = [name for name in segments(self._folder, PUSH) if name not in self._done]
        for name in names:
            position = self._writer.position(segment_source(name))
            self._settle_until(name, position)
            found = frames(self._folder, name, position, _tell_damage)
            for group in together(takewhile(self._spool.holds, found)):
                if self._stopping.is_set():
                    return
                self._write(group)
        self._done.update(names[:-1])

    def _settle_until(self, name: str, position: int) -> None:
        """What was committed while the database went away, so that nobody heard of it, does not wait any more."""
        written = self._written.setdefault(name, position)
        for size in frame_sizes(self._folder, name, written):
            if written >= position:
                break
            written += size
            self._settled(1, size)
        self._written[name] = position

    def _settled(self, frames_: int, size: int) -> None:
        with self._lock:
            self._frames -= frames_
            self._bytes -= size

    def _write(self, group: list[Frame]) -> None:
        """Small posts together: a transaction costs as much for one event as for hundreds."""
        account = self._pipeline.write_frames(group)
        self.total.add(account, most_rejected=0)
        self._settled(len(group), sum(frame.size for frame in group))
        self._written[group[-1].place.segment] = group[-1].end
        self._wake_detection.set()
        log.info("batch_written", cluster=group[0].head.cluster, read=account.read, calls=account.calls)


def _tell_damage(place: Place) -> None:
    log.error("archive_damaged", segment=place.segment, offset=place.offset)
