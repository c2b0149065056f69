"""What folding closed days saves: the same thirty days read anew, before and after, with equal answers."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graphsvc.domain.ages import Ages
from graphsvc.domain.moment import DAY
from graphsvc.graph.read.counters import CounterCache, RangeCounters
from graphsvc.graph.store import Store
from graphsvc.graph.write.retention import Retention

ROUNDS = 5
_FOR_EVER = Ages(0, 0, 0, 0, 0, 0, fold=DAY)


@dataclass(frozen=True)
class Reading:
    """Counters that a process without any kept ones reads, and how long that takes."""

    rows: int
    ms: float
    calls: np.typing.NDArray[np.float64]


def compare(store: Store, start: int, stop: int) -> tuple[Reading, Reading]:
    """Before and after; hours since 1970. Folds the graph."""
    before = _read(store, start, stop)
    began = time.perf_counter()
    hours = sum(number for _, number in Retention(store, _FOR_EVER).steps())
    print(f"\nfolded {hours:,} counters of hours in {time.perf_counter() - began:,.1f} s")
    after = _read(store, start, stop)
    if not np.array_equal(before.calls, after.calls):
        raise SystemExit("folding changed an answer")
    return before, after


def _read(store: Store, start: int, stop: int) -> Reading:
    found, times = _timed(lambda: CounterCache(store).between(start, stop))
    return Reading(len(found.paths), statistics.median(times), np.bincount(found.paths, weights=found.calls))


def _timed(read: Callable[[], RangeCounters]) -> tuple[RangeCounters, list[float]]:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = read()
        times.append((time.perf_counter() - began) * 1_000)
    return found, times
