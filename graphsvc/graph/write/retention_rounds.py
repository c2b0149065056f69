"""Retention as a service does it: little by little, after everything else."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import structlog

from graphsvc.graph.write.retention import Step

_IDLE = 60.0  # seconds between runs
_BREATH = 0.1  # seconds between two steps
_WAY = 1.0  # the same while batches wait: they go first, but under steady load something has to go too

log = structlog.get_logger()


class RetentionRounds:
    """`sources` give the steps of one run, each in turn; `is_busy` says that batches wait to be written.

    `removed` counts what went since the start, by kind; `last_run` is when a run came to its end, in seconds since
    1970, 0 before the first.
    """

    def __init__(self, *sources: Callable[[], Iterator[Step]], is_busy: Callable[[], bool]) -> None:
        self._sources = sources
        self._is_busy = is_busy
        self.removed: Counter[str] = Counter()
        self.last_run = 0.0

    def run(self, stopping: threading.Event) -> float:
        """One run, and the seconds until the next."""
        gone: Counter[str] = Counter()
        for source in self._sources:
            for kind, number in source():
                gone[kind] += number
                self.removed[kind] += number
                if stopping.wait(_WAY if self._is_busy() else _BREATH):
                    return 0
        self.last_run = time.time()
        if gone:
            log.info("retention_run", **{kind.replace(" ", "_"): number for kind, number in gone.items()})
        return _IDLE
