"""How much of posted bodies may be in memory at the same time. Beyond it a post is put off before it is read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graphsvc.web.refusal import Refused

MOST = 128 << 20  # bytes: two of the largest bodies
LEAST = 64 << 10  # bytes that every post counts, so that slow ones are bounded in number

Widen = Callable[[int], None]


class Admission:
    """For the event loop only. `taken` are the bytes of the posts that are not answered yet."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.taken = 0

    @contextmanager
    def room(self) -> Iterator[Widen]:
        """Yields what a post calls with the bytes that it has or will have; raises Refused when they do not fit."""
        mine = 0

        def widen(size: int) -> None:
            nonlocal mine
            more = max(size, LEAST) - mine
            if more <= 0:
                return
            if self.taken + more > self._most:
                raise Refused(429, "BUSY", "too much is being read at the moment", retry_after=1)
            self.taken += more
            mine += more

        try:
            yield widen
        finally:
            self.taken -= mine
