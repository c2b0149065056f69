"""Pages of calls, newest first.

Counters in memory tell when the selected paths have calls, so only those times are read, and only as many of them as a
page needs: it is whole, however rare what it shows is. Calls whose path does not decide have to be asked one by one.
There can be many without one that fits, so a page asks so many and no more: it gives what it has, and says how far
back it looked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphsvc.domain.period import Period
from graphsvc.graph.read.calls import CallReader, StoredCall
from graphsvc.graph.read.counters import CounterCache
from graphsvc.graph.read.dictionary import Snapshot
from graphsvc.graph.read.lookup import NamedCalls, Selection
from graphsvc.graph.read.spans import Span, Spans
from graphsvc.graph.store import Store

_GROWTH, _MOST_AT_ONCE = 8, 50_000  # calls on selected paths, of one look
_MOST_ASKED = 200_000  # calls, for one page
_MOST_PASSED = 8  # calls for each that is wanted: up to there nothing is quicker than to walk through them


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
    """Calls that fit, newest first, those read whole by id: all from the start down to `before`.

    `asked` is how many had to be asked one by one.
    """

    ids: list[str]
    before: str
    exhausted: bool = False
    asked: int = 0
    whole: dict[str, StoredCall] = field(default_factory=dict)


@dataclass(frozen=True)
class _Look:
    """How many calls on selected paths to look for in which spans, newest first, and whether to read them whole."""

    spans: list[Span]
    number: int
    whole: bool

    @property
    def paths(self) -> list[int]:
        return [int(path) for path in np.unique(np.concatenate([span.paths for span in self.spans]))]

    @property
    def ranges(self) -> list[list[str]]:
        """Ids from and up to, neighbours as one."""
        ranges: list[list[str]] = []
        for span in self.spans:
            if ranges and ranges[-1][0] == span.newest:
                ranges[-1][0] = span.oldest
            else:
                ranges.append([span.oldest, span.newest])
        return ranges

    @property
    def passed(self) -> int:
        """About how many calls one passes who walks through the spans, newest first, until there are enough."""
        passed, missing = 0, self.number
        for span in self.spans:
            share = min(1, missing / span.fitting) if span.fitting else 1
            passed += round(span.calls * share)
            missing -= span.fitting
            if missing <= 0:
                break
        return passed


class Pager:
    """Pages of one selection."""

    def __init__(self, store: Store, counters: CounterCache, snapshot: Snapshot, selection: Selection) -> None:
        self._store = store
        self._snapshot = snapshot
        self._selection = selection
        self._calls = CallReader(store, snapshot)
        self._spans = Spans(counters, snapshot)

    def page(self, period: Period, *, first: int, before: str = "") -> Page:
        """The newest `first` calls that fit, older than the call `before`."""
        period = period.outward(self._snapshot.calls_from)
        oldest = max(period.start, self._snapshot.calls_from)
        if not self._selection.may.any() or oldest >= period.stop:
            return Page([], has_next=False, end_cursor="", searched_back_to=oldest)
        found = self._find(period, min(before or period.stop_id, period.stop_id), first + 1)
        full = len(found.ids) > first
        end = found.ids[first - 1] if full else found.before
        searched = oldest if found.exhausted and not full else int(end[:12], 16)
        return Page(self._whole(found, first), full or not found.exhausted, end, searched)

    def _find(self, period: Period, before: str, wanted: int) -> _Found:
        """Look further and further back until enough calls fit. Where paths decide, one look mostly has them all."""
        oldest = max(period.first_id, self._snapshot.oldest_id)
        number = wanted + wanted // 4 * int(self._selection.undecided.any())  # most paths decide, where any do
        found, whole = _Found([], before), True
        while len(found.ids) < wanted and not found.exhausted and found.asked < _MOST_ASKED:
            spans, are_all = _enough(self._places_to_look(oldest, found.before), number)
            is_cut = bool(spans) and self._take(found, _Look(spans, number, whole), period)
            found.exhausted = are_all and not is_cut
            number, whole = min(number * _GROWTH, _MOST_AT_ONCE), False
        return found

    def _places_to_look(self, oldest: str, before: str) -> Iterator[Span]:
        if not self._selection.must.all():
            return self._spans.with_calls(self._selection.may, oldest, before)
        everything = Span(oldest, before, 0, 0, np.empty(0, np.int64))  # any call fits: no counter tells more
        return iter(() if everything.is_empty else (everything,))

    def _take(self, found: _Found, look: _Look, period: Period) -> bool:
        """Take what fits; there may be more in these spans when as many were read as were looked for."""
        ids, paths, names, commands, properties = self._read(look)
        calls = NamedCalls(ids, self._snapshot.to_places(paths), names, commands, properties)
        fit = self._selection.fitting(calls, self._snapshot, period)
        found.ids += [ids[at] for at in np.nonzero(fit)[0].tolist()]
        found.asked += int(self._selection.undecided[calls.places].sum())
        is_cut = len(ids) == look.number
        found.before = ids[-1] if is_cut else look.spans[-1].oldest
        if look.whole:
            found.whole = {call.id: call for call in self._calls.stored(properties, paths)}
        return is_cut

    def _read(self, look: _Look) -> list[list[Any]]:
        """At most as many as are looked for; those are the newest. From the paths where they have few calls in all."""
        passed = look.passed
        wanted: dict[str, Any] = {"limit": look.number, "whole": look.whole or self._selection.needs_whole}
        if self._selection.must.all():
            return self._store.read("calls_in_ranges", ranges=look.ranges, paths=None, **wanted)[0]
        paths = look.paths
        if len(paths) < passed and passed > look.number * _MOST_PASSED:
            bounds: dict[str, Any] = {"oldest": look.spans[-1].oldest, "newest": look.spans[0].newest}
            few, *rows = self._store.read("calls_of_few", paths=paths, most=passed, **bounds, **wanted)[0]
            if few:
                return rows
        return self._store.read("calls_in_ranges", ranges=look.ranges, paths=paths, **wanted)[0]

    def _whole(self, found: _Found, first: int) -> list[StoredCall]:
        ids = found.ids[:first]
        rest = self._calls.by_id([id_ for id_ in ids if id_ not in found.whole], self._selection.scope)
        whole = found.whole | {call.id: call for call in rest}
        return [whole[id_] for id_ in ids if id_ in whole]


def _enough(spans: Iterator[Span], number: int) -> tuple[list[Span], bool]:
    """The newest spans that hold so many calls on selected paths, and whether these are all there are."""
    taken: list[Span] = []
    for span in spans:
        taken.append(span)
        number -= span.fitting
        if number <= 0:
            return taken, False
    return taken, True
