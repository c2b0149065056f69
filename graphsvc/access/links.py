"""Links that sign in once: what a service prints when it starts, and what `graphsvc login` asks for."""

import hashlib
import secrets
import threading
from collections.abc import Callable

from graphsvc.access.tokens import now_ms
from graphsvc.domain.moment import MINUTE
from graphsvc.domain.viewer import Viewer

_LASTS = 10 * MINUTE
_MOST = 100


class Links:
    """Kept in memory: a link is good for the process that made it."""

    def __init__(self, now: Callable[[], int] = now_ms) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._open: dict[bytes, tuple[Viewer, int | None]] = {}

    def new(self, viewer: Viewer, *, until_used: bool = False) -> str:
        """The code of a link, which opens for ten minutes, or until it is used; the oldest go when there are many."""
        code = secrets.token_urlsafe(24)
        with self._lock:
            while len(self._open) >= _MOST:
                self._open.pop(next(iter(self._open)))
            self._open[_hash(code)] = viewer, None if until_used else self._now() + _LASTS
        return code

    def use(self, code: str) -> Viewer | None:
        """Whom the code signs in; it never does again."""
        with self._lock:
            viewer, until = self._open.pop(_hash(code), (None, None))
        return None if until is not None and self._now() >= until else viewer


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode("utf-8", "replace")).digest()
