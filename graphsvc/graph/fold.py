"""Folds calls by path into calls by node and by hop. Which hops a path has is worked out once and kept."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.domain.polygraph import CountedHop, Value
from graphsvc.graph.dictionary import Counts, Snapshot

Int = npt.NDArray[np.int64]


@dataclass(frozen=True)
class HopTable:
    """Per column after the first: which hop leads each path into it (-1: none), and the ends of every hop."""

    size: int
    by_path: tuple[Int, ...]
    ends: tuple[list[tuple[int, int, int, int]], ...]


class Folder:
    """Keeps the hop table of the dictionary it last saw."""

    def __init__(self) -> None:
        self._table = HopTable(-1, (), ())

    def columns(self, snapshot: Snapshot, counts: Counts) -> list[list[Value]]:
        live, weights, errors = _live(snapshot, counts)
        return [self._column(snapshot, number, live, weights, errors) for number in range(len(snapshot.columns))]

    def hops(self, snapshot: Snapshot, counts: Counts) -> list[CountedHop]:
        table = self._hop_table(snapshot)
        live, weights, errors = _live(snapshot, counts)
        found: list[CountedHop] = []
        for by_path, ends in zip(table.by_path, table.ends, strict=True):
            lines = by_path[live]
            there = lines >= 0
            calls = np.bincount(lines[there], weights=weights[there], minlength=len(ends))
            failed = np.bincount(lines[there], weights=errors[there], minlength=len(ends))
            found += (
                CountedHop(ends[line][:2], ends[line][2:], int(calls[line]), int(failed[line]))
                for line in np.nonzero(calls)[0]
            )
        return found

    def _column(self, snapshot: Snapshot, number: int, live: Int, weights: Counts, errors: Counts) -> list[Value]:
        column = snapshot.columns[number]
        codes = column.codes[live]
        there = codes >= 0
        size = len(column.names)
        calls = np.bincount(codes[there], weights=weights[there], minlength=size)
        failed = np.bincount(codes[there], weights=errors[there], minlength=size)
        first = np.full(max(size, calls.size), np.iinfo(np.int64).max)
        np.minimum.at(first, codes[there], snapshot.first_seen[live][there])
        return [
            Value(
                code, column.names[code], column.classes[code], int(calls[code]), int(failed[code]), 0, int(first[code])
            )
            for code in np.nonzero(calls)[0].tolist()
        ]

    def _hop_table(self, snapshot: Snapshot) -> HopTable:
        if self._table.size != snapshot.size:
            self._table = _make_table(snapshot)
        return self._table


def _live(snapshot: Snapshot, counts: Counts) -> tuple[Int, Counts, Counts]:
    live = np.nonzero(counts)[0]
    weights = counts[live]
    return live, weights, np.where(snapshot.is_error[live], weights, 0)


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
    return HopTable(size, tuple(by_path), tuple(ends))


def _number_pairs(
    last_column: Int, last_code: Int, number: int, codes: Int
) -> tuple[Int, list[tuple[int, int, int, int]]]:
    width = 1 << 28  # values of one column: far beyond what memory holds
    lines = np.full(len(codes), -1, np.int64)
    there = (codes >= 0) & (last_column >= 0)
    keys = (last_column[there] * width + last_code[there]) * width + codes[there]
    unique, numbers = np.unique(keys, return_inverse=True)
    lines[there] = numbers
    sources, targets = np.divmod(unique, width)
    columns, source_codes = np.divmod(sources, width)
    pairs = [(int(c), int(s), number, int(t)) for c, s, t in zip(columns, source_codes, targets, strict=True)]
    return lines, pairs
