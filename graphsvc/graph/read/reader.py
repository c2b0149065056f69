"""Answers the questions of the page and of GraphQL: one object per process, safe for threads."""

from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from graphsvc.domain.path import COLUMNS
from graphsvc.domain.period import Period
from graphsvc.domain.search import And, parse
from graphsvc.domain.search.query import Equals, Term
from graphsvc.domain.viewer import EVERYTHING, Scope
from graphsvc.graph.read.calls import CallReader, StoredCall
from graphsvc.graph.read.counters import CounterCache
from graphsvc.graph.read.dictionary import Counts, Mask, PathDictionary, Snapshot
from graphsvc.graph.read.fold import Folded, fold
from graphsvc.graph.read.lookup import Lookup, Selection
from graphsvc.graph.read.pages import Page, Pager
from graphsvc.graph.read.steady import steady_paths
from graphsvc.graph.read.tally import Tally, Timeline
from graphsvc.graph.store import Store

_MOST_SESSIONS = 2_000  # paths
_FINE_BARS = 500


@dataclass(frozen=True)
class Question:
    """What every view is about: a search text, clusters (None: all), and a period."""

    search: str = ""
    clusters: tuple[str, ...] | None = None
    period: Period = Period()
    errors_only: bool = False


@dataclass(frozen=True)
class Answer:
    """Calls by place of the snapshot's paths."""

    snapshot: Snapshot
    counts: Counts

    @property
    def calls(self) -> int:
        return int(self.counts.sum())

    @property
    def errors(self) -> int:
        return int(self.counts[self.snapshot.is_error[: self.snapshot.size]].sum())

    @property
    def denied(self) -> int:
        return int(self.counts[self.snapshot.is_denied[: self.snapshot.size]].sum())

    @property
    def paths(self) -> int:
        """Distinct paths with calls."""
        return int(np.count_nonzero(self.counts))

    @property
    def has_clusters(self) -> bool:
        """More than one?"""
        codes = self.snapshot.clusters.codes[: len(self.counts)][self.counts > 0]
        return bool(len(codes)) and bool((codes != codes[0]).any())

    def busiest(self, most: int) -> list[int]:
        """Places of the paths with calls, busiest first."""
        live = np.nonzero(self.counts)[0]
        order = np.argsort(-self.counts[live], kind="stable")[:most]
        return [int(place) for place in live[order]]


@dataclass(frozen=True)
class ClusterSummary:
    name: str
    first_seen: int
    last_seen: int
    calls: int


@dataclass(frozen=True)
class NoiseSummary:
    """What a rule dropped: by hour since 1970, for hours that it dropped anything in."""

    rule: str
    by_hour: dict[int, int]

    @property
    def calls(self) -> int:
        return sum(self.by_hour.values())


class Reader:
    """Reads what a scope has of the graph. All methods raise StoreError; those with a search raise BadSearch, those
    with clusters Denied.
    """

    def __init__(self, store: Store, scope: Scope = EVERYTHING) -> None:
        self._store = store
        self.scope = scope
        self._dictionary = PathDictionary(store)
        self._counters = CounterCache(store)
        self._lookup = Lookup(store)

    def within(self, scope: Scope) -> "Reader":
        """A reader of that scope, which shares what this one keeps in memory."""
        other = copy(self)
        other.scope = scope
        return other

    def count(self, question: Question) -> Answer:
        snapshot, selection = self.select(question)
        return Answer(snapshot, Tally(self._store, self._counters, snapshot).by_path(selection, question.period))

    def fold(self, answer: Answer, steady: Mask | None = None, *, clusters: bool = False) -> Folded:
        """The values of the eight columns, and of clusters before them; those of steady paths apart."""
        return fold(answer.snapshot, answer.counts, steady, clusters=clusters)

    def steady(self, answer: Answer, period: Period, alerted: list[int]) -> Mask:
        """Which of the answer's paths `is:steady` finds; `alerted` are ids of the paths that alerts rest on."""
        return steady_paths(answer.snapshot, period.outward(answer.snapshot.calls_from), alerted)

    def timeline(self, question: Question, bars: int) -> Timeline:
        snapshot, selection = self.select(question)
        return Tally(self._store, self._counters, snapshot).over_time(selection, question.period, bars)

    def calls(self, question: Question, *, first: int, before: str = "") -> Page:
        snapshot, selection = self.select(question)
        return Pager(self._store, self._counters, snapshot, selection).page(question.period, first=first, before=before)

    def calls_by_id(self, ids: list[str]) -> list[StoredCall]:
        return CallReader(self._store, self._dictionary.current()).by_id(ids, self.scope)

    def snapshot(self) -> Snapshot:
        """The dictionary of paths as it is now."""
        return self._dictionary.current()

    def command_paths(self, answer: Answer) -> list[int]:
        """Ids of the paths that commands were run on; of the busiest at most."""
        snapshot, action = answer.snapshot, COLUMNS.index("action")
        column = snapshot.columns[action]
        # One more than there are actions, for paths that have none.
        runs = np.array([*(class_ == "exec" for class_ in column.classes), False])
        counts = np.where(runs[column.codes[: len(answer.counts)]], answer.counts, 0)
        return [int(snapshot.ids[place]) for place in replace(answer, counts=counts).busiest(_MOST_SESSIONS)]

    def extent(self) -> Period | None:
        """From the first call that is counted to just after the last one; of a narrow scope by whole bars of time."""
        rows = self._store.read("extent")
        whole = Period(rows[0][0], rows[0][1] + 1) if rows else None
        return whole if whole is None or self.scope.is_everything else self._extent_within(whole)

    def _extent_within(self, whole: Period) -> Period | None:
        found = self.timeline(Question(period=whole), _FINE_BARS)
        bars = np.nonzero(found.ok + found.failed + found.denied)[0]
        if not len(bars):
            return None
        return Period(found.start + int(bars[0]) * found.step, found.start + int(bars[-1] + 1) * found.step)

    def clusters(self) -> list[ClusterSummary]:
        answer = self.count(Question())
        calls: dict[str, int] = {}
        for place in np.nonzero(answer.counts)[0].tolist():
            name = answer.snapshot.paths[place].cluster
            calls[name] = calls.get(name, 0) + int(answer.counts[place])
        rows = self._store.read("clusters", clusters=self.scope.lists["clusters"])
        found = [ClusterSummary(name, first, last, calls.get(name, 0)) for name, first, last in rows]
        return found if self.scope.namespaces is None else [self._of_namespaces(one) for one in found]

    def _of_namespaces(self, cluster: ClusterSummary) -> ClusterSummary:
        """What else of it was seen, and when, is not told."""
        extent = self.within(self.scope.narrowed([cluster.name])).extent() or Period(0, 1)
        return replace(cluster, first_seen=extent.start, last_seen=extent.stop - 1)

    def noise(self, period: Period, clusters: tuple[str, ...] | None = None) -> list[NoiseSummary]:
        """Calls dropped by rule, in all hours that the period touches; the rule that dropped most comes first."""
        start, stop = period.hours
        rows = self._store.read("noise_hours", start=start, stop=stop, clusters=self.scope.whole_clusters(clusters))
        found: dict[str, dict[int, int]] = {}
        for rule, hour, calls in rows:
            found.setdefault(rule, {})[hour] = calls
        return sorted((NoiseSummary(*pair) for pair in found.items()), key=lambda n: (-n.calls, n.rule))

    def select(self, question: Question) -> tuple[Snapshot, Selection]:
        """The dictionary of paths, and which of them the question is about."""
        query = parse(question.search)
        if question.errors_only:
            query = And((query, Term(("flags",), Equals("error"))))
        snapshot = self._dictionary.current()
        period = question.period.outward(snapshot.calls_from)
        return snapshot, self._lookup.select(query, snapshot, self.scope.narrowed(question.clusters), period)
