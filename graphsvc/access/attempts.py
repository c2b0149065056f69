"""Slows down whoever tries to sign in again and again without success, by address and by name."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from graphsvc.access.tokens import now_ms
from graphsvc.errors import NotSignedIn

_FREE = 5  # failures without a wait: people mistype
_FIRST, _LONGEST = 2_000, 300_000  # milliseconds from a failure to the next attempt, doubled each time
_FORGOTTEN = 3_600_000
_MOST = 10_000


class Attempts:
    """Failures by key, such as an address; those that have made no attempt for an hour begin anew."""

    def __init__(self, now: Callable[[], int] = now_ms) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def require_rested(self, *keys: str) -> None:
        """Raises NotSignedIn with the seconds to wait, before anything is looked at."""
        with self._lock:
            now = self._now()
            wait = max((self._until(key) - now for key in keys), default=0)
        if wait > 0:
            raise NotSignedIn("too many attempts have failed: wait", retry_after=-(-wait // 1_000))

    def failed(self, *keys: str) -> None:
        with self._lock:
            now = self._now()
            for key in keys:
                number, last = self._failures.pop(key, (0, now))
                self._failures[key] = (1 if now - last >= _FORGOTTEN else number + 1), now
            while len(self._failures) > _MOST:
                self._failures.popitem(last=False)

    def succeeded(self, *keys: str) -> None:
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)

    def _until(self, key: str) -> int:
        number, last = self._failures.get(key, (0, 0))
        return last + min(_FIRST << min(number - _FREE, 20), _LONGEST) if number >= _FREE else 0
