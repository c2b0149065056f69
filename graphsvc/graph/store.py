"""The door to Neo4j: sessions, timeouts, retries, and the driver's errors told in our own words."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

import structlog
from neo4j import Driver, GraphDatabase, ManagedTransaction, Result, unit_of_work
from neo4j import Query as TimedQuery
from neo4j.exceptions import (
    AuthError,
    ClientError,
    DatabaseError,
    DatabaseUnavailable,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graphsvc.errors import StoreBroken, StoreBusy, StoreError, StoreUnavailable
from graphsvc.graph import queries
from graphsvc.graph.bolt_address import parse_address

Rows = list[list[Any]]
T = TypeVar("T")

# Deadlocks and locks that were waited for too long. Other errors that may pass, such as too little memory for a
# transaction, may be the transaction's own fault.
_OTHERS_ARE_BUSY = "Neo.TransientError.Transaction."
# What a server says that lost its disk for a moment: it answers nothing any more until it is restarted.
_BROKEN = ("needs to be restarted", "Could not append transaction", "Could not apply the transaction")
_IS_THERE = "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"
_FOR_A_TURN = 120.0  # seconds
_FOR_A_SCHEMA = 600.0  # seconds; an index of a large graph takes longer than a server gives by itself
_PAUSE = 2.0  # seconds before a server that went away is asked again

log = structlog.get_logger()


class _Unprinted(list[Any]):
    """A parameter that is not spelled out for the driver's debug log: it does so for each statement, also when that
    log is off (neo4j 6.4, `Bolt5x5.run`).
    """

    def __repr__(self) -> str:
        return f"<{len(self)} values>"


def _unprinted(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: _Unprinted(value) if type(value) is list else value for name, value in parameters.items()}


class Transaction:
    """One write transaction; runs query files by name."""

    def __init__(self, managed: ManagedTransaction) -> None:
        self._managed = managed

    def run(self, name: str, /, **parameters: Any) -> Rows:
        """Run `write/<name>` and return its rows."""
        return self._values(f"write/{name}", parameters)

    def read(self, name: str, /, **parameters: Any) -> Rows:
        """Rows of the query file `read/<name>`, in this transaction."""
        return self._values(f"read/{name}", parameters)

    def run_map(self, name: str, /, **parameters: Any) -> dict[Any, Any]:
        """Rows of two columns as a map from the first to the second."""
        return {key: value for key, value in self.run(name, **parameters)}  # noqa: C416  # rows are lists

    def _values(self, file: str, parameters: dict[str, Any]) -> Rows:
        return self._managed.run(queries.load(file).text, _unprinted(parameters)).values()


class Store:
    """One Neo4j database. Threads may share it; sessions are opened per unit of work.

    The address may carry a login; `user` and `password` go before it. `uri` is the address to show, without one.
    `patience`: for how many seconds a server that answered before, and went away, is asked again.
    """

    def __init__(
        self, uri: str, *, user: str = "", password: str = "", database: str = "neo4j", patience: float = 0
    ) -> None:
        address = parse_address(uri)
        self.uri = address.uri
        self.user = user or address.user
        auth = (self.user, password or address.password) if self.user else None
        self._database = database
        self._patience = patience
        self._answered = False
        self._driver: Driver = GraphDatabase.driver(
            self.uri, auth=auth, connection_acquisition_timeout=20, notifications_min_severity="OFF"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._driver.close()

    def check(self) -> str:
        """The server's version; raises StoreUnavailable when it cannot be reached."""
        with _translated():
            return self._driver.get_server_info().agent

    def read(self, name: str, /, *, timeout: float = 30, **parameters: Any) -> Rows:
        """Rows of the query file `read/<name>`, as lists in the order of its columns."""
        return self.read_text(queries.load(f"read/{name}").text, timeout=timeout, **parameters)

    def read_map(self, name: str, /, **parameters: Any) -> dict[Any, Any]:
        """Rows of two columns as a map from the first to the second."""
        return {key: value for key, value in self.read(name, **parameters)}  # noqa: C416  # rows are lists

    def read_text(self, text: str, /, *, timeout: float = 30, **parameters: Any) -> Rows:
        """Rows of a statement that came from a file, in a session that the server lets read only."""
        return self._read(text, timeout, parameters, lambda result: result.values())

    def read_rows(self, text: str, /, *, timeout: float = 30, most: int = 0, **parameters: Any) -> list[dict[str, Any]]:
        """The same with rows as maps by column name; raises StoreError for more than `most`, where it is given."""

        def taken(result: Result) -> list[dict[str, Any]]:
            if not most:
                return result.data()
            found = result.fetch(most + 1)
            if len(found) > most:
                raise StoreError(f"it gave more than {most:,} rows")
            return [record.data() for record in found]

        return self._read(text, timeout, parameters, taken)

    def _read(self, text: str, timeout: float, parameters: dict[str, Any], taken: Callable[[Result], T]) -> T:
        def ask() -> T:
            with self._driver.session(database=self._database, default_access_mode="READ") as session:
                return taken(session.run(TimedQuery(text, timeout=timeout), _unprinted(parameters)))

        return self._patiently(ask)

    def write(self, work: Callable[[Transaction], T], *, timeout: float = 120) -> T:
        """Run `work` in one transaction, again when the server says that trying again may help.

        With patience it may run again although it was committed, when the answer was lost: it must change nothing then.
        """

        @unit_of_work(timeout=timeout)
        def run(managed: ManagedTransaction) -> T:
            return work(Transaction(managed))

        def ask() -> T:
            with self._driver.session(database=self._database) as session:
                return session.execute_write(run)

        return self._patiently(ask)

    def _patiently(self, ask: Callable[[], T]) -> T:
        began = time.monotonic()
        while True:
            try:
                with _translated():
                    answer = ask()
            except StoreUnavailable as error:
                if time.monotonic() >= began + self._patience_with(error):
                    raise
                log.warning("database_away", problem=str(error), seconds=_PAUSE)
                time.sleep(_PAUSE)
            else:
                self._answered = True
                return answer

    def _patience_with(self, error: StoreUnavailable) -> float:
        if isinstance(error, StoreBusy):
            return max(self._patience, _FOR_A_TURN)
        return self._patience if self._answered else 0

    def run_alone(self, name: str, /) -> None:
        """Run `write/<name>`, a statement that commits by itself, piece by piece."""
        self.run_schema(queries.load(f"write/{name}").text)

    def run_schema(self, text: str, /, **parameters: Any) -> Rows:
        """Run a schema statement: those commit by themselves, and may wait for long transactions to end.

        What is there already may be made again, also by two that ask at the same moment, which `IF NOT EXISTS` is no
        help for.
        """

        def run() -> Rows:
            with self._driver.session(database=self._database) as session:
                try:
                    return session.run(TimedQuery(text, timeout=_FOR_A_SCHEMA), parameters).values()
                except ClientError as error:
                    if error.code != _IS_THERE:
                        raise
                    return []

        return self._patiently(run)

    def explain(self, text: str, /, *, timeout: float = 30, **parameters: Any) -> tuple[str, list[str]]:
        """Type of a statement (`r`, `w`, `rw`, `s`) and the operators of its plan, without running it.

        Operators that work on another database keep its name: `AdministrationCommand@system`.
        """
        with _translated(), self._driver.session(database=self._database, default_access_mode="READ") as session:
            summary = session.run(TimedQuery(f"EXPLAIN {text}", timeout=timeout), parameters).consume()
        found = _operators(summary.plan) if summary.plan else ()
        return summary.query_type or "", [name.removesuffix(f"@{self._database.lower()}") for name in found]


def _operators(plan: Any) -> Iterator[str]:
    yield plan["operatorType"]
    for child in plan.get("children", ()):
        yield from _operators(child)


def _first_words(error: Exception) -> str:
    """The driver goes on with every address it tried, over several lines."""
    text = (error.message or "") if isinstance(error, Neo4jError) else str(error)
    lines = text.splitlines() or [type(error).__name__]
    return lines[0].partition(" (resolved to")[0].rstrip(":")


def _why(error: ClientError) -> str:
    if isinstance(error, AuthError):
        return " the login: GRAPHSVC_NEO4J_USER and GRAPHSVC_NEO4J_PASSWORD say who graphsvc is to it"
    return f": {error.message or error.code}"


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        told = _interruption(error) or _told(error)
        if told is None:
            raise
        raise told from error


def _interruption(error: BaseException) -> KeyboardInterrupt | SystemExit | None:
    """Ctrl-C, or the end that a signal asked for, where it met the driver at work: what that was about to read is lost,
    and it fails anew, in its own words, when its session is closed.
    """
    before = error.__context__
    while before is not None and not isinstance(before, KeyboardInterrupt | SystemExit):
        before = before.__context__
    return before


def _told(error: Exception) -> StoreError | None:
    """The driver's errors in our words; None for what is none of them."""
    if isinstance(error, (ServiceUnavailable, SessionExpired, DatabaseUnavailable)):
        return StoreUnavailable(f"Neo4j cannot be reached: {_first_words(error)}")
    if isinstance(error, ClientError):
        return StoreError(f"Neo4j refused{_why(error)}")
    if isinstance(error, TransientError) and (error.code or "").startswith(_OTHERS_ARE_BUSY):
        return StoreBusy(f"Neo4j is busy: {error.message or error.code}")
    if isinstance(error, DatabaseError) and any(words in str(error) for words in _BROKEN):
        return StoreBroken("Neo4j had an error that only a restart of it mends; most often its disk was full")
    return StoreError(f"Neo4j failed: {error}") if isinstance(error, (Neo4jError, DriverError)) else None
