"""The complete Polygraph (nodes of eight columns, hops between them) from graphsvc and DuckDB, over the same calls.

Both answer the same question in the same process, in turn; the table tells ratios of paired times. Answers are
compared value by value before anything is timed.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt

from graphsvc.domain.moment import DAY, HOUR
from graphsvc.domain.period import Period
from graphsvc.graph.read.polygraph import Polygraph, Wanted, arrange
from graphsvc.graph.read.reader import Question, Reader

ROUNDS = 9
# Pairs of columns that a hop can join: neighbours, and those around columns that a call may lack.
PAIRS = [(s, t) for s in range(7) for t in range(s + 1, 8) if all(c in {1, 2, 3, 4} for c in range(s + 1, t))]
COLUMNS = ("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7")

Array = npt.NDArray[np.generic]
Counted = tuple[dict[tuple[int, str], int], dict[tuple[int, str, int, str], int]]


@dataclass(frozen=True)
class Case:
    name: str
    question: Question
    where: str


@dataclass(frozen=True)
class Row:
    name: str
    ours_ms: float
    peer_ms: float
    ratio: float


def cases(first: int, last: int) -> list[Case]:
    """A day in the middle, everything, and everything with a term and a minus; all in whole hours."""
    day = (first + 10 * DAY) // HOUR * HOUR
    whole = Period(first // HOUR * HOUR, (last // HOUR + 1) * HOUR)
    return [
        Case("24 h", Question(period=Period(day, day + DAY)), f"ts >= {day} and ts < {day + DAY}"),
        Case("30 d", Question(period=whole), "true"),
        Case(
            "30 d, pods -default",
            Question("pods -default", period=whole),
            "text like '%pods%' and text not like '%default%'",
        ),
    ]


def ours(reader: Reader, question: Question) -> Polygraph:
    return arrange(reader.fold(reader.count(question)), Wanted(top=0, group=False))


def told(shown: Polygraph) -> Counted:
    nodes = {(node.column, node.name): node.calls for node in shown.nodes}
    hops = {
        (shown.nodes[s].column, shown.nodes[s].name, shown.nodes[t].column, shown.nodes[t].name): calls
        for (s, t), calls in zip(shown.hops.ends.tolist(), shown.hops.calls.tolist(), strict=True)
    }
    return nodes, hops


@dataclass(frozen=True)
class Answer:
    """Arrays of the peer: nodes by column, hops by source and target column."""

    nodes: dict[int, dict[str, Array]]
    hops: dict[tuple[int, int], dict[str, Array]]

    def told(self) -> Counted:
        nodes = {(c, x): int(n) for c, a in self.nodes.items() for x, n in zip(a["x"], a["n"], strict=True)}
        hops = {
            (s, x, t, y): int(n)
            for (s, t), a in self.hops.items()
            for x, y, n in zip(a["x"], a["y"], a["n"], strict=True)
        }
        return nodes, hops


def theirs(db: duckdb.DuckDBPyConnection, where: str) -> Answer:
    """Distinct paths first, then one grouping a column and one a pair of columns: the quickest form that was found."""
    columns = ", ".join(COLUMNS)
    db.execute(f"create or replace temp table w as select {columns}, count(*) n from calls where {where} group by all")
    nodes = {
        number: db.execute(f"select {c} x, sum(n) n from w where {c} <> '' group by 1").fetchnumpy()
        for number, c in enumerate(COLUMNS)
    }
    hops = {}
    for source, target in PAIRS:
        # a hop leads to the next column that the call has: those between are empty
        empty = "".join(f" and {c} = ''" for c in COLUMNS[source + 1 : target])
        a, b = COLUMNS[source], COLUMNS[target]
        hops[source, target] = db.execute(
            f"select {a} x, {b} y, sum(n) n from w where {a} <> '' and {b} <> ''{empty} group by 1, 2"
        ).fetchnumpy()
    return Answer(nodes, hops)


def compare(reader: Reader, db: duckdb.DuckDBPyConnection, first: int, last: int) -> list[Row]:
    rows = []
    for case in cases(first, last):
        if told(ours(reader, case.question)) != theirs(db, case.where).told():
            raise SystemExit(f"{case.name}: the answers differ")
        rows.append(_timed(case, lambda c=case: ours(reader, c.question), lambda c=case: theirs(db, c.where)))  # type: ignore[misc]
    return rows


def _timed(case: Case, mine: Callable[[], object], other: Callable[[], object]) -> Row:
    pairs = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        mine()
        middle = time.perf_counter()
        other()
        pairs.append((middle - start, time.perf_counter() - middle))
    a, b = (statistics.median(side) * 1_000 for side in zip(*pairs, strict=True))
    return Row(case.name, a, b, statistics.median(x / y for x, y in pairs))
