"""Puts posted batches on disk. One thread takes all that wait, writes them, and waits for the disk once for all.

A disk that takes nothing refuses posts, is told once a minute, and is tried until it takes something again.
"""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import structlog

from graphsvc.graph.private_file import private_folder
from graphsvc.ingest.archive.archive import Archive, Post
from graphsvc.ingest.archive.segment import Place, Reach, reach_of
from graphsvc.web.worker import Worker

_TRIED_EVERY = 2.0  # seconds
_TOLD_EVERY = 60.0
_LAST_WAIT = 30.0
_TRIED_WITH = 1 << 20  # bytes; about what a post of 400 events needs

log = structlog.get_logger()


class Spool:
    """`put` is for any thread. `problem` says why nothing can be kept, empty when it can.

    `on_kept` is told a segment, the number of frames in it and their bytes on disk, before those who wait for them.
    """

    def __init__(self, folder: Path, kind: str, on_kept: Callable[[str, int, int], None]) -> None:
        self._folder = folder
        self._archive = Archive(folder, kind)
        self._on_kept = on_kept
        self._queue: SimpleQueue[tuple[list[Post], Future[None]] | None] = SimpleQueue()
        self._durable = Place("", 0)
        self._told = -_TOLD_EVERY
        self._turns = threading.Event()
        self._emptied = threading.Event()
        self.problem = ""
        self.worker = Worker("spool", self._round, pause=_TRIED_EVERY)

    def start(self) -> None:
        self.worker.start()

    def stop(self) -> None:
        self._queue.put(None)
        self._emptied.wait(timeout=_LAST_WAIT)
        self._queue.put(None)  # or it would wait for more
        self.worker.stop()
        self._archive.close()

    def put(self, posts: list[Post]) -> "Future[None]":
        """Done when the disk has all of them; raises ArchiveError when it has none."""
        future: Future[None] = Future()
        self._queue.put((posts, future))
        return future

    def reach(self, segment: str) -> Reach:
        """How far a segment may be read. Of the one that is written here it is known without the index."""
        durable = self._durable
        if segment == durable.segment:
            return Reach(segment, durable.offset, is_open=True)
        return reach_of(self._folder, segment)

    def turn(self) -> None:
        """Go on in a new segment: only of one that is closed can be said that it is damaged."""
        self._turns.set()
        self.put([])

    def _round(self, _stopping: threading.Event) -> float:
        waiting = self._waiting()
        if taken := [w for w in waiting if w and w[1].set_running_or_notify_cancel()]:
            self._keep(taken)
        elif self.problem:
            self._try_disk()
        if None in waiting:
            self._emptied.set()
        return 0

    def _waiting(self) -> list[tuple[list[Post], Future[None]] | None]:
        """All that waits. Blocks until there is something, or until it is time to try the disk again."""
        found = []
        try:
            found.append(self._queue.get(timeout=_TRIED_EVERY if self.problem or self.worker.problem else None))
            while True:
                found.append(self._queue.get_nowait())
        except Empty:
            return found

    def _keep(self, taken: list[tuple[list[Post], Future[None]]]) -> None:
        try:
            self._close_what_is_done()
            if posts := [post for posts, _ in taken for post in posts]:
                places = self._archive.append_all(posts)
                self._durable = self._archive.end
                self._set_problem("")
                self._on_kept(self._durable.segment, len(places), self._durable.offset - places[0].offset)
        except Exception as error:  # noqa: BLE001  # whatever it is, those who wait must be told, and the next taken
            self._set_problem(str(error) or type(error).__name__)
            for _, future in taken:
                future.set_exception(error)
        else:
            for _, future in taken:
                future.set_result(None)

    def _close_what_is_done(self) -> None:
        if self._turns.is_set():
            self._turns.clear()
            self._archive.close()
            self._durable = Place("", 0)

    def _try_disk(self) -> None:
        """A disk is tried although nobody posts: those who look at readiness first would wait for ever."""
        file = self._folder / ".tried"
        try:
            private_folder(self._folder)
            with file.open("wb", buffering=0) as tried:
                if tried.write(bytes(_TRIED_WITH)) == _TRIED_WITH:
                    os.fsync(tried.fileno())
                    self._set_problem("")
        except OSError as error:
            self._set_problem(f"the archive in {self._folder} cannot be written: {error.strerror}")
        with suppress(OSError):
            file.unlink(missing_ok=True)

    def _set_problem(self, problem: str) -> None:
        if problem and time.monotonic() - self._told >= _TOLD_EVERY:
            self._told = time.monotonic()
            log.error("posts_refused", problem=problem)
        if self.problem and not problem:
            log.info("posts_taken_again")
        self.problem = problem
