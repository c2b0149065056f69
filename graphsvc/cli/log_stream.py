"""Where log lines go. A line that its disk does not take must not stop the thread that wrote it."""

from contextlib import suppress
from typing import TextIO


class LogStream:
    """As much of a text file as a logger needs; never raises for what is below it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()
