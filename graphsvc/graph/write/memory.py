"""What the writer remembers of the graph, so that most of a batch needs no look-up.

Everything here is either immutable (a path's id) or only ever widens (times), so another process's writes
cannot make it wrong. Its removals can: the graph tells of those, and then everything is forgotten.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from graphsvc.domain.atlas import Atlas
from graphsvc.domain.call import ObjectKey
from graphsvc.domain.log_fact import LogFact
from graphsvc.domain.moment import DAY
from graphsvc.domain.standing import Role
from graphsvc.graph.write.bearings import Pairs
from graphsvc.graph.write.noise_marks import NoiseMemory

# Entries, of which 100,000 are 30 to 70 MiB.
_PATHS_KEPT = 500_000
_OBJECTS_KEPT = 50_000  # by path: who walks over more objects than that touches each once
_COMMANDS_KEPT = 50_000
_DETAILS_KEPT = 50_000
_FACTS_KEPT = 50_000

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Seen:
    """From the first moment to the last, the last by day only: a write a day is enough for it."""

    first: int
    last: int

    @staticmethod
    def at(moment: int) -> "Seen":
        return Seen(moment, moment - moment % DAY)

    @staticmethod
    def between(first: int, last: int) -> "Seen":
        return Seen(first, last - last % DAY)

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


class Days:
    """Paths, and days on which a call of them is stored."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[tuple[str, int], None] = OrderedDict()

    def forget(self) -> None:
        self._known.clear()

    def __contains__(self, day: tuple[str, int]) -> bool:
        return day in self._known

    def keep(self, days: Iterable[tuple[str, int]]) -> None:
        for day in days:
            self._known[day] = None
            self._known.move_to_end(day)
        while len(self._known) > self._size:
            self._known.popitem(last=False)


class Memory:
    """Of one writer, and one graph: its generation, and how often something was removed that is remembered here.

    Changes after a commit only. `turns` is how many turns were taken when this writer last wrote.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.roles: dict[str, dict[str, Role]] = {}
        self.ids: OrderedDict[str, int] = OrderedDict()
        self.paths: SpanCache[str] = SpanCache(_PATHS_KEPT)
        self.objects: SpanCache[tuple[int, ObjectKey]] = SpanCache(_OBJECTS_KEPT)
        self.commands: SpanCache[tuple[int, str]] = SpanCache(_COMMANDS_KEPT)
        self.details: SpanCache[tuple[int, tuple[str, str]]] = SpanCache(_DETAILS_KEPT)
        self.facts: SpanCache[tuple[str, LogFact]] = SpanCache(_FACTS_KEPT)
        self.noise = NoiseMemory()
        self.pairs = Pairs()
        self.noise_days = Days(_PATHS_KEPT)
        self.turns = -1
        self._state: tuple[str, int] = ("", 0)

    def forget_unless(self, state: tuple[str, int]) -> None:
        """What is remembered holds for one graph, and until something is removed from it."""
        if state == self._state:
            return
        self.ids.clear()
        for spans in (self.paths, self.objects, self.commands, self.details, self.facts):
            spans.forget()
        self.noise.forget()
        self.noise_days.forget()
        self.roles.clear()
        self.pairs.forget()
        self._state = state

    def keep_roles(self, cluster: str, roles: dict[str, Role] | None, *, alone: bool) -> None:
        """What is known of a cluster's addresses; of all clusters only if nobody else wrote since."""
        if not alone:
            self.roles.clear()
        if roles is not None:
            self.roles[cluster] = roles

    def keep_ids(self, ids: dict[str, int]) -> None:
        for key, id_ in ids.items():
            self.ids[key] = id_
            self.ids.move_to_end(key)
        while len(self.ids) > _PATHS_KEPT:
            self.ids.popitem(last=False)


def widen(spans: dict[K, Seen], key: K, moment: int) -> None:
    new = Seen.at(moment)
    old = spans.get(key)
    spans[key] = old.with_(new) if old else new
