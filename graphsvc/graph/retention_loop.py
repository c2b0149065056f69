"""Runs retention in a thread of its own, for as long as a service lives: little by little, after everything else."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import structlog

from graphsvc.errors import GraphsvcError
from graphsvc.graph.retention import Step

_IDLE = 60.0  # seconds between runs
_BREATH = 0.1  # seconds between two steps
_WAY = 1.0  # the same while batches wait: they go first, but under steady load something has to go too

log = structlog.get_logger()


class RetentionLoop:
    """`sources` give the steps of one run, each in turn; `is_busy` says that batches wait to be written.

    `removed` counts what went since the start, by kind; `last_run` is when a run came to its end, in seconds since
    1970, 0 before the first.
    """

    def __init__(self, *sources: Callable[[], Iterator[Step]], is_busy: Callable[[], bool]) -> None:
        self._sources = sources
        self._is_busy = is_busy
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="retention", daemon=True)
        self.removed: Counter[str] = Counter()
        self.last_run = 0.0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._run_once()
            except GraphsvcError as error:
                log.warning("retention_paused", problem=str(error), seconds=_IDLE)
            self._stopping.wait(_IDLE)

    def _run_once(self) -> None:
        gone: Counter[str] = Counter()
        for source in self._sources:
            for kind, number in source():
                gone[kind] += number
                self.removed[kind] += number
                if self._stopping.wait(_WAY if self._is_busy() else _BREATH):
                    return
        self.last_run = time.time()
        if gone:
            log.info("retention_run", **{kind.replace(" ", "_"): number for kind, number in gone.items()})
