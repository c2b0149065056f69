"""Folds calls by path into calls by value of each column.

Counts stay arrays until somebody wants to show them: a graph of a hundred thousand values is a few arrays here, and a
hundred thousand objects anywhere else.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.domain.path import CLUSTER, COLUMNS
from graphsvc.graph.read.dictionary import Codes, Column, Counts, Mask, Snapshot

Int = npt.NDArray[np.int64]
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class ValueCounts:
    """The values of one column that occur, as parallel arrays. `paths` are distinct; `first_seen` at any time.

    Counted over some of the paths alone, a value that none of them has is there too, with zeros.
    """

    codes: Int
    calls: Counts
    errors: Counts
    denied: Counts
    paths: Counts
    first_seen: Counts


@dataclass(frozen=True)
class Weights:
    """Calls by position, and the positions of those that failed or were denied: few, so they are counted apart."""

    calls: npt.NDArray[np.float64]
    failed: Int
    denied: Int

    def sums(self, keys: Int, size: int) -> tuple[Counts, Counts, Counts]:
        """Calls, errors and denied by key; keys are below `size`."""
        calls = np.bincount(keys, weights=self.calls, minlength=size)
        errors, denied = (
            np.bincount(keys[some], weights=self.calls[some], minlength=size) for some in (self.failed, self.denied)
        )
        return calls.astype(np.int64), errors.astype(np.int64), denied.astype(np.int64)


@dataclass(frozen=True)
class Folded:
    """Counted over all paths with calls. `live` are their places; weights and numbers are in the same order.

    `steady` says of each place whether it is steady traffic. Each column is also counted over the steady paths alone,
    and over the `lively` others. `keys` and `dictionary` name the columns and their values. `numbers` are by column
    what each path has there, see `numbers_of`; `halves` is 2 where steady paths are told apart, else 1.
    """

    snapshot: Snapshot
    keys: tuple[str, ...]
    dictionary: tuple[Column, ...]
    columns: tuple[ValueCounts, ...]
    lively: tuple[ValueCounts, ...]
    steady_columns: tuple[ValueCounts, ...]
    steady: Mask
    halves: int
    live: Int
    numbers: tuple[Int, ...]
    weights: Weights


def numbers_of(codes: Codes, half: Codes | None) -> Int:
    """What each path has in a column as one number; what has no value, code -1, comes first. Where steady paths are
    told apart a value has two numbers: of its lively and of its steady paths.

    In place: with so many paths each new array costs as much as what is done with it.
    """
    codes += 1
    if half is not None:
        codes *= 2
        codes += half
    return codes.astype(np.int64)


def fold(snapshot: Snapshot, counts: Counts, steady: Mask | None = None, *, clusters: bool = False) -> Folded:
    """Without a word about it nothing is steady. `clusters`: these too, in front of the eight columns."""
    keys = (CLUSTER, *COLUMNS) if clusters else COLUMNS
    columns = (snapshot.clusters, *snapshot.columns) if clusters else snapshot.columns
    live = np.nonzero(counts)[0]
    weights = weights_of(snapshot, live, counts)
    half = None if steady is None else steady[live].astype(np.int32)
    numbers = tuple(numbers_of(column.codes.take(live), half) for column in columns)
    first_seen = snapshot.first_seen[live]
    if steady is None:
        whole = tuple(_counted(own, 1, weights, first_seen)[0] for own in numbers)
        nowhere = np.zeros(len(counts), np.bool_)
        nothing = tuple(map(_nothing, whole))
        return Folded(snapshot, keys, columns, whole, whole, nothing, nowhere, 1, live, numbers, weights)
    halves = [_counted(own, 2, weights, first_seen) for own in numbers]
    lively, quiet = tuple(one for one, _ in halves), tuple(other for _, other in halves)
    whole = tuple(map(_joined, lively, quiet))
    return Folded(snapshot, keys, columns, whole, lively, quiet, steady, 2, live, numbers, weights)


def weights_of(snapshot: Snapshot, live: Int, counts: Counts) -> Weights:
    """Counts by place, at the live places."""
    failed, denied = np.nonzero(snapshot.is_error[live])[0], np.nonzero(snapshot.is_denied[live])[0]
    return Weights(counts[live].astype(np.float64), failed, denied)


def _counted(numbers: Int, halves: int, weights: Weights, first_seen: Counts) -> list[ValueCounts]:
    """By half of the paths: each value that occurs has a place in all of them."""
    size = (int(numbers.max(initial=0)) // halves + 1) * halves
    paths = np.bincount(numbers, minlength=size)
    first = np.full(size, _NEVER)
    np.minimum.at(first, numbers, first_seen)
    counted = ValueCounts(np.arange(size), *weights.sums(numbers, size), paths, first)
    codes = np.nonzero(paths.reshape(-1, halves)[1:].any(axis=1))[0]
    return [_at(counted, codes, (codes + 1) * halves + half) for half in range(halves)]


def _at(of: ValueCounts, codes: Int, keys: Int) -> ValueCounts:
    sums = (of.calls[keys], of.errors[keys], of.denied[keys], of.paths[keys])
    return ValueCounts(codes, *sums, of.first_seen[keys])


def _joined(one: ValueCounts, other: ValueCounts) -> ValueCounts:
    return ValueCounts(
        one.codes,
        one.calls + other.calls,
        one.errors + other.errors,
        one.denied + other.denied,
        one.paths + other.paths,
        np.minimum(one.first_seen, other.first_seen),
    )


def _nothing(like: ValueCounts) -> ValueCounts:
    none = np.zeros_like(like.calls)
    return ValueCounts(like.codes, none, none, none, none, np.full_like(none, _NEVER))
