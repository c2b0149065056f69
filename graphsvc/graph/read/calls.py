"""Pages of calls, newest first, and single calls.

A rare query starts from its paths; a common one walks the calls backwards. A page never takes longer than its
time: it gives what it has, and says how far back it looked.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.domain.moment import HOUR
from graphsvc.domain.path import Path
from graphsvc.domain.period import Period
from graphsvc.graph.read.dictionary import Mask, Snapshot
from graphsvc.graph.read.lookup import Selection
from graphsvc.graph.store import Store

_FEW = 5_000  # calls on all selected paths together: then it is quicker to start from the paths
_BUDGET = 3.0  # seconds
_FIRST_STRIDE, _LONGEST_STRIDE = 1_000, 50_000


@dataclass(frozen=True)
class StoredCall:
    """A call as the graph has it. `properties` are those of docs/reference/graph.md, ApiCall."""

    id: str
    time: int
    path_id: int
    path: Path
    properties: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """`searched_back_to`: everything newer was looked at; further back than calls are kept there is nothing to look at.

    `has_next` when older calls may fit.
    """

    calls: list[StoredCall]
    has_next: bool
    end_cursor: str
    searched_back_to: int


@dataclass
class _Found:
    ids: list[str]
    before: str
    exhausted: bool = False


def count_calls(store: Store, snapshot: Snapshot, paths: list[int]) -> int:
    """About how many calls of these paths are kept: a little more where the oldest day is kept in part."""
    hour = snapshot.calls_from // HOUR
    return int(store.read("calls_on_paths", paths=paths, hour=hour, day=hour // 24)[0][0])


class CallReader:
    """Reads calls of one snapshot."""

    def __init__(self, store: Store, snapshot: Snapshot) -> None:
        self._store = store
        self._snapshot = snapshot

    def page(self, selection: Selection, period: Period, *, first: int, before: str = "") -> Page:
        """The newest `first` calls that fit, older than the call `before`."""
        period = period.outward(self._snapshot.calls_from)
        start = _Found([], min(before or period.stop_id, period.stop_id))
        oldest = max(period.start, self._snapshot.calls_from)
        if not selection.may.any() or oldest >= period.stop:
            return Page([], has_next=False, end_cursor="", searched_back_to=oldest)
        few = self._count_all(selection) <= _FEW
        found = (
            self._from_paths(selection, period, start, first)
            if few
            else self._backwards(selection, period, start, first)
        )
        calls = self.by_id(found.ids[:first])
        full = len(found.ids) > first
        end = found.ids[first - 1] if full else found.before
        searched = oldest if found.exhausted and not full else int(end[:12], 16)
        return Page(calls, full or not found.exhausted, end, searched)

    def by_id(self, ids: list[str]) -> list[StoredCall]:
        """Calls by id, newest first; unknown ids are left out."""
        rows = self._store.read("calls_by_id", ids=ids) if ids else []
        calls = [self._call(properties, path) for properties, path in rows]
        return sorted((c for c in calls if c), key=lambda c: c.id, reverse=True)

    def _call(self, properties: dict[str, Any], path: int) -> StoredCall | None:
        place = int(self._snapshot.to_places([path])[0])
        if place < 0:
            return None
        return StoredCall(properties["id"], properties["time"], path, self._snapshot.paths[place], properties)

    def _count_all(self, selection: Selection) -> int:
        """Calls kept on the selected paths; counters make this cheap."""
        ids = self._snapshot.ids[np.nonzero(selection.may)[0]].tolist()
        if len(ids) > _FEW:
            return _FEW + 1
        return count_calls(self._store, self._snapshot, ids)

    def _oldest(self, period: Period) -> str:
        return max(period.first_id, self._snapshot.oldest_id)

    def _from_paths(self, selection: Selection, period: Period, found: _Found, first: int) -> _Found:
        ids = self._snapshot.ids[np.nonzero(selection.may)[0]].tolist()
        rows = self._store.read("calls_of_paths", paths=ids, oldest=self._oldest(period), newest=found.before)[0]
        keep = self._fitting(selection, period, rows[0], rows[2], rows[3], rows[4])
        return _Found(sorted(keep, reverse=True)[: first + 1], found.before, exhausted=True)

    def _backwards(self, selection: Selection, period: Period, found: _Found, first: int) -> _Found:
        oldest = self._oldest(period)
        deadline, stride = time.monotonic() + _BUDGET, max(_FIRST_STRIDE, first * 2)
        while len(found.ids) <= first and not found.exhausted and time.monotonic() < deadline:
            rows = self._store.read("calls_backwards", oldest=oldest, before=found.before, limit=stride)[0]
            found.ids += self._fitting(selection, period, *rows)
            found.exhausted = len(rows[0]) < stride
            found.before = rows[0][-1] if rows[0] else found.before
            stride = min(stride * 2, _LONGEST_STRIDE)
        return found

    def _fitting(
        self,
        selection: Selection,
        period: Period,
        ids: list[str],
        paths: list[int],
        names: list[str],
        commands: list[str],
    ) -> list[str]:
        places = self._snapshot.to_places(paths)
        known = np.where(places >= 0, places, 0)
        must: Mask = selection.must[known] & (places >= 0)
        undecided: Mask = selection.undecided[known] & (places >= 0)
        for at in np.nonzero(undecided)[0].tolist():
            place = int(places[at])
            is_new = self._snapshot.is_new(place, period)
            must[at] = selection.fits(self._snapshot.paths[place], ids[at], names[at], commands[at], is_new=is_new)
        return [ids[at] for at in np.nonzero(must)[0].tolist()]
