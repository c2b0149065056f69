"""Follows a bucket: lists what lies behind the last key often, and all of it now and then.

Keys of logs grow with time, mostly. One that comes late and sorts before others is found by the complete listing.
What was taken is known by key and ETag, in the graph; the memory here only saves asking it.
"""

import time
from collections.abc import Callable
from threading import Event

from graphsvc.errors import Unreadable
from graphsvc.ingest.source.bucket import Bucket
from graphsvc.ingest.source.source import Source

_POLL = 10.0  # seconds between listings
_COMPLETE = 6  # one of so many listings is complete
_MOST_KNOWN = 500_000


class BucketFollower:
    """`take` takes an object and raises Unreadable if it cannot; `refuse` is told of each such object once."""

    def __init__(
        self,
        bucket: Bucket,
        take: Callable[[Source], None],
        refuse: Callable[[Exception], None],
        *,
        poll: float = _POLL,
    ) -> None:
        self._bucket = bucket
        self._take = take
        self._refuse = refuse
        self._poll = poll
        self._known: set[str] = set()
        self._told: set[str] = set()
        self._last = ""
        self._rounds = 0
        self._next = 0.0

    def round(self, stop: Event) -> bool:
        """Take what is new, if it is time to look; False when nothing was."""
        if time.monotonic() < self._next:
            return False
        after = self._last if self._rounds % _COMPLETE else ""
        took = False
        try:
            for source in self._bucket.sources(after):
                if stop.is_set():
                    return took
                took = self._meet(source) or took
        except Unreadable as error:
            self._tell(str(error), error)
        self._rounds += 1
        self._next = time.monotonic() + self._poll
        return took

    def _meet(self, source: Source) -> bool:
        if source.digest in self._known:
            return False
        try:
            self._take(source)
        except Unreadable as error:
            self._tell(source.digest, error)
            return False
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known.add(source.digest)
        self._last = max(self._last, self._bucket.key_of(source))
        return True

    def _tell(self, what: str, error: Exception) -> None:
        if what not in self._told:
            self._told.add(what)
            self._refuse(error)
