"""Hourly counters, kept in this process and fetched anew only for hours that changed.

A range of thirty days is a hundred thousand counters per million calls; most of them never change again. Each
hour has a version that every batch raises which touches it, so a kept hour is exact or known to be stale.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.graph.store import Store

Int = npt.NDArray[np.int64]

_ROWS_KEPT = 20_000_000  # 16 bytes each
_EMPTY = np.empty(0, np.int64)


@dataclass(frozen=True)
class HourCounters:
    """Parallel arrays: path ids and their calls in one hour."""

    version: int
    paths: Int
    calls: Int


@dataclass(frozen=True)
class RangeCounters:
    """Parallel arrays over several hours."""

    paths: Int
    hours: Int
    calls: Int


class CounterCache:
    """Shared by all requests of a process; the least recently used hours go first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._hours: OrderedDict[int, HourCounters] = OrderedDict()
        self._rows = 0

    def between(self, start: int, stop: int) -> RangeCounters:
        """Counters of the whole hours from `start` up to `stop`."""
        if start >= stop:
            return RangeCounters(_EMPTY, _EMPTY, _EMPTY)
        with self._lock:
            versions = dict(zip(*self._store.read("hour_versions", start=start, stop=stop)[0], strict=True))
            stale = sorted(
                h for h, version in versions.items() if h not in self._hours or self._hours[h].version != version
            )
            for first, last in _runs(stale):
                self._fetch(first, last + 1, versions)
            found = [(hour, self._touch(hour)) for hour in sorted(versions)]
            self._shrink(keep=len(found))
        return _joined(found)

    def _fetch(self, start: int, stop: int, versions: dict[int, int]) -> None:
        """The versions were read before: what is fetched is at least as new, and fetched again when in doubt."""
        paths, hours, calls = (
            np.asarray(c, np.int64) for c in self._store.read("path_hours", start=start, stop=stop)[0]
        )
        order = np.argsort(hours, kind="stable")
        edges = np.searchsorted(hours[order], np.arange(start, stop + 1))
        for offset, hour in enumerate(range(start, stop)):
            piece = order[edges[offset] : edges[offset + 1]]
            self._put(hour, HourCounters(versions.get(hour, 0), paths[piece], calls[piece]))

    def _put(self, hour: int, counters: HourCounters) -> None:
        old = self._hours.pop(hour, None)
        self._rows += len(counters.paths) - (len(old.paths) if old else 0)
        self._hours[hour] = counters

    def _touch(self, hour: int) -> HourCounters:
        self._hours.move_to_end(hour)
        return self._hours[hour]

    def _shrink(self, *, keep: int) -> None:
        """Down to the rows that fit, but never what the current question just fetched."""
        while self._rows > _ROWS_KEPT and len(self._hours) > keep:
            _, old = self._hours.popitem(last=False)
            self._rows -= len(old.paths)


def _runs(hours: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of neighbouring hours."""
    run: list[int] = []
    for hour in hours:
        if run and hour != run[-1] + 1:
            yield run[0], run[-1]
            run = []
        run.append(hour)
    if run:
        yield run[0], run[-1]


def _joined(found: list[tuple[int, HourCounters]]) -> RangeCounters:
    if not found:
        return RangeCounters(_EMPTY, _EMPTY, _EMPTY)
    return RangeCounters(
        np.concatenate([c.paths for _, c in found]),
        np.concatenate([np.full(len(c.paths), hour) for hour, c in found]),
        np.concatenate([c.calls for _, c in found]),
    )
