"""A thread of the service that outlives whatever goes wrong in it, and says so."""

import threading
import time
from collections.abc import Callable

import structlog

from graphsvc.errors import GraphsvcError

_PAUSE = 5.0  # seconds after something went wrong
_TOLD_EVERY = 60.0  # seconds, while the same goes wrong again and again
_LAST_WAIT = 30.0  # seconds that a round gets to come to its end when the service stops

log = structlog.get_logger()

Round = Callable[[threading.Event], float]


class Worker:
    """Goes round after round. A round looks at the event it is given, which is set when it is to end early, and says
    for how many seconds there is nothing to do, unless `wake` is set before.

    `problem` says why the last round failed, empty since something of a later one went well; `failures` counts rounds.
    """

    def __init__(self, name: str, round_: Round, *, wake: threading.Event | None = None, pause: float = _PAUSE) -> None:
        self.name = name
        self.problem = ""
        self.failures = 0
        self._round = round_
        self._pause = pause
        self._wake = wake or threading.Event()
        self._stopping = threading.Event()
        self._failing_since = self._told_at = 0.0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Begin the next round now."""
        self._wake.set()

    def went_well(self) -> None:
        """A piece of a round is done: under load a round may not end for a long time."""
        if self.problem:
            log.info("thread_recovered", thread=self.name, seconds=round(time.monotonic() - self._failing_since, 1))
        self.problem, self._failing_since = "", 0.0

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout=_LAST_WAIT)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                rest = self._round(self._stopping)
            except Exception as error:  # noqa: BLE001  # whatever it is: nobody else does this thread's work
                self._failed(error)
                self._stopping.wait(self._pause)
            else:
                self.went_well()
                self._wake.wait(rest)
                self._wake.clear()

    def _failed(self, error: Exception) -> None:
        expected = isinstance(error, GraphsvcError)
        problem = str(error) if expected else f"{type(error).__name__}: {error}"
        now = time.monotonic()
        self._failing_since = self._failing_since or now
        self.failures += 1
        if problem != self.problem or now - self._told_at >= _TOLD_EVERY:
            self._told_at = now
            trace = None if expected else error
            log.warning("thread_failed", thread=self.name, problem=problem, again_in=self._pause, exc_info=trace)
        self.problem = problem
