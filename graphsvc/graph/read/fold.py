"""Folds calls by path into calls by value of each column.

Counts stay arrays until somebody wants to show them: a graph of a hundred thousand values is a few arrays here, and a
hundred thousand objects anywhere else.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.graph.read.dictionary import Counts, Snapshot

Int = npt.NDArray[np.int64]
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class ValueCounts:
    """The values of one column that occur, as parallel arrays. `paths` are distinct; `first_seen` at any time."""

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
    """Counted over all paths with calls. `live` are their places; weights and codes are in the same order."""

    snapshot: Snapshot
    columns: tuple[ValueCounts, ...]
    live: Int
    codes: tuple[Int, ...]
    weights: Weights


def fold(snapshot: Snapshot, counts: Counts) -> Folded:
    live = np.nonzero(counts)[0]
    weights = weights_of(snapshot, live, counts)
    codes = tuple(column.codes[live].astype(np.int64) for column in snapshot.columns)
    first_seen = snapshot.first_seen[live]
    return Folded(snapshot, tuple(_values(own, weights, first_seen) for own in codes), live, codes, weights)


def weights_of(snapshot: Snapshot, live: Int, counts: Counts) -> Weights:
    """Counts by place, at the live places."""
    failed, denied = np.nonzero(snapshot.is_error[live])[0], np.nonzero(snapshot.is_denied[live])[0]
    return Weights(counts[live].astype(np.float64), failed, denied)


def _values(codes: Int, weights: Weights, first_seen: Counts) -> ValueCounts:
    shifted = codes + 1  # so that -1, no value, falls into a place of its own
    paths = np.bincount(shifted)
    first = np.full(len(paths), _NEVER)
    np.minimum.at(first, shifted, first_seen)
    present = np.nonzero(paths[1:])[0]
    return ValueCounts(present, *(of[1:][present] for of in (*weights.sums(shifted, len(paths)), paths, first)))
