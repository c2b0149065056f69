"""Chooses which values have a place of their own, puts the rest behind a `+`, and adds up what is shown.

All counts are of all paths, whatever is drawn: a picture that is cut must not have numbers that are. What is worth a
place: what an alert rests on, then what was refused, then what is new and rare, then what is busy. The two in the
middle leave half of the places to those after them, so that a column of refusals still shows who is busy.

Where steady paths are told apart, what has no name is split by path: steady ones go to the column's band, the others
behind a `+`; and busy is who has the most calls that are not steady.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.domain.detection import Severity
from graphsvc.domain.polygraph import (
    GROUPS,
    TITLES,
    Column,
    Node,
    NodeKind,
    Why,
    group_id,
    search_for,
    search_for_rest,
    value_id,
)
from graphsvc.graph.read.dictionary import Counts, Mask
from graphsvc.graph.read.fold import Folded, Int, ValueCounts
from graphsvc.graph.read.trails import HopCounts, Trails, trails_of

Ranked = Counts | Mask  # one rank a value

RARE = 3  # calls
HANDFUL = 4  # a column with fewer names shows the busiest of steady traffic too

_RANKS = {severity: rank for rank, severity in enumerate(reversed(Severity), 1)}
_COMMANDS = len(_RANKS) + 1
_WHYS = (Why.KEPT, Why.COMMANDS, Why.ALERT, Why.DENIED, Why.NEW, Why.BUSY)  # the first that holds
# An alert on that many paths, or on that share of all, says little about one of their values.
_BROAD, _BROAD_SHARE = 20, 0.1


@dataclass(frozen=True)
class Wanted:
    """`top` values of a column by name (0: all), and always those with the ids in `keep`. `band`: steady traffic apart.
    `clusters`: a column of them, where there is more than one.

    `members`: names to tell of each group (None: all). Values that were first seen from `new_from` on are new.
    """

    top: int = 15
    group: bool = True
    keep: frozenset[str] = frozenset()
    members: int | None = None
    new_from: int | None = None
    band: bool = False
    clusters: bool = False


@dataclass(frozen=True)
class Marked:
    """The paths that an alert rests on, as places."""

    severity: Severity
    places: Int


@dataclass(frozen=True)
class Polygraph:
    """What is shown. `owners` are numbers of nodes by column and code, with a row for lively paths and one for steady
    ones; hops and trails end at these numbers.
    """

    folded: Folded
    columns: list[Column]
    nodes: list[Node]
    owners: tuple[Int, ...]
    hops: HopCounts
    trails: Trails

    def owner(self, key: str, place: int) -> int:
        """The number of the node that a path crosses; it has a value in this column."""
        column, half = self.folded.keys.index(key), int(self.folded.steady[place])
        return int(self.owners[column][half, self.folded.dictionary[column].codes[place]])


def arrange(folded: Folded, wanted: Wanted, alerts: Sequence[Marked] = ()) -> Polygraph:
    calls = int(folded.weights.calls.sum())
    columns: list[Column] = []
    nodes: list[Node] = []
    owners: list[Int] = []
    broad = max(_BROAD, len(folded.live) * _BROAD_SHARE)
    for number, (key, counts) in enumerate(zip(folded.keys, folded.columns, strict=True)):
        places = _Places(folded, number, wanted, alerts, broad)
        shown, owner = places.nodes(len(nodes))
        columns.append(Column(key, TITLES[key], shown, len(counts.codes), calls - int(counts.calls.sum())))
        nodes += shown
        owners.append(owner)
    widths = [len(column.nodes) for column in columns]
    trails = trails_of(folded, owners, widths, merged=wanted.top > 0)
    return Polygraph(folded, columns, nodes, tuple(owners), trails.hops(len(nodes)), trails)


class _Places:
    """The values of one column, by position in their counts."""

    def __init__(
        self,
        folded: Folded,
        number: int,
        wanted: Wanted,
        alerts: Sequence[Marked],
        broad: float,
    ) -> None:
        self._column = folded.dictionary[number]
        self._number, self._key = number, folded.keys[number]
        self._counts = counts = folded.columns[number]
        self._lively, self._steady = folded.lively[number], folded.steady_columns[number]
        self._wanted = wanted
        self._alerts = alerts
        self._alerted, self._weight = self._marks(broad)
        fresh = wanted.new_from is not None
        self._new = (counts.first_seen >= (wanted.new_from or 0)) & (counts.calls <= RARE) & fresh
        self._kept = self._find(wanted.keep)

    def nodes(self, first: int) -> tuple[list[Node], Int]:
        """The shown nodes, numbered from `first` on, and by half and code the number of the node it belongs to."""
        named, groups, banded = self._split(self._named())
        codes = self._counts.codes
        owner = np.full((2, int(codes.max(initial=-1)) + 1), -1, np.int64)
        owner[:, codes[named]] = first + np.arange(len(named))
        shown = self._values(named)
        for class_, members in groups.items():
            owner[0, codes[members]] = first + len(shown)
            shown.append(self._group(class_, members, named, steady=False if len(banded) else None))
        if len(banded):
            owner[1, codes[banded]] = first + len(shown)
            shown.append(self._band(banded, named))
        return shown, owner

    def _split(self, named: Int) -> tuple[Int, dict[str, Int], Int]:
        """What is shown by name, the rest by class, and the rest that is steady: a value may be in both.

        Who would be alone in a group or a band is shown by name too.
        """
        is_named = np.zeros(len(self._counts.codes), np.bool_)
        is_named[named] = True
        groups = self._by_class(np.nonzero(~is_named & (self._lively.paths > 0))[0])
        banded = np.nonzero(~is_named & (self._steady.paths > 0))[0]
        alone = [members for members in (*groups.values(), banded) if len(members) == 1]
        if alone:
            return self._split(np.unique(np.concatenate([named, *alone])))
        return self._ordered(named, self._counts), groups, banded

    def _named(self) -> Int:
        everything, top = np.arange(len(self._counts.codes)), self._wanted.top
        if not top or (len(everything) <= top and not self._steady.paths.any()):
            return everything
        free = np.ones(len(everything), np.bool_)
        free[self._kept] = False
        chosen, room = [self._kept], top - len(self._kept)
        counts, lively = self._counts, self._lively
        tiers: tuple[tuple[Mask, tuple[Ranked, ...], float], ...] = (
            (self._weight > 0, (self._weight, counts.calls), 1.0),
            (counts.denied > 0, (self._new, counts.denied), 0.5),
            (self._new, (counts.first_seen,), 0.5),
            (lively.calls > 0, (lively.calls,), 1.0),
        )
        for fits, keys, share in tiers[0 if self._wanted.group else 3 :]:
            best = self._best(np.nonzero(fits & free)[0], keys, int(np.ceil(room * share)))
            free[best] = False
            chosen.append(best)
            room -= len(best)
        missing = min(room, HANDFUL - (top - room))
        return np.concatenate([*chosen, self._best(np.nonzero(free)[0], (counts.calls,), missing)])

    def _best(self, among: Int, keys: tuple[Ranked, ...], most: int) -> Int:
        """Those with the greatest keys; equal ones by name, so that no answer depends on the order of arrival."""
        if len(among) <= most or most <= 0:
            return among[: max(0, most)]
        first = keys[0][among].astype(np.int64)
        among = among[first >= np.partition(first, -most)[-most]]
        among = among[np.lexsort([-key[among].astype(np.int64) for key in reversed(keys)])]
        edge = among[most - 1]
        equal = np.logical_and.reduce([key[among] == key[edge] for key in keys])
        better = among[: int(np.argmax(equal))]
        tied = heapq.nsmallest(most - len(better), among[equal].tolist(), key=self._name)
        return np.array([*better.tolist(), *tied], np.int64)

    def _ordered(self, positions: Int, counts: ValueCounts) -> Int:
        weight = self._weight if self._wanted.group else np.zeros_like(self._weight)
        all_of = positions.tolist()
        calls, weights = (-counts.calls[positions]).tolist(), (-weight[positions]).tolist()
        keys = zip(weights, calls, map(self._name, all_of), all_of, strict=True)
        return np.array([at for *_, at in sorted(keys)], np.int64)

    def _by_class(self, rest: Int) -> dict[str, Int]:
        if not len(rest):
            return {}
        classes = GROUPS.get(self._key) if self._wanted.group else None
        if classes is None:
            return {"": rest}
        numbers = {class_: number for number, class_ in enumerate(classes)}
        told = map(self._column.classes.__getitem__, self._counts.codes[rest].tolist())
        of = np.fromiter(map(numbers.__getitem__, told), np.int8, len(rest))
        return {class_: rest[of == number] for class_, number in numbers.items() if (of == number).any()}

    def _name(self, at: int) -> str:
        return self._column.names[int(self._counts.codes[at])]

    def _find(self, ids: frozenset[str]) -> Int:
        """Positions of the values with these ids."""
        prefix = value_id(self._key, "")
        codes = [self._column.find(id_.removeprefix(prefix)) for id_ in ids if id_.startswith(prefix)]
        known = [code for code in codes if code >= 0]
        return np.nonzero(np.isin(self._counts.codes, known))[0] if known else np.empty(0, np.int64)

    def _marks(self, broad: float) -> tuple[dict[int, list[int]], Counts]:
        """By position, the alerts that rest on it; and what the worst of them that is not broad weighs."""
        weight = np.zeros(len(self._counts.codes), np.int64)
        found: dict[int, list[int]] = {}
        if self._alerts:
            at, which = self._rests()
            for position, alert in zip(at.tolist(), which.tolist(), strict=True):
                found.setdefault(position, []).append(alert)
            ranks = np.array([_RANKS[a.severity] * (len(a.places) < broad) for a in self._alerts])
            np.maximum.at(weight, at, ranks[which])
        if self._key == "action":
            runs = [self._column.classes[code] == "exec" for code in self._counts.codes.tolist()]
            weight[np.array(runs, np.bool_)] = _COMMANDS
        return found, weight

    def _rests(self) -> tuple[Int, Int]:
        """Pairs of a position and an alert that rests on it, each once."""
        codes = self._column.codes[np.concatenate([a.places for a in self._alerts])].astype(np.int64)
        which = np.repeat(np.arange(len(self._alerts)), [len(a.places) for a in self._alerts])
        there = codes >= 0
        code, alert = np.divmod(np.unique(codes[there] * len(self._alerts) + which[there]), len(self._alerts))
        return np.searchsorted(self._counts.codes, code), alert

    def _values(self, named: Int) -> list[Node]:
        """What each is, read out of the arrays at once: one by one that costs as much as all else here."""
        counts = self._counts
        arrays = (counts.codes, counts.calls, counts.errors, counts.denied, counts.paths, counts.first_seen)
        rows = zip(*(of[named].tolist() for of in arrays), self._whys(named), named.tolist(), strict=True)
        names, classes, is_group = self._column.names, self._column.classes, self._key == "group"
        return [
            Node(
                value_id(self._key, name := names[code]),
                self._number,
                NodeKind.VALUE,
                name,
                classes[code],
                calls,
                errors,
                denied,
                paths,
                1,
                first_seen,
                name.split(", ") if is_group else (),
                self._alerted.get(at, ()),
                why,
                search_for(self._key, name),
            )
            for code, calls, errors, denied, paths, first_seen, why, at in rows
        ]

    def _whys(self, named: Int) -> list[Why]:
        weight, denied, new = self._weight[named], self._counts.denied[named], self._new[named]
        kept = np.isin(named, self._kept)
        first = [kept, weight == _COMMANDS, weight > 0, denied > 0, new, np.ones(len(named), np.bool_)]
        return [_WHYS[which] for which in np.argmax(first, axis=0).tolist()]

    def _group(self, class_: str, members: Int, named: Int, *, steady: bool | None) -> Node:
        search = search_for_rest(self._key, class_, self._named_of(class_, named), steady)
        return self._behind(NodeKind.GROUP if class_ else NodeKind.MORE, class_, members, self._lively, search)

    def _band(self, members: Int, named: Int) -> Node:
        search = search_for_rest(self._key, "", self._named_of("", named), steady=True)
        return self._behind(NodeKind.STEADY, "", members, self._steady, search)

    def _behind(self, kind: NodeKind, class_: str, members: Int, counts: ValueCounts, search: str) -> Node:
        """A node for values without a place, as far as `counts` counts them. No alert rests on what is steady."""
        busiest = self._best(members, (counts.calls,), self._wanted.members or len(members))
        alerted = () if kind is NodeKind.STEADY else self._alerted.keys() & set(members.tolist())
        return Node(
            group_id(self._key, class_ or kind),
            self._number,
            kind,
            GROUPS[self._key][class_] if class_ else kind,
            class_,
            int(counts.calls[members].sum()),
            int(counts.errors[members].sum()),
            int(counts.denied[members].sum()),
            int(counts.paths[members].sum()),
            len(members),
            int(counts.first_seen[members].min()),
            [self._name(at) for at in self._ordered(busiest, counts).tolist()],
            sorted({which for at in alerted for which in self._alerted[at]}),
            Why.BUSY,
            search,
        )

    def _named_of(self, class_: str, named: Int) -> list[str]:
        """Names that a search for the rest of the class has to leave out."""
        return [
            self._name(at)
            for at in named.tolist()
            if not class_ or self._column.classes[self._counts.codes[at]] == class_
        ]
