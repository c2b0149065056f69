"""The paths of the graph, kept in this process: they never change, so only new ones are ever fetched.

Those that retention removed stay here until the process ends, and count nothing.

Each path has a place (0, 1, 2 …); columns are arrays of codes by place, so that counting nodes and hops of a
Polygraph is a handful of `bincount`s, and a search term is tested once per path and remembered.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.domain.path import CLUSTER, COLUMNS, Path
from graphsvc.domain.period import Period
from graphsvc.graph.store import Store, Transaction

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]

_TERMS_KEPT = 256


@dataclass
class Column:
    """Values of one column: names and classes by code, and the code of each path (-1: the path has none)."""

    names: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    codes: Codes = field(default_factory=lambda: np.empty(0, np.int32))
    index: dict[str, int] = field(default_factory=dict)

    def find(self, name: str) -> int:
        """The code of a value, -1 when there is none."""
        return self.index.get(name, -1)

    def code(self, name: str, class_: str) -> int:
        if not name:
            return -1
        code = self.index.get(name)
        if code is None:
            code = self.index[name] = len(self.names)
            self.names.append(name)
            self.classes.append(class_)
        return code


@dataclass(frozen=True)
class Snapshot:
    """The dictionary at one moment. Later additions leave it as it is: it looks at the first `size` places only.

    `generation` names the graph it is of. Calls before `calls_from`, a whole hour, are not kept: counters alone tell of
    them. `latest` is the last hour that has any (hours since 1970, -1: there is none).
    """

    generation: str
    calls_from: int
    latest: int
    size: int
    paths: list[Path]
    ids: Counts
    first_seen: Counts
    columns: tuple[Column, ...]
    clusters: Column
    is_error: Mask
    is_denied: Mask
    places: npt.NDArray[np.int32]  # by path id
    remembered: "Callable[[object, Callable[[Path], bool]], Mask]"

    @property
    def oldest_id(self) -> str:
        """No call that is kept has a smaller id, but for those that an alert rests on."""
        return Period(self.calls_from).first_id

    def to_places(self, ids: list[int] | Counts) -> npt.NDArray[np.int32]:
        """Places of path ids; -1 for those that came after the snapshot."""
        wanted = np.asarray(ids, np.int64)
        if not len(self.places):
            return np.full(len(wanted), -1, np.int32)
        known = np.where(wanted < len(self.places), wanted, 0)
        return np.where(wanted < len(self.places), self.places[known], -1).astype(np.int32)

    def count(self, ids: list[int] | Counts, calls: Counts | None = None) -> Counts:
        """Calls by place, from parallel lists of path ids and calls (1 each when left out)."""
        places = self.to_places(ids)
        known = places >= 0
        weights = None if calls is None else np.asarray(calls, np.float64)[known]
        return np.bincount(places[known], weights=weights, minlength=self.size).astype(np.int64)[: self.size]

    def mask(self, test: Callable[[Path], bool], key: object) -> Mask:
        """Which paths hold a test; `key` names the test, so that it is asked once per path only."""
        return self.remembered(key, test)[: self.size]

    def new(self, period: Period) -> Mask:
        """Which paths were first seen inside the period?"""
        seen = self.first_seen[: self.size]
        found: Mask = (seen >= period.start) & (seen < period.stop)
        return found

    def is_new(self, place: int, period: Period) -> bool:
        """Was the path first seen inside the period?"""
        return bool(period.start <= self.first_seen[place] < period.stop)

    def of_ids(self, ids: list[int]) -> Mask:
        found = np.zeros(self.size, np.bool_)
        places = self.to_places(ids)
        found[places[places >= 0]] = True
        return found


class PathDictionary:
    """Shared by all requests of a process. Begins anew when the graph was emptied."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._generation: str | None = None
        self._known = _KnownPaths()

    def current(self) -> Snapshot:
        """The dictionary with everything that was committed until now."""
        with self._lock:
            generation, calls_from, latest, rows = self._store.read("paths_after", after=self._known.last)[0]
            if generation != self._generation or _has_gaps(rows, self._known.last):
                generation, calls_from, latest, rows = self._store.write(self._read_in_turn)
            if rows:
                self._known.extend(rows)
            return self._known.snapshot(generation or "", calls_from, latest)

    def _read_in_turn(self, tx: Transaction) -> list[Any]:
        """While nobody writes, what lacks was removed; else it may be what the database does not show yet."""
        tx.run("hold_turn")
        row = tx.read("paths_after", after=self._known.last)[0]
        if row[0] != self._generation and self._known.last:
            self._known = _KnownPaths()
            row = tx.read("paths_after", after=0)[0]
        self._generation = row[0]
        return row


class _KnownPaths:
    """The paths of one graph."""

    def __init__(self) -> None:
        self.last = 0
        self._lock = threading.Lock()
        self._paths: list[Path] = []
        self._columns = tuple(Column() for _ in (*COLUMNS, CLUSTER))
        self._ids = np.empty(0, np.int64)
        self._first_seen = np.empty(0, np.int64)
        self._is_error = np.empty(0, np.bool_)
        self._is_denied = np.empty(0, np.bool_)
        self._places = np.empty(0, np.int32)
        self._terms: OrderedDict[object, Mask] = OrderedDict()

    def snapshot(self, generation: str, calls_from: int, latest: int) -> Snapshot:
        *columns, clusters = (Column(c.names, c.classes, c.codes, c.index) for c in self._columns)
        return Snapshot(
            generation,
            calls_from,
            latest,
            len(self._paths),
            self._paths,
            self._ids,
            self._first_seen,
            tuple(columns),
            clusters,
            self._is_error,
            self._is_denied,
            self._places,
            self._remembered,
        )

    def extend(self, rows: list[list[object]]) -> None:
        paths = [_path(row[2:]) for row in rows]
        ids = np.array([row[0] for row in rows], np.int64)
        places = np.full(int(ids[-1]) + 1, -1, np.int32)
        places[: len(self._places)] = self._places
        places[ids] = np.arange(len(self._paths), len(self._paths) + len(paths), dtype=np.int32)
        codes = np.array([self._codes(p) for p in paths], np.int32).reshape(-1, len(self._columns))
        for number, column in enumerate(self._columns):
            column.codes = np.concatenate((column.codes, codes[:, number]))
        self._ids = np.concatenate((self._ids, ids))
        self._first_seen = np.concatenate((self._first_seen, np.array([row[1] for row in rows], np.int64)))
        self._is_error = np.concatenate((self._is_error, np.array([p.is_error for p in paths], np.bool_)))
        self._is_denied = np.concatenate((self._is_denied, np.array([p.is_denied for p in paths], np.bool_)))
        self._places = places
        self._paths += paths
        self.last = int(ids[-1])

    def _codes(self, path: Path) -> list[int]:
        values, classes = (*path.column_values, path.cluster), (*path.column_classes, "")
        pairs = zip(self._columns, values, classes, strict=True)
        return [column.code(value, class_) for column, value, class_ in pairs]

    def _remembered(self, key: object, test: Callable[[Path], bool]) -> Mask:
        with self._lock:
            known = self._terms.pop(key, np.empty(0, np.bool_))
            fresh = self._paths[len(known) :]
            if fresh:
                known = np.concatenate((known, np.fromiter(map(test, fresh), np.bool_, len(fresh))))
            self._terms[key] = known
            while len(self._terms) > _TERMS_KEPT:
                self._terms.popitem(last=False)
            return known


def snapshot_of(rows: list[list[Any]]) -> Snapshot:
    """A dictionary without a graph: path id, when it was first seen, and the path's values, by id."""
    known = _KnownPaths()
    if rows:
        known.extend(rows)
    return known.snapshot("", 0, 0)


def _has_gaps(rows: list[list[Any]], last: int) -> bool:
    """Ids follow one another: a missing one was removed, or is not visible yet."""
    return bool(rows) and rows[-1][0] != last + len(rows)


def _path(values: list[object]) -> Path:
    cluster, source_ip, groups, *rest = values
    return Path(cluster, source_ip, tuple(groups), *rest)  # type: ignore[arg-type]  # the query's columns are Path's
