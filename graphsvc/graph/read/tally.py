"""Counts the calls that a query selects: whole hours from counters, pieces of hours and undecided paths from calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.domain.moment import DAY, HOUR
from graphsvc.domain.period import Period
from graphsvc.graph.read.calls import count_calls
from graphsvc.graph.read.counters import CounterCache
from graphsvc.graph.read.dictionary import Counts, Mask, Snapshot
from graphsvc.graph.read.lookup import NamedCalls, Selection
from graphsvc.graph.store import Store

_FINEST = 12 * HOUR  # up to this long, a timeline looks at calls; beyond it counts by the hour
_STEPS = [1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000]


@dataclass(frozen=True)
class Timeline:
    """Bars of `step` milliseconds from `start` on."""

    start: int
    step: int
    ok: Counts
    failed: Counts
    denied: Counts


@dataclass(frozen=True)
class Moments:
    """Parallel arrays: at each time, calls of the path at each place."""

    times: Counts
    places: npt.NDArray[np.int32]
    calls: Counts

    def of(self, keep: Mask) -> "Moments":
        return Moments(self.times[keep], self.places[keep], self.calls[keep])

    @staticmethod
    def joined(parts: "Sequence[Moments]") -> "Moments":
        return Moments(
            np.concatenate([p.times for p in parts]),
            np.concatenate([p.places for p in parts]),
            np.concatenate([p.calls for p in parts]),
        )


class Tally:
    """Counts for one snapshot of the dictionary."""

    def __init__(self, store: Store, counters: CounterCache, snapshot: Snapshot) -> None:
        self._store = store
        self._counters = counters
        self._snapshot = snapshot

    def by_path(self, selection: Selection, period: Period) -> Counts:
        """Calls by place that fit the selection within the period, exactly.

        Of calls that are not kept any more whole hours are counted, and only where the path alone decides.
        """
        period = period.outward(self._snapshot.calls_from)
        if not selection.may.any() or period.is_empty:
            return np.zeros(self._snapshot.size, np.int64)
        counts = self._everything(period)
        undecided, in_period = selection.undecided & (counts > 0), int(counts.sum())
        counts = np.where(selection.must, counts, 0)
        if undecided.any():
            found = self._one_by_one(selection, period, undecided, in_period)
            counts += np.bincount(found.places, minlength=self._snapshot.size).astype(np.int64)
        return counts

    def over_time(self, selection: Selection, period: Period, bars: int) -> Timeline:
        """The same calls over time, in at most about `bars` bars."""
        period = period.outward(self._snapshot.calls_from)
        by_call = period.stop - period.start <= _FINEST and period.start >= self._snapshot.calls_from
        step = _step(period, bars, by_call=by_call)
        start = period.start // step * step
        length = max(1, -(-(period.stop - start) // step))
        moments = self._moments(selection, period, step=0 if by_call else step)
        bar = (moments.times - start) // step
        errors, denied = self._snapshot.is_error[moments.places], self._snapshot.is_denied[moments.places]

        def count(keep: Mask) -> Counts:
            return np.bincount(bar[keep], weights=moments.calls[keep], minlength=length)[:length].astype(np.int64)

        return Timeline(start, step, count(~errors), count(errors & ~denied), count(denied))

    def _everything(self, period: Period) -> Counts:
        before, (first, last), after = period.cut()
        whole = self._counters.between(first, last)
        counts = self._snapshot.count(whole.paths, whole.calls)
        for piece in (before, after):
            if not piece.is_empty:
                counts += self._snapshot.count(self._between(piece)[1])
        return counts

    def _between(self, piece: Period) -> tuple[list[int], list[int]]:
        times, paths = self._store.read("calls_between", oldest=piece.first_id, newest=piece.stop_id)[0]
        return times, paths

    def _moments(self, selection: Selection, period: Period, *, step: int) -> Moments:
        parts = self._counted_moments(period, by_hour=step % DAY > 0) if step else self._call_moments(period)
        known = parts.of((parts.places >= 0) & (parts.times >= period.start) & (parts.times < period.stop))
        decided = known.of(selection.must[known.places])
        live = np.zeros(self._snapshot.size, np.bool_)
        live[known.places] = True
        undecided = selection.undecided & live
        if not undecided.any():
            return decided
        found = self._one_by_one(selection, period, undecided, int(known.calls.sum()))
        return Moments.joined([decided, found])

    def _call_moments(self, period: Period) -> Moments:
        times, paths = self._between(period)
        return Moments(np.asarray(times, np.int64), self._snapshot.to_places(paths), np.ones(len(times), np.int64))

    def _counted_moments(self, period: Period, *, by_hour: bool) -> Moments:
        before, (first, last), after = period.cut()
        found = self._counters.between(first, last, by_hour=by_hour)
        whole = Moments(found.hours * HOUR, self._snapshot.to_places(found.paths), found.calls)
        return Moments.joined([self._call_moments(before), whole, self._call_moments(after)])

    def _named_calls(self, period: Period, undecided: Mask, in_period: int, *, whole: bool) -> list[list[Any]]:
        """What `calls_of_paths` returns, from whichever side there are fewer calls to look at."""
        ids = self._snapshot.ids[np.nonzero(undecided)[0]].tolist()
        oldest = max(period.first_id, self._snapshot.oldest_id)
        bounds: dict[str, Any] = {"oldest": oldest, "newest": period.stop_id, "whole": whole}
        if count_calls(self._store, self._snapshot, ids) <= in_period:
            return self._store.read("calls_of_paths", paths=ids, **bounds)[0]
        rows = self._store.read("calls_named_between", **bounds)[0]
        places = self._snapshot.to_places(rows[2])
        keep = [at for at, place in enumerate(places.tolist()) if place >= 0 and undecided[place]]
        return [[column[at] for at in keep] if column else [] for column in rows]

    def _one_by_one(self, selection: Selection, period: Period, undecided: Mask, in_period: int) -> Moments:
        """Calls of undecided paths that fit, each asked by itself."""
        found = self._named_calls(period, undecided, in_period, whole=selection.needs_whole)
        ids, times, paths, names, commands, told = found
        places = self._snapshot.to_places(paths)
        keep = selection.fitting(NamedCalls(ids, places, names, commands, told), self._snapshot, period)
        return Moments(np.asarray(times, np.int64), places, np.ones(len(places), np.int64)).of(keep)


def _step(period: Period, bars: int, *, by_call: bool) -> int:
    """Whole hours where counters are read, and whole days beyond one: those are kept as sums."""
    wanted = (period.stop - period.start) / max(1, bars)
    if by_call:
        return next((s for s in _STEPS if s >= wanted), HOUR)
    unit = DAY if wanted > DAY else HOUR
    return unit * max(1, -(-int(wanted) // unit))
