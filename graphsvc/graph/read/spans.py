"""When do the selected paths have calls? Newest first, from the counters in memory: times without any cost nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graphsvc.domain.moment import HOUR
from graphsvc.domain.period import Period
from graphsvc.graph.read.counters import CounterCache, RangeCounters
from graphsvc.graph.read.dictionary import Mask, Snapshot

Int = npt.NDArray[np.int64]

_DAY = 24
_DAYS = 2, 16  # what is common lies in the newest; what is not is looked for further back, and then in all there is


@dataclass(frozen=True)
class Span:
    """An hour, or a folded day, or a piece of it: calls with ids from `oldest` up to `newest`, itself left out.

    It has so many `calls`, and so many `fitting` ones on selected `paths`. Of a piece only its length tells how many.
    """

    oldest: str
    newest: str
    calls: int
    fitting: int
    paths: Int

    def within(self, oldest: str, newest: str) -> "Span":
        if oldest <= self.oldest and self.newest <= newest:
            return self
        piece = max(self.oldest, oldest), min(self.newest, newest)
        share = max(0, (_moment(piece[1]) - _moment(piece[0])) / (_moment(self.newest) - _moment(self.oldest)))
        return replace(
            self, oldest=piece[0], newest=piece[1], calls=round(self.calls * share), fitting=round(self.fitting * share)
        )

    @property
    def is_empty(self) -> bool:
        return self.oldest >= self.newest


class Spans:
    """Looks through the counters of one snapshot."""

    def __init__(self, counters: CounterCache, snapshot: Snapshot) -> None:
        self._counters = counters
        self._snapshot = snapshot

    def with_calls(self, may: Mask, oldest: str, newest: str) -> Iterator[Span]:
        """Spans in which selected paths have calls, newest first; each is looked for when it is asked for."""
        for found, stop in self._stretches(_hour(oldest), _hour(newest) + 1):
            for span in self._newest_first(found, stop, may):
                piece = span.within(oldest, newest)
                if not piece.is_empty:
                    yield piece

    def _stretches(self, start: int, stop: int) -> Iterator[tuple[RangeCounters, int]]:
        """Counters of further and further back, and the hour at which each stretch ends: a day's end, most often.

        Days are kept as one where they are folded.
        """
        stop = min(stop, (self._snapshot.latest // _DAY + 1) * _DAY)
        for days in (*_DAYS, stop):
            first = max(start, ((stop - 1) // _DAY + 1 - days) * _DAY)
            if first < stop:
                yield self._counters.between(first, stop), stop
            stop = min(first, stop)

    def _newest_first(self, found: RangeCounters, stop: int, may: Mask) -> Iterator[Span]:
        """Counters come in the order of their hours: each span is a slice of them, and ends where the next begins."""
        places = self._snapshot.to_places(found.paths)
        selected = may[places] & (places >= 0)
        starts, edges = np.unique(found.hours, return_index=True)
        edges = np.append(edges, len(found.hours))
        ends = np.append(starts[1:], stop)
        calls = np.add.reduceat(found.calls, edges[:-1])
        fitting = np.add.reduceat(np.where(selected, found.calls, 0), edges[:-1])
        for at in np.nonzero(fitting)[0][::-1].tolist():
            piece = slice(edges[at], edges[at + 1])
            paths = found.paths[piece][selected[piece]]
            yield Span(_id(starts[at]), _id(ends[at]), int(calls[at]), int(fitting[at]), paths)


def _moment(id_: str) -> int:
    return int(id_[:12], 16)


def _hour(id_: str) -> int:
    return _moment(id_) // HOUR


def _id(hour: int) -> str:
    return Period(int(hour) * HOUR).first_id
