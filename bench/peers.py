"""Databases that answer the same questions: DuckDB, and ClickHouse in this process, where `chdb` is installed.

Each holds the calls as they are, and as a rollup: one row for each path, text and hour with the number of its calls.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from typing import Any, Protocol

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphsvc.domain.call import Call
from graphsvc.domain.moment import HOUR
from graphsvc.domain.path import Path

COLUMNS = ("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7")
# Pairs of columns that a hop can join: neighbours, and those around columns that a call may lack.
PAIRS = [(s, t) for s in range(7) for t in range(s + 1, 8) if all(c in {1, 2, 3, 4} for c in range(s + 1, t))]
PATH = tuple(f"p_{field.name}" for field in fields(Path))
OWN = (
    "audit_id", "name", "uri", "level", "stage", "user_agent", "reason", "message", "decision", "decision_reason",
    "command", "container", "credential", "pod", "node",
)  # fmt: skip
TEXTS = (*COLUMNS, *PATH, "text", *OWN)

RAW, ROLLUP = "calls", "rollup"

Array = npt.NDArray[np.generic]
Counted = tuple[dict[tuple[int, str], int], dict[tuple[int, str, int, str], int]]


@dataclass(frozen=True)
class Answer:
    """Arrays of named values: nodes by column, hops by source and target column."""

    nodes: dict[int, dict[str, Array]]
    hops: dict[tuple[int, int], dict[str, Array]]

    def told(self) -> Counted:
        nodes = {(c, str(x)): int(n) for c, a in self.nodes.items() for x, n in zip(a["x"], a["n"], strict=True)}
        hops = {
            (s, str(x), t, str(y)): int(n)
            for (s, t), a in self.hops.items()
            for x, y, n in zip(a["x"], a["y"], a["n"], strict=True)
        }
        return nodes, hops


class Peer(Protocol):
    name: str

    def insert(self, rows: pa.Table) -> None: ...

    def roll_up(self) -> None: ...

    def count(self) -> int: ...

    def keep(self, select: str) -> None:
        """As table `w`, for the questions that follow."""

    def arrays(self, select: str) -> dict[str, Array]: ...

    def rows(self, select: str) -> list[Any]:
        """As Python's values, one row after the other."""


def polygraph(peer: Peer, table: str, where: str) -> Answer:
    """Distinct paths first, then one grouping a column and one a pair of columns: the quickest form that was found."""
    columns = ", ".join(COLUMNS)
    number = "count(*)" if table == RAW else "sum(n)"
    peer.keep(f"select {columns}, {number} as n from {table} where {where} group by {columns}")
    nodes = {
        at: peer.arrays(f"select {c} as x, sum(w.n) as n from w where {c} <> '' group by {c}")
        for at, c in enumerate(COLUMNS)
    }
    hops = {}
    for source, target in PAIRS:
        # a hop leads to the next column that the call has: those between are empty
        empty = "".join(f" and {c} = ''" for c in COLUMNS[source + 1 : target])
        a, b = COLUMNS[source], COLUMNS[target]
        hops[source, target] = peer.arrays(
            f"select {a} as x, {b} as y, sum(w.n) as n from w where {a} <> '' and {b} <> ''{empty} group by {a}, {b}"
        )
    return Answer(nodes, hops)


def page(peer: Peer, where: str, first: int) -> list[Any]:
    """Whole calls, newest first; the first value of a row is its id."""
    selected = ", ".join(("id", "ts", *PATH, *OWN))
    return peer.rows(f"select {selected} from {RAW} where {where} order by ts desc, id desc limit {first}")


def table_of(calls: list[Call]) -> pa.Table:
    columns: dict[str, list[Any]] = {"id": [c.id for c in calls], "ts": [c.time for c in calls]}
    columns |= dict(zip(TEXTS, zip(*map(_texts, calls), strict=True), strict=True))
    return pa.table(columns)


def _texts(call: Call) -> tuple[str, ...]:
    path = (getattr(call.path, field.name) for field in fields(Path))
    told = (", ".join(value) if isinstance(value, tuple) else str(value) for value in path)
    return (*call.path.column_values, *told, _text(call), *(str(call.properties.get(name, "")) for name in OWN))


def _text(call: Call) -> str:
    """What a bare word is looked up in: the path's values, the objects' names, and the command."""
    return "\x1f".join((call.path.text, *(o.name.lower() for o in call.objects), call.command.lower()))


class DuckDB:
    name = "DuckDB"

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._db = db
        texts = ", ".join(f"{c} varchar" for c in TEXTS)
        db.execute(f"create table {RAW} (id varchar, ts bigint, {texts})")

    def insert(self, rows: pa.Table) -> None:
        self._db.register("chunk", rows)
        self._db.execute(f"insert into {RAW} select * from chunk")
        self._db.unregister("chunk")

    def roll_up(self) -> None:
        self._db.execute(f"create table {ROLLUP} as {_rolled_up('//')}")

    def count(self) -> int:
        return int(self.rows(f"select count(*) from {RAW}")[0][0])

    def keep(self, select: str) -> None:
        self._db.execute(f"create or replace temp table w as {select}")

    def arrays(self, select: str) -> dict[str, Array]:
        return dict(self._db.execute(select).fetchnumpy())

    def rows(self, select: str) -> list[Any]:
        return self._db.execute(select).fetchall()


class ClickHouse:
    """Sorted by time; values of paths in dictionaries, which is what they are for."""

    name = "ClickHouse"

    def __init__(self, session: Any) -> None:
        self._session = session
        kinds = {**dict.fromkeys(TEXTS, "String"), **dict.fromkeys((*COLUMNS, *PATH), "LowCardinality(String)")}
        texts = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        session.query("create database bench")
        session.query("use bench")
        session.query(f"create table {RAW} (id String, ts Int64, {texts}) engine = MergeTree order by (ts, id)")

    def insert(self, rows: pa.Table) -> None:  # noqa: ARG002  # the query finds it by its name
        self._session.query(f"insert into {RAW} select * from Python(rows)")

    def roll_up(self) -> None:
        self._session.query(f"optimize table {RAW} final")
        self._session.query(f"create table {ROLLUP} engine = MergeTree order by ts as {_rolled_up('DIV')}")

    def count(self) -> int:
        return int(self.rows(f"select count(*) as n from {RAW}")[0]["n"])

    def keep(self, select: str) -> None:
        self._session.query(f"create or replace table w engine = Memory as {select}")

    def arrays(self, select: str) -> dict[str, Array]:
        found = self._session.query(select, "ArrowTable")
        return {name: found[name].to_numpy() for name in found.column_names}

    def rows(self, select: str) -> list[Any]:
        return list(self._session.query(select, "ArrowTable").to_pylist())


def _rolled_up(divided: str) -> str:
    """`ts` of a row is the start of its hour."""
    by = ", ".join((*COLUMNS, "text"))
    return f"select (ts {divided} {HOUR}) * {HOUR} as ts, {by}, count(*) as n from {RAW} group by all"


@contextmanager
def peers() -> Iterator[list[Peer]]:
    with ExitStack() as stack:
        found: list[Peer] = [DuckDB(stack.enter_context(duckdb.connect()))]
        try:
            from chdb.session import Session  # noqa: PLC0415  # 900 MB that nobody has to install
        except ImportError:
            print("ClickHouse is left out: install the extra `clickhouse` to have it take part", flush=True)
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="graphsvc-bench-"))
            session = Session(folder)
            stack.callback(session.close)
            found.append(ClickHouse(session))
        yield found


def insert_everywhere(found: Iterable[Peer], calls: list[Call]) -> None:
    rows = table_of(calls)
    for peer in found:
        peer.insert(rows)
