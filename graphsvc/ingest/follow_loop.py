"""Goes round the sources that are followed until it is told to stop; waits for a database or disk that is away."""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from graphsvc.errors import ArchiveError, StoreUnavailable

_POLL = 0.5  # seconds of quiet before the sources are asked again
_PAUSE = 5.0  # seconds before the database is tried again

log = structlog.get_logger()


class Followed(Protocol):
    """`round` takes what is new, a piece at a time; False when nothing was."""

    def round(self, stop: threading.Event) -> bool: ...


def follow(sources: Sequence[Followed], stop: threading.Event, on_pause: Callable[[Exception, float], None]) -> None:
    while not stop.is_set():
        try:
            took = [source.round(stop) for source in sources]
        except (StoreUnavailable, ArchiveError) as error:
            on_pause(error, _PAUSE)
            stop.wait(_PAUSE)
            continue
        if not any(took):
            stop.wait(_POLL)


class FollowLoop:
    """The same in a thread of its own, for as long as a service lives."""

    def __init__(self, sources: Sequence[Followed]) -> None:
        self._sources = sources
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follow", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while self._sources and not self._stopping.is_set():
            try:
                follow(self._sources, self._stopping, _log_pause)
            except Exception as error:  # noqa: BLE001  # the thread must outlive whatever a file holds
                _log_pause(error, _PAUSE)
                self._stopping.wait(_PAUSE)


def _log_pause(error: Exception, seconds: float) -> None:
    log.warning("follow_paused", problem=str(error) or type(error).__name__, seconds=seconds)
