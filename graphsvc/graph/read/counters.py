"""Counters by hour and by day, kept in this process and fetched anew only where they changed.

A range of thirty days is a hundred thousand counters per million calls; most of them never change again. Each hour has
a version, the fingerprint of its counters: a kept hour that has it is exact, one that has another is stale, and one
that was just fetched and has another was read while it changed, and is read again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.graph.fingerprint import MODULUS, Int, fingerprint
from graphsvc.graph.store import Rows, Store, Transaction

Span = tuple[int, int]  # first hour, number of hours: 1, or 24 for a day
Read = Callable[..., Rows]

_ROWS_KEPT = 20_000_000  # 16 bytes each
_EMPTY = np.empty(0, np.int64)
_DAY = 24
_ATTEMPTS = 3


@dataclass(frozen=True)
class SpanCounters:
    """Parallel arrays: path ids, and their calls in one hour or day. A path may occur more than once."""

    version: int
    paths: Int
    calls: Int


@dataclass(frozen=True)
class RangeCounters:
    """Parallel arrays over several spans: path ids, first hours of the spans, calls."""

    paths: Int
    hours: Int
    calls: Int


@dataclass(frozen=True)
class _State:
    """What the graph says of its counters: up to which day they may be folded, and versions by hour."""

    folded_to: int
    versions: dict[int, int]

    def wanted(self, start: int, stop: int, *, by_hour: bool) -> dict[Span, int]:
        """Spans that make up these hours, in order, with their versions: days where they may be folded."""
        spans: dict[Span, int] = {}
        for hour in sorted(self.versions):
            day = hour // _DAY
            whole = day <= self.folded_to and start <= day * _DAY and (day + 1) * _DAY <= stop
            span = (day * _DAY, _DAY) if whole and not by_hour else (hour, 1)
            spans[span] = (spans.get(span, 0) + self.versions[hour]) % MODULUS
        return spans


class CounterCache:
    """Shared by all requests of a process; the least recently used spans go first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: OrderedDict[Span, SpanCounters] = OrderedDict()
        self._rows = 0

    def between(self, start: int, stop: int, *, by_hour: bool = False) -> RangeCounters:
        """Counters of the whole hours from `start` up to `stop`; `by_hour`: never a day as one."""
        if start >= stop:
            return RangeCounters(_EMPTY, _EMPTY, _EMPTY)
        with self._lock:
            wanted = self._current(start, stop, by_hour=by_hour)
            found = [(span, self._touch(span)) for span in wanted]
            self._shrink(keep=len(found))
        return _joined(found)

    def _current(self, start: int, stop: int, *, by_hour: bool) -> Iterable[Span]:
        """Spans of this range, all of them kept and current: read as they are, at last while nobody writes."""

        def refresh(read: Read) -> tuple[Iterable[Span], bool]:
            folded_to, hours, versions = read("hour_versions", start=start, stop=stop)[0]
            state = _State(folded_to, dict(zip(hours, versions, strict=True)))
            wanted = state.wanted(start, stop, by_hour=by_hour)
            self._fetch(self._stale(wanted), folded_to, read)
            return wanted, not self._stale(wanted)

        def refresh_in_turn(tx: Transaction) -> Iterable[Span]:
            tx.run("hold_turn")
            return refresh(tx.read)[0]

        for _ in range(_ATTEMPTS):
            wanted, is_current = refresh(self._store.read)
            if is_current:
                return wanted
        return self._store.write(refresh_in_turn)

    def _stale(self, wanted: dict[Span, int]) -> list[Span]:
        return [s for s, version in wanted.items() if s not in self._kept or self._kept[s].version != version]

    def _fetch(self, spans: list[Span], folded_to: int, read: Read) -> None:
        for run in _runs(spans):
            start, length = run[0]
            parts = _read_parts(read, start, run[-1][0] + length, length, folded_to)
            paths, hours, calls = (np.concatenate(column) for column in zip(*parts, strict=True))
            order = np.argsort(hours, kind="stable")
            edges = np.searchsorted(hours[order], [*(first for first, _ in run), run[-1][0] + length])
            for number, span in enumerate(run):
                piece = order[edges[number] : edges[number + 1]]
                self._put(span, _counters(paths[piece], calls[piece]))

    def _put(self, span: Span, counters: SpanCounters) -> None:
        old = self._kept.pop(span, None)
        self._rows += len(counters.paths) - (len(old.paths) if old else 0)
        self._kept[span] = counters

    def _touch(self, span: Span) -> SpanCounters:
        self._kept.move_to_end(span)
        return self._kept[span]

    def _shrink(self, *, keep: int) -> None:
        """Down to the rows that fit, but never what the current question just fetched."""
        while self._rows > _ROWS_KEPT and len(self._kept) > keep:
            _, old = self._kept.popitem(last=False)
            self._rows -= len(old.paths)


def _counters(paths: Int, calls: Int) -> SpanCounters:
    return SpanCounters(fingerprint(paths, calls), paths, calls)


def _read_parts(read: Read, start: int, stop: int, length: int, folded_to: int) -> Iterator[tuple[Int, Int, Int]]:
    """Paths, hours and calls of these hours: what is not folded, and what is."""
    yield _arrays(read("path_hours", start=start, stop=stop)[0])
    days = {"start": start // _DAY, "stop": min((stop - 1) // _DAY, folded_to) + 1}
    if days["start"] >= days["stop"]:
        return
    if length == _DAY:
        paths, day, calls = _arrays(read("path_days", **days)[0])
        yield paths, day * _DAY, calls
        return
    paths, day, by_hour = _arrays(read("path_days_by_hour", **days)[0])
    by_hour = by_hour.reshape(-1, _DAY)
    rows, hours = np.nonzero(by_hour)
    yield paths[rows], day[rows] * _DAY + hours, by_hour[rows, hours]


def _arrays(columns: list[Any]) -> tuple[Int, Int, Int]:
    first, second, third = (np.asarray(c, np.int64) for c in columns)
    return first, second, third


def _runs(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Stretches of neighbouring spans of one length."""
    run: list[Span] = []
    for span in spans:
        if run and span != (run[-1][0] + run[-1][1], run[-1][1]):
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _joined(found: list[tuple[Span, SpanCounters]]) -> RangeCounters:
    if not found:
        return RangeCounters(_EMPTY, _EMPTY, _EMPTY)
    return RangeCounters(
        np.concatenate([c.paths for _, c in found]),
        np.concatenate([np.full(len(c.paths), first) for (first, _), c in found]),
        np.concatenate([c.calls for _, c in found]),
    )
