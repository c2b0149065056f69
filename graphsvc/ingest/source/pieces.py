"""A stream whose bytes come in pieces of any size: what unpacks, decodes or puts together gives no other."""

import io
from abc import abstractmethod
from typing import Any


class Pieces(io.RawIOBase):
    def __init__(self) -> None:
        super().__init__()
        self._rest = b""

    @abstractmethod
    def _piece(self) -> bytes:
        """The next bytes, empty at the end. What it raises goes to the reader, who may read on."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or self._piece()
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
