"""Restarts a Neo4j of the service's own that ended, or that says that nothing else helps it."""

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import structlog

from graphsvc.errors import StoreBroken, StoreError
from graphsvc.graph.store import Store
from graphsvc.graph.write.renewal import forget

_LOOK = 2.0  # seconds between two looks
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 30.0  # seconds from a try to the next, doubled each time
_PLAIN_TRIES = 2  # before it is to cut off what it cannot read of its log
_TRIES, _REST = 10, 600.0  # after so many in vain it is tried only now and then
LEAST_ROOM = 64 << 20  # bytes: with less it would break again at once

_CUT = (
    "Neo4j could not read its log to the end and cut the rest off, which mostly was never committed; posts come back "
    "by themselves, and `graphsvc ingest` takes what may be missing of files that were taken just before"
)

log = structlog.get_logger()


class OwnServer(Protocol):
    @property
    def is_gone(self) -> bool: ...

    @property
    def log_bytes(self) -> int: ...

    @property
    def cuts(self) -> int: ...

    def restart(self, *, mends_log: bool) -> None: ...


class Neo4jGuard:
    """`problem` says what is wrong and what is done about it, empty when Neo4j answers. `folder` is where it writes.

    `on_restart` is told when it is there again: it may have gone back to an earlier state.
    """

    def __init__(self, server: OwnServer, store: Store, folder: Path, on_restart: Callable[[], None]) -> None:
        self._server = server
        self._store = store
        self._folder = folder
        self._on_restart = on_restart
        self._cuts = server.cuts
        self._tries = 0
        self._next = 0.0
        self.restarts = 0
        self.problem = ""

    def look(self, stopping: threading.Event) -> float:
        """One look, and the seconds until the next. A server that is merely slow to answer is left alone."""
        why = self._why()
        if not why:
            self._tries, self._next, self.problem = 0, 0.0, ""
        elif (room := shutil.disk_usage(self._folder).free) < max(LEAST_ROOM, self._server.log_bytes):
            self.problem = f"{why}; it is restarted when its disk has room again: {room >> 20} MiB are free"
        elif time.monotonic() < self._next:
            self.problem = f"{why}; {self._tries} restarts did not help, the next comes by itself"
        elif not stopping.is_set():
            self._restart(why)
        return _LOOK

    def _why(self) -> str:
        try:
            self._store.read("now", timeout=5)
        except StoreBroken as error:
            return str(error)
        except StoreError:
            return "Neo4j, which graphsvc started, has ended" if self._server.is_gone else ""
        return ""

    def _restart(self, why: str) -> None:
        self._tries += 1
        wait = _REST if self._tries > _TRIES else min(_FIRST_WAIT * 2**self._tries, _LONGEST_WAIT)
        self._next = time.monotonic() + wait
        self.problem = f"{why}; it is being restarted, try {self._tries}"
        log.warning("neo4j_restart", why=why, attempt=self._tries)
        self._server.restart(mends_log=self._tries > _PLAIN_TRIES)
        forget(self._store)
        self._on_restart()
        self.restarts += 1
        log.info("neo4j_restarted", attempt=self._tries)
        if self._server.cuts > self._cuts:
            self._cuts = self._server.cuts
            log.error("neo4j_log_cut", meaning=_CUT)
