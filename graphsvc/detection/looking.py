"""When a command that writes batches has them looked at: in turn with its writing, or beside it."""

import math
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from graphsvc.detection.engine import Engine
from graphsvc.domain.alert import Occurrence

_LAST_WAIT = 5.0  # seconds that a batch in hand gets to come to its end

OnFired = Callable[[list[Occurrence]], None]


def _nobody(_fired: list[Occurrence]) -> None:
    """Alerts are in the graph."""


class InTurn:
    """Before more is written. What fires depends on the logs alone, also where one brings late what another awaits."""

    def __init__(self, engine: Engine, on_fired: OnFired = _nobody) -> None:
        self._engine = engine
        self._on_fired = on_fired
        self._until = math.inf
        self._fired = 0

    def look(self) -> None:
        """There is something to look at."""
        self._fired += self._engine.run_waiting(self._on_fired, stop=self._is_over, patient=True)

    def _is_over(self) -> bool:
        return time.monotonic() > self._until

    def finish(self, patience: float = math.inf) -> int:
        """Look at everything that waits; how many occurrences fired since the last time.

        What takes longer than `patience` seconds is left to the next who looks.
        """
        self._until = time.monotonic() + patience
        self.look()
        return self._counted()

    def _counted(self) -> int:
        fired, self._fired = self._fired, 0
        return fired

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._give_up()

    def _give_up(self) -> None:
        self._until = 0


class Beside(InTurn):
    """In a thread, as a service does: a log is read on meanwhile. What goes wrong there is raised here."""

    def __init__(self, engine: Engine, on_fired: OnFired = _nobody) -> None:
        super().__init__(engine, on_fired)
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._problem: Exception | None = None

    def look(self) -> None:
        self._raise_problem()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="detections", daemon=True)
            self._thread.start()
        self._wake.set()

    def finish(self, patience: float = math.inf) -> int:
        self._until = time.monotonic() + patience
        self.look()
        self._ending.set()
        self._leave(patience + _LAST_WAIT)
        self._ending.clear()
        self._raise_problem()
        return self._counted()

    def _give_up(self) -> None:
        super()._give_up()
        self._leave(_LAST_WAIT)

    def _leave(self, seconds: float) -> None:
        self._wake.set()
        if self._thread:
            self._thread.join(min(seconds, threading.TIMEOUT_MAX))
        self._thread = None

    def _raise_problem(self) -> None:
        """Once: the next look tries again."""
        if self._problem:
            problem, self._problem, self._thread = self._problem, None, None
            raise problem

    def _run(self) -> None:
        is_last = False
        try:
            while not is_last and not self._is_over():
                self._wake.wait()
                self._wake.clear()
                is_last = self._ending.is_set()
                super().look()
        except Exception as error:  # noqa: BLE001  # whoever writes tells it
            self._problem = error
