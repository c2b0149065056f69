"""Paths as they run through shown nodes: merged where they cross the same ones, and cut into the hops between them.

Trails are what hovering needs, exact and far fewer than the paths.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.graph.read.dictionary import Counts
from graphsvc.graph.read.fold import Folded, Int, weights_of

_DENSE = 4_000_000  # keys up to which a table of all of them is quicker than sorting those that occur
_SMALL = 10_000  # a table of so many keys costs next to nothing


@dataclass(frozen=True)
class HopCounts:
    """Parallel arrays, busiest first. `ends` has two columns: number of the node on the left, and on the right."""

    ends: Int
    calls: Counts
    errors: Counts
    denied: Counts


@dataclass(frozen=True)
class Trails:
    """Parallel arrays. `nodes` has a row a column: numbers of nodes, -1 where the calls have no value.

    `of_live` is by live path the trail that it is part of.
    """

    folded: Folded
    nodes: Int
    calls: Counts
    errors: Counts
    denied: Counts
    paths: Counts
    of_live: Int

    def through(self, counts: Counts) -> tuple[Int, Counts, Counts]:
        """Of some of the calls, given by place: the trails they are on, with these calls and the denied of them."""
        weights = weights_of(self.folded.snapshot, self.folded.live, counts)
        calls, _, denied = weights.sums(self.of_live, len(self.calls))
        lit = np.nonzero(calls)[0]
        return lit, calls[lit], denied[lit]

    def hops(self, nodes: int) -> HopCounts:
        """Calls between a node and the next one that they have; `nodes` are shown."""
        last, keys, trails = self.nodes[0], [], []
        for own in self.nodes[1:]:
            on = np.nonzero((last >= 0) & (own >= 0))[0]
            keys.append(last[on] * nodes + own[on])
            trails.append(on)
            last = np.where(own >= 0, own, last)
        key, trail = np.concatenate(keys), np.concatenate(trails)
        used, line = _numbered(key, nodes * nodes)
        calls, errors, denied = (
            np.bincount(line, weights=of[trail], minlength=len(used)).astype(np.int64)
            for of in (self.calls, self.errors, self.denied)
        )
        order = np.lexsort((used, -calls))
        ends = np.stack(np.divmod(used[order], max(1, nodes)), axis=1)
        return HopCounts(ends, calls[order], errors[order], denied[order])


def trails_of(folded: Folded, owners: Sequence[Int], widths: Sequence[int], *, merged: bool = True) -> Trails:
    """`owners` are numbers of nodes by column and code, with a row for lively paths and one for steady ones. `widths`
    are shown nodes by column, numbered column by column.

    Not merged, every path is a trail: where all values are shown there is little to merge.
    """
    tables = [_by_number(owner[: folded.halves]) for owner in owners]
    of_live = _merged(folded.numbers, tables, widths) if merged else np.arange(len(folded.live))
    size = int(of_live.max(initial=-1)) + 1
    one = np.empty(size, np.int64)  # of its paths: all cross the same nodes
    one[of_live] = np.arange(len(of_live))
    nodes = np.stack([table[numbers[one]] for table, numbers in zip(tables, folded.numbers, strict=True)])
    return Trails(folded, nodes, *folded.weights.sums(of_live, size), np.bincount(of_live, minlength=size), of_live)


def _by_number(owner: Int) -> Int:
    """By the number of a value, see `numbers_of`, its node; what has no value has none."""
    found = np.full((owner.shape[1] + 1, len(owner)), -1, np.int64)
    found[1:] = owner.T
    return found.reshape(-1)


def _merged(columns: Sequence[Int], tables: Sequence[Int], widths: Sequence[int]) -> Int:
    """By path its trail. Nodes of a path are the digits of a key; keys are numbered anew before there are too many."""
    paths, first = len(columns[0]), 0
    of_live, size = np.zeros(paths, np.int64), 1
    for numbers, table, width in zip(columns, tables, widths, strict=True):
        if size * (width + 1) > max(_SMALL, paths):
            used, of_live = _numbered(of_live, size)
            size = len(used)
        # One more node than are shown, the first one: that of calls without a value.
        digit = np.where(table >= 0, table - first + 1, 0)
        of_live *= width + 1
        of_live += digit.take(numbers)
        size, first = size * (width + 1), first + width
    return _numbered(of_live, size)[1]


def _numbered(keys: Int, size: int) -> tuple[Int, Int]:
    """Keys that occur, in order, and for each key its place among them."""
    if size > _DENSE:
        used, places = np.unique(keys, return_inverse=True)
        return used, places
    occurs = np.zeros(size, np.bool_)
    occurs[keys] = True
    used = np.nonzero(occurs)[0]
    place = np.zeros(size, np.int64)
    place[used] = np.arange(len(used))
    return used, place[keys]
