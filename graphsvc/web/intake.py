"""Takes posted batches from the archive into the graph: the archive is the spool that makes a 2xx durable.

What is in the archive and not in the graph after a crash is found again by the checkpoint of its segment.
"""

import threading
from pathlib import Path

import structlog

from graphsvc.domain.batch import Account
from graphsvc.graph.writer import Writer
from graphsvc.ingest.archive import Archive
from graphsvc.ingest.pipeline import Pipeline, segment_source
from graphsvc.ingest.record import Record
from graphsvc.ingest.segment import Frame, Place, frames, segments

_KIND = "push"
_MOST_WAITING = 2_000  # batches on disk that are not in the graph yet
_PAUSE = 5.0  # seconds before the database is tried again

log = structlog.get_logger()


class ArchiveIntake:
    """`keep` is for any thread; a thread of its own writes. `problem` says why it does not, empty when it does."""

    def __init__(self, folder: Path, writer: Writer, pipeline: Pipeline, wake_detection: threading.Event) -> None:
        self._folder = folder
        self._archive = Archive(folder, _KIND)
        self._writer = writer
        self._pipeline = pipeline
        self._wake_detection = wake_detection
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._waiting = 0
        self._done: set[str] = set()
        self.total = Account()
        self.problem = ""
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    @property
    def waiting(self) -> int:
        """Posted batches of this process that are on disk and not in the graph yet."""
        return self._waiting

    @property
    def is_full(self) -> bool:
        return self._waiting >= _MOST_WAITING

    def start(self) -> None:
        self._wake.set()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout=30)
        self._archive.close()

    def keep(self, cluster: str, records: list[Record]) -> None:
        clean = [self._pipeline.cleaned(record) for record in records]
        with self._lock:
            self._archive.append(cluster, "webhook", clean)
            self._waiting += 1
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                self._write_waiting()
                self.problem = ""
            except Exception as error:  # noqa: BLE001  # the thread must outlive whatever a batch holds
                self.problem = str(error) or type(error).__name__
                log.warning("intake_paused", problem=self.problem, seconds=_PAUSE)
                self._stopping.wait(_PAUSE)
                self._wake.set()

    def _write_waiting(self) -> None:
        """Every frame after its segment's checkpoint, oldest segment first."""
        names = [name for name in segments(self._folder, _KIND) if name not in self._done]
        for name in names:
            for frame in frames(self._folder, name, self._writer.position(segment_source(name)), _tell_damage):
                if self._stopping.is_set():
                    return
                self._write(frame)
        self._done.update(names[:-1])

    def _write(self, frame: Frame) -> None:
        account = self._pipeline.write_frame(frame)
        self.total.add(account, most_rejected=0)
        with self._lock:
            self._waiting = max(0, self._waiting - 1)
        self._wake_detection.set()
        log.info("batch_written", cluster=frame.head.cluster, read=account.read, calls=account.calls)


def _tell_damage(place: Place) -> None:
    log.error("archive_damaged", segment=place.segment, offset=place.offset)
