"""Folds calls by path into calls by value of each column.

Counts stay arrays until somebody wants to show them: a graph of a hundred thousand values is a few arrays here, and a
hundred thousand objects anywhere else.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.domain.path import CLUSTER, COLUMNS
from graphsvc.graph.read.dictionary import Column, Counts, Mask, Snapshot

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
    """Counted over all paths with calls. `live` are their places; weights and codes are in the same order.

    `steady` says of each place whether it is steady traffic. Each column is also counted over the steady paths alone,
    and over the `lively` others. `keys` and `dictionary` name the columns and their values.
    """

    snapshot: Snapshot
    keys: tuple[str, ...]
    dictionary: tuple[Column, ...]
    columns: tuple[ValueCounts, ...]
    lively: tuple[ValueCounts, ...]
    steady_columns: tuple[ValueCounts, ...]
    steady: Mask
    live: Int
    codes: tuple[Int, ...]
    weights: Weights


def fold(snapshot: Snapshot, counts: Counts, steady: Mask | None = None, *, clusters: bool = False) -> Folded:
    """Without a word about it nothing is steady. `clusters`: these too, in front of the eight columns."""
    keys = (CLUSTER, *COLUMNS) if clusters else COLUMNS
    columns = (snapshot.clusters, *snapshot.columns) if clusters else snapshot.columns
    live = np.nonzero(counts)[0]
    weights = weights_of(snapshot, live, counts)
    codes = tuple(column.codes[live].astype(np.int64) for column in columns)
    first_seen = snapshot.first_seen[live]
    if steady is None:
        whole = tuple(_values(own, weights, first_seen) for own in codes)
        nowhere = np.zeros(len(counts), np.bool_)
        nothing = tuple(map(_nothing, whole))
        return Folded(snapshot, keys, columns, whole, whole, nothing, nowhere, live, codes, weights)
    half = steady[live].astype(np.int64)
    halves = [_halves(own, half, weights, first_seen) for own in codes]
    lively, quiet = tuple(one for one, _ in halves), tuple(other for _, other in halves)
    whole = tuple(map(_joined, lively, quiet))
    return Folded(snapshot, keys, columns, whole, lively, quiet, steady, live, codes, weights)


def weights_of(snapshot: Snapshot, live: Int, counts: Counts) -> Weights:
    """Counts by place, at the live places."""
    failed, denied = np.nonzero(snapshot.is_error[live])[0], np.nonzero(snapshot.is_denied[live])[0]
    return Weights(counts[live].astype(np.float64), failed, denied)


def _values(codes: Int, weights: Weights, first_seen: Counts) -> ValueCounts:
    counted = _counted(codes + 1, weights, first_seen)  # so that -1, no value, falls into a place of its own
    present = np.nonzero(counted.paths[1:])[0]
    return _at(counted, present, present + 1)


def _halves(codes: Int, half: Int, weights: Weights, first_seen: Counts) -> tuple[ValueCounts, ValueCounts]:
    """Over the paths of half 0 and over those of half 1: each value that occurs has a place in both."""
    counted = _counted(2 * codes + half + 2, weights, first_seen)
    present = np.unique(np.nonzero(counted.paths[2:])[0] // 2)
    return _at(counted, present, 2 * present + 2), _at(counted, present, 2 * present + 3)


def _counted(keys: Int, weights: Weights, first_seen: Counts) -> ValueCounts:
    """By key; one key more than there are."""
    paths = np.bincount(keys, minlength=int(keys.max(initial=0)) + 2)
    first = np.full(len(paths), _NEVER)
    np.minimum.at(first, keys, first_seen)
    return ValueCounts(np.arange(len(paths)), *weights.sums(keys, len(paths)), paths, first)


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
