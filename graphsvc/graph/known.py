"""What the writer remembers of the graph, so that most of a batch needs no look-up.

Everything here is either immutable (a path's id) or only ever widens (times), so another process's writes
cannot make it wrong. Its removals can: the graph tells of those, and then everything is forgotten.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from graphsvc.domain.moment import DAY

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Seen:
    """From the first moment to the last, the last by day only: a write a day is enough for it."""

    first: int
    last: int

    @staticmethod
    def at(moment: int) -> "Seen":
        return Seen(moment, moment - moment % DAY)

    def with_(self, other: "Seen") -> "Seen":
        if other.first >= self.first and other.last <= self.last:
            return self
        return Seen(min(self.first, other.first), max(self.last, other.last))


class SpanCache(Generic[K]):
    """The widest span written per key; the least recently used keys go first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._spans: OrderedDict[K, Seen] = OrderedDict()

    def forget(self) -> None:
        self._spans.clear()

    def news(self, spans: dict[K, Seen]) -> dict[K, Seen]:
        """Those spans that would widen what was written."""
        return {
            key: span for key, span in spans.items() if (old := self._spans.get(key)) is None or old.with_(span) != old
        }

    def keep(self, spans: Iterable[tuple[K, Seen]]) -> None:
        """After the commit, not before: what a failed transaction wrote is not written."""
        for key, span in spans:
            old = self._spans.get(key)
            self._spans[key] = old.with_(span) if old else span
            self._spans.move_to_end(key)
        while len(self._spans) > self._size:
            self._spans.popitem(last=False)


def widen(spans: dict[K, Seen], key: K, moment: int) -> None:
    new = Seen.at(moment)
    old = spans.get(key)
    spans[key] = old.with_(new) if old else new
