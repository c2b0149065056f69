"""Which calls fit a query? Most of the answer is in the paths, which are in memory.

A term on an object's name, a command or an alert is beyond paths: the database says which paths touched such
an object at all, and only the calls of those paths have to be looked at one by one. So a query becomes two
masks over paths: `must` (every call of the path fits) and `may` (some call may fit).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.domain.details import ASKED, LOOKED_UP, Told, call_details
from graphsvc.domain.path import Path
from graphsvc.domain.path_fields import path_fields, path_fits
from graphsvc.domain.period import Period
from graphsvc.domain.search import And, Not, Or, Query, Term, matches
from graphsvc.domain.search.query import ANY, Contains, Differs, Equals, Pattern, Test
from graphsvc.domain.viewer import Scope
from graphsvc.graph.read.dictionary import Mask, Snapshot
from graphsvc.graph.read.steady import steady_paths
from graphsvc.graph.store import Store

_OF_CALLS = frozenset({"name", "cmd"})
_BEYOND_PATHS = _OF_CALLS | LOOKED_UP | ASKED


@dataclass(frozen=True)
class NamedCalls:
    """Parallel: ids of calls, places of their paths (-1: not known), and what the calls name.

    `told` are their properties where a query has to see those, else it is empty.
    """

    ids: Sequence[str]
    places: npt.NDArray[np.int32]
    names: Sequence[Sequence[str]]
    commands: Sequence[str]
    told: Sequence[Told]


@dataclass(frozen=True)
class _OfPath:
    """A path and what a search sees of it, the same for all its calls."""

    path: Path
    fields: Mapping[str, list[str]]


@dataclass(frozen=True)
class Selection:
    """Paths by place. `undecided` paths have to be asked call by call, with `fits`.

    No path outside `scope` may fit. `alerted` are calls that are evidence of an alert, `of_alerts` the paths of each
    alert that the query names, `steady` the paths of steady traffic where the query asks for them.
    """

    query: Query
    scope: Scope
    must: Mask
    may: Mask
    alerted: frozenset[str]
    of_alerts: Mapping[str, frozenset[Path]]
    steady: Mask | None = None

    @property
    def needs_whole(self) -> bool:
        """Whether undecided calls have to be read with all their properties."""
        return asks_for_details(self.query)

    @property
    def undecided(self) -> Mask:
        return self.may & ~self.must

    def _fits(self, of_path: _OfPath, call: str, names: Sequence[str], command: str, told: Told | None) -> bool:
        fields = dict(of_path.fields)
        for field, values in call_details(of_path.path, told).items() if told else ():
            fields[field] = [*fields.get(field, ()), *values]
        fields["name"] = [name.lower() for name in names if name]
        fields["cmd"] = [command.lower()] if command else []
        fields["flags"] = fields["flags"] + ["alert"] * (call in self.alerted)
        return matches(self.query, fields)

    def fitting(self, calls: NamedCalls, snapshot: Snapshot, period: Period) -> Mask:
        """Which of these calls fit? Those that their path does not decide are asked, equal ones once: no two are equal
        where the query asks for details.
        """
        known = calls.places >= 0
        fit: Mask = known & self.must[calls.places]
        answers: dict[tuple[int, tuple[str, ...], str, bool], bool] = {}
        paths: dict[int, _OfPath] = {}
        needs_whole = self.needs_whole
        for at in np.nonzero(known & self.undecided[calls.places])[0].tolist():
            call, names, command, place = calls.ids[at], calls.names[at], calls.commands[at], int(calls.places[at])
            key = (place, tuple(names), command, call in self.alerted)
            if needs_whole or key not in answers:
                if place not in paths:
                    paths[place] = self._of_path(snapshot, place, period)
                told = calls.told[at] if needs_whole else None
                answers[key] = self._fits(paths[place], call, names, command, told)
            fit[at] = answers[key]
        return fit

    def _of_path(self, snapshot: Snapshot, place: int, period: Period) -> _OfPath:
        path = snapshot.paths[place]
        fields = path_fields(path)
        is_steady = self.steady is not None and bool(self.steady[place])
        fields["flags"] += ["new"] * snapshot.is_new(place, period) + ["steady"] * is_steady
        fields["alert"] = [alert for alert, paths in self.of_alerts.items() if path in paths]
        return _OfPath(path, fields)


class Lookup:
    """Turns queries into selections of paths."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def select(self, query: Query, snapshot: Snapshot, scope: Scope, period: Period) -> Selection:
        known = _Known(self._store, scope)
        must, may = self._masks(query, snapshot, period, known)
        if not scope.is_everything:
            inside = snapshot.mask(scope.has, scope)
            must, may = must & inside, may & inside
        return Selection(query, scope, must, may, known.calls, known.paths, known.steady)

    def _masks(self, query: Query, snapshot: Snapshot, period: Period, known: "_Known") -> tuple[Mask, Mask]:
        if isinstance(query, Term):
            return self._term(query, snapshot, period, known)
        if isinstance(query, Not):
            must, may = self._masks(query.part, snapshot, period, known)
            return ~may, ~must
        return self._combined(query, snapshot, period, known)

    def _combined(self, query: And | Or, snapshot: Snapshot, period: Period, known: "_Known") -> tuple[Mask, Mask]:
        join = np.logical_and if isinstance(query, And) else np.logical_or
        must = may = np.full(snapshot.size, isinstance(query, And))
        for part in query.parts:
            part_must, part_may = self._masks(part, snapshot, period, known)
            must, may = join(must, part_must), join(may, part_may)
        return must, may

    def _term(self, term: Term, snapshot: Snapshot, period: Period, known: "_Known") -> tuple[Mask, Mask]:
        if term.test == Equals("alert") and term.fields == ("flags",):
            return np.zeros(snapshot.size, np.bool_), snapshot.of_ids(known.load())
        whole = _whole_paths(term, snapshot, period, known)
        if whole is not None:
            return whole, whole
        held = snapshot.mask(_test_of(term), term)
        fields = set(term.fields)
        if not fields & _BEYOND_PATHS:
            return held, held
        needle = _needle(term.test)
        if needle is None or fields & ASKED:
            return np.zeros(snapshot.size, np.bool_), np.ones(snapshot.size, np.bool_)
        return held, held | self._naming(fields, needle, snapshot) | self._telling(fields, needle, snapshot)

    def _naming(self, fields: set[str], needle: str, snapshot: Snapshot) -> Mask | bool:
        """Paths of which calls may name such an object or command."""
        if not fields & _OF_CALLS:
            return False
        return snapshot.of_ids(self._store.read("paths_touching", text=needle)[0][0]) if needle else True

    def _telling(self, fields: set[str], needle: str, snapshot: Snapshot) -> Mask | bool:
        """Paths of which calls may tell such a detail."""
        if not fields & LOOKED_UP:
            return False
        wanted, text = sorted(fields & LOOKED_UP), needle
        if "ipClass" in wanted:
            wanted, text = ["ip"], ""  # the class follows from any address
        return snapshot.of_ids(self._store.read("paths_telling", fields=wanted, text=text)[0][0])


class _Known:
    """What only the database knows: calls that are evidence of an alert, paths of single alerts, and which paths no
    alert rests on. Asked for only when a query wants to know.
    """

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store = store
        self._scope = scope.lists
        self._paths: list[int] | None = None
        self.calls: frozenset[str] = frozenset()
        self.paths: dict[str, frozenset[Path]] = {}
        self.steady: Mask | None = None

    def load_steady(self, snapshot: Snapshot, period: Period) -> Mask:
        if self.steady is None:
            self.steady = steady_paths(snapshot, period, self._store.read("alerted_paths", **self._scope)[0][0])
        return self.steady

    def load_paths(self, term: Term, snapshot: Snapshot) -> Mask:
        """The paths that the alert's evidence is on; none when nobody knows the alert."""
        alert = term.test.text if isinstance(term.test, Equals) else ""
        ids: dict[str, list[int]] = self._store.read_map("alert_paths", ids=[alert], **self._scope)
        mask = snapshot.of_ids(ids.get(alert, []))
        self.paths[alert] = frozenset(snapshot.paths[place] for place in np.nonzero(mask)[0].tolist())
        return mask

    def load(self) -> list[int]:
        """Their paths."""
        if self._paths is None:
            calls, self._paths = self._store.read("alerted_calls", **self._scope)[0]
            self.calls = frozenset(calls)
        return self._paths or []


def _whole_paths(term: Term, snapshot: Snapshot, period: Period, known: _Known) -> Mask | None:
    """What a path does not say of itself, and what is yet true of all its calls or of none; None: another term."""
    if term.fields == ("alert",):
        return known.load_paths(term, snapshot)
    if term.fields != ("flags",):
        return None
    if term.test == Equals("new"):
        return snapshot.new(period)
    return known.load_steady(snapshot, period) if term.test == Equals("steady") else None


def asks_for_details(query: Query) -> bool:
    if isinstance(query, Term):
        return not (LOOKED_UP | ASKED).isdisjoint(query.fields)
    parts = (query.part,) if isinstance(query, Not) else query.parts
    return any(asks_for_details(part) for part in parts)


def _test_of(term: Term) -> Callable[[Path], bool]:
    if isinstance(term.test, Contains) and term.fields == ANY:
        text = term.test.text
        return lambda path: text in path.text
    return lambda path: path_fits(term, path)


def _needle(test: Test) -> str | None:
    """A text that every value holding the test contains; None when there is no such text."""
    if isinstance(test, Contains | Equals):
        return test.text
    if isinstance(test, Pattern):
        return max(test.pieces, key=len)
    return None if isinstance(test, Differs) else ""
