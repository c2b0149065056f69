"""Folds calls by path into calls by node and by hop. Which hops a path has is worked out once and kept.

Counts stay arrays until somebody wants to show them: a graph of a hundred thousand hops is a few arrays here,
and a hundred thousand objects anywhere else.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.domain.polygraph import CountedHop, Value
from graphsvc.graph.read.dictionary import Counts, Snapshot

Int = npt.NDArray[np.int64]


@dataclass(frozen=True)
class HopTable:
    """Per column after the first: which hop leads each path into it (-1: none), and the ends of every hop.

    `ends` has four columns: column and code of the source, column and code of the target.
    """

    generation: str
    size: int
    by_path: tuple[Int, ...]
    ends: tuple[Int, ...]


@dataclass(frozen=True)
class Folded:
    """Of each column the codes that occur, with calls and errors; of all hops their ends, with calls and errors."""

    snapshot: Snapshot
    columns: tuple[tuple[Int, Counts, Counts], ...]
    hop_ends: Int
    hop_calls: Counts
    hop_errors: Counts
    live: Int

    def values(self) -> list[list[Value]]:
        """The columns as values that can be shown."""
        return [self._values(number) for number in range(len(self.columns))]

    def hops(self) -> list[CountedHop]:
        """The hops as values that can be shown."""
        rows = zip(self.hop_ends.tolist(), self.hop_calls.tolist(), self.hop_errors.tolist(), strict=True)
        return [CountedHop((ends[0], ends[1]), (ends[2], ends[3]), calls, errors) for ends, calls, errors in rows]

    def _values(self, number: int) -> list[Value]:
        column = self.snapshot.columns[number]
        codes, calls, errors = self.columns[number]
        first = self._first_seen(number)
        rows = zip(codes.tolist(), calls.tolist(), errors.tolist(), strict=True)
        return [
            Value(code, column.names[code], column.classes[code], n, failed, 0, int(first[code]))
            for code, n, failed in rows
        ]

    def _first_seen(self, number: int) -> Int:
        """By code of the column: when a live path with it was first seen."""
        codes = self.snapshot.columns[number].codes[self.live]
        there = codes >= 0
        first = np.full(int(codes.max(initial=-1)) + 1, np.iinfo(np.int64).max)
        np.minimum.at(first, codes[there], self.snapshot.first_seen[self.live][there])
        return first


class Folder:
    """Keeps the hop table of the dictionary it last saw."""

    def __init__(self) -> None:
        self._table = HopTable("", -1, (), ())

    def fold(self, snapshot: Snapshot, counts: Counts) -> Folded:
        live = np.nonzero(counts)[0]
        calls = counts[live].astype(np.float64)
        errors = np.where(snapshot.is_error[live], calls, 0)
        columns = tuple(_count(column.codes[live].astype(np.int64), calls, errors) for column in snapshot.columns)
        table = self._hop_table(snapshot)
        ends, hop_calls, hop_errors = [], [], []
        for by_path, known in zip(table.by_path, table.ends, strict=True):
            lines, n, failed = _count(by_path[live], calls, errors)
            ends.append(known[lines])
            hop_calls.append(n)
            hop_errors.append(failed)
        return Folded(
            snapshot, columns, np.concatenate(ends), np.concatenate(hop_calls), np.concatenate(hop_errors), live
        )

    def _hop_table(self, snapshot: Snapshot) -> HopTable:
        if (self._table.generation, self._table.size) != (snapshot.generation, snapshot.size):
            self._table = _make_table(snapshot)
        return self._table


def _count(codes: Int, calls: npt.NDArray[np.float64], errors: npt.NDArray[np.float64]) -> tuple[Int, Counts, Counts]:
    """Codes that occur, and the sums of calls and errors by them; -1 is no code."""
    shifted = codes + 1  # so that -1 falls into a place of its own
    n = np.bincount(shifted, weights=calls)[1:]
    failed = np.bincount(shifted, weights=errors)[1:]
    present = np.nonzero(n)[0]
    return present, n[present].astype(np.int64), failed[present].astype(np.int64)


def _make_table(snapshot: Snapshot) -> HopTable:
    """For each path the previous column that it has, then pairs of values numbered column by column."""
    size = snapshot.size
    last_column = np.full(size, -1, np.int64)
    last_code = np.full(size, -1, np.int64)
    by_path, ends = [], []
    for number, column in enumerate(snapshot.columns):
        codes = column.codes[:size].astype(np.int64)
        there = codes >= 0
        if number:
            lines, pairs = _number_pairs(last_column, last_code, number, codes)
            by_path.append(lines)
            ends.append(pairs)
        last_column[there], last_code[there] = number, codes[there]
    return HopTable(snapshot.generation, size, tuple(by_path), tuple(ends))


def _number_pairs(last_column: Int, last_code: Int, number: int, codes: Int) -> tuple[Int, Int]:
    width = 1 << 28  # values of one column: far beyond what memory holds
    lines = np.full(len(codes), -1, np.int64)
    there = (codes >= 0) & (last_column >= 0)
    keys = (last_column[there] * width + last_code[there]) * width + codes[there]
    unique, numbers = np.unique(keys, return_inverse=True)
    lines[there] = numbers
    sources, targets = np.divmod(unique, width)
    columns, source_codes = np.divmod(sources, width)
    return lines, np.stack((columns, source_codes, np.full(len(unique), number), targets), axis=1)
