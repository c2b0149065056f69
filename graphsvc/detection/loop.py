"""Runs the engine in a thread of its own, for as long as a service lives."""

import threading

import structlog

from graphsvc.detection.engine import Engine
from graphsvc.errors import GraphsvcError

_IDLE = 2.0  # seconds: batches of other processes are found by looking
_PAUSE = 5.0  # seconds after a failure

log = structlog.get_logger()


class DetectionLoop:
    """`wake` tells of a batch that was just written."""

    def __init__(self, engine: Engine, wake: threading.Event) -> None:
        self._engine = engine
        self._wake = wake
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="detection", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._engine.run_waiting(stop=self._stopping.is_set)
            except GraphsvcError as error:
                log.warning("detection_paused", problem=str(error), seconds=_PAUSE)
                self._stopping.wait(_PAUSE)
            self._wake.wait(_IDLE)
            self._wake.clear()
