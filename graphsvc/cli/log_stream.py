"""Where log lines go. Neither a full disk nor a pipe that nobody empties may stop the thread that wrote a line."""

import atexit
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Full, Queue
from typing import TextIO

_MOST_WAITING = 10_000  # lines
_LAST_WAIT = 2.0  # seconds that lines get when the process ends


class LogStream:
    """As much of a text file as a logger needs; never raises for what is below it, and never waits for it.

    Lines that it does not take wait in memory, and are dropped beyond `most_waiting`: `dropped` tells how many.
    """

    def __init__(
        self,
        stream: TextIO,
        most_waiting: int = _MOST_WAITING,
        *,
        dropped: Callable[[int], str] = "{} dropped\n".format,
    ) -> None:
        self._stream = stream
        self._told = dropped
        self._lines: Queue[str] = Queue(most_waiting)
        self._dropped = 0
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def write(self, text: str) -> int:
        self._started()
        try:
            self._lines.put_nowait(text)
        except Full:
            self._dropped += 1
        return len(text)

    def flush(self) -> None:
        """Lines are flushed as they are written."""

    def close(self) -> None:
        """Wait, not for long, until what was said is written."""
        ended = threading.Thread(target=self._lines.join, daemon=True)
        ended.start()
        ended.join(_LAST_WAIT)

    def _started(self) -> None:
        with self._start:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="log", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def _run(self) -> None:
        while True:
            text = self._lines.get()
            dropped, self._dropped = self._dropped, 0
            if dropped:
                self._print(self._told(dropped))
            self._print(text)
            self._lines.task_done()

    def _print(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()
