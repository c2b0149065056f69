"""Reads alerts: pages newest first, single ones, and what they rest on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graphsvc.domain.period import Period
from graphsvc.domain.viewer import Scope
from graphsvc.graph.read.dictionary import Snapshot
from graphsvc.graph.read.lookup import NamedCalls, Selection
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.store import Store

_STRIDE = 50  # alerts whose evidence is read at a time
_EVIDENCE_LOOKED_AT = 500
_NO_TIME = Period(0, 0)  # in which nothing is new: alerts are looked for at all times


@dataclass(frozen=True)
class StoredAlert:
    """Properties as in docs/reference/graph.md, Alert."""

    id: str
    detection: str
    code: str
    kind: str
    severity: str
    technique: list[str]
    title: str
    status: str
    cluster: str
    who: str
    what: str
    where: str
    first_seen: int
    last_seen: int
    occurrences: int
    subject: str = ""
    because: str = ""
    thing: str = ""
    risk: int = 0
    clues: list[str] = field(default_factory=list)
    things: list[str] = field(default_factory=list)
    ok: bool = False
    outside: bool = False
    new: bool = False
    astray: bool = False
    system: bool = False
    namespaces: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Facet:
    """One value that calls of an alert have, how many have it, and when the first and the last did, milliseconds."""

    name: str
    calls: int
    first: int
    last: int


@dataclass(frozen=True)
class Facets:
    """Most calls first."""

    addresses: list[Facet] = field(default_factory=list)
    clients: list[Facet] = field(default_factory=list)
    objects: list[Facet] = field(default_factory=list)


@dataclass(frozen=True)
class AlertFilter:
    """None: any."""

    statuses: list[str] | None = None
    severities: list[str] | None = None
    kinds: list[str] | None = None


@dataclass(frozen=True)
class AlertPlace:
    """Where a page of alerts ended."""

    last_seen: int
    id: str


@dataclass(frozen=True)
class OpenAlert:
    """As much of an alert as stands beside counts: there may be thousands."""

    id: str
    code: str
    severity: str
    title: str
    status: str
    first_seen: int
    last_seen: int


@dataclass(frozen=True)
class Beside:
    """What stands beside counts of paths: alerts that are not closed, each with the paths of its evidence; paths of the
    others; and command lines by id of the path that they were run on.
    """

    open: list[tuple[OpenAlert, list[int]]]
    closed: list[int]
    commands: dict[int, list[str]]

    @property
    def alerted(self) -> list[int]:
        """Paths that alerts rest on, closed or not; one may occur more than once."""
        return [*self.closed, *(path for _, paths in self.open for path in paths)]


_NEWEST = AlertPlace((1 << 63) - 1, "")  # after all alerts there can be


@dataclass(frozen=True)
class AlertPage:
    alerts: list[StoredAlert] = field(default_factory=list)
    has_next: bool = False


class AlertReader:
    """Reads the alerts of the reader's scope: those that rest on nothing outside it."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store = store
        self._reader = reader
        self._scope = reader.scope.lists

    def page(
        self, question: Question, wanted: AlertFilter, *, first: int, after: AlertPlace | None = None
    ) -> AlertPage:
        """Alerts of which some evidence fits the question, newest first."""
        snapshot, selection = self._reader.select(question)
        found: list[StoredAlert] = []
        number = max(first + 1, _STRIDE) if question.search else first + 1
        for alerts in self._newest(wanted, self._reader.scope.narrowed(question.clusters), after, number):
            found += self._fitting(alerts, snapshot, selection) if question.search else alerts
            if len(found) > first:
                break
        return AlertPage(found[:first], len(found) > first)

    def fitting(self, alerts: list[StoredAlert], question: Question) -> list[StoredAlert]:
        """Those of which some evidence fits the question."""
        if not question.search:
            return alerts
        snapshot, selection = self._reader.select(question)
        strides = (alerts[at : at + _STRIDE] for at in range(0, len(alerts), _STRIDE))
        return [alert for stride in strides for alert in self._fitting(stride, snapshot, selection)]

    def get(self, ids: list[str]) -> list[StoredAlert]:
        return [stored_alert(row[0]) for row in self._store.read("alerts_by_id", ids=ids, **self._scope)] if ids else []

    def call_ids(self, alert: str, limit: int) -> list[str]:
        return list(self._store.read("alert_calls", id=alert, limit=limit, **self._scope)[0][0])

    def facets(self, alert: str) -> Facets:
        """Addresses, clients and objects of all that it rests on."""
        rows = self._store.read("alert_facets", id=alert, **self._scope)
        addresses, clients, objects = (_facets((row[place], *row[3:]) for row in rows) for place in range(3))
        return Facets(addresses, clients, objects)

    def path_ids(self, alert: str) -> list[int]:
        rows = self._store.read("alert_paths", ids=[alert], **self._scope)
        return sorted(rows[0][1]) if rows else []

    def beside(self, command_paths: list[int], *, closed: bool = False) -> Beside:
        """In one question, because each costs as much as all that it reads. `closed`: also where closed alerts rest."""
        alerts, commands = self._store.read("alerts_and_commands", closed=closed, paths=command_paths, **self._scope)[0]
        return Beside(
            [(OpenAlert(**alert), sorted(paths)) for alert, paths in alerts if alert],
            [path for alert, paths in alerts if not alert for path in paths],
            dict(commands),
        )

    def of_calls(self, calls: list[str]) -> dict[str, list[StoredAlert]]:
        rows: dict[str, list[str]] = self._store.read_map("alerts_of_calls", calls=calls, **self._scope)
        alerts = {a.id: a for a in self.get(sorted({i for ids in rows.values() for i in ids}))}
        return {call: [alerts[i] for i in ids] for call, ids in rows.items()}

    def counts(self) -> dict[str, int]:
        """Alerts by detection."""
        return self._store.read_map("alert_counts", **self._scope)

    def _newest(
        self, wanted: AlertFilter, scope: Scope, after: AlertPlace | None, number: int
    ) -> Iterator[list[StoredAlert]]:
        """So many at a time."""
        place, is_last = after or _NEWEST, False
        while not is_last:
            rows = self._store.read(
                "alerts_newest",
                before_time=place.last_seen,
                before_id=place.id,
                statuses=wanted.statuses,
                severities=wanted.severities,
                kinds=wanted.kinds,
                limit=number,
                **scope.lists,
            )
            alerts = [stored_alert(row[0]) for row in rows]
            yield alerts
            is_last = len(alerts) < number
            place = place if is_last else AlertPlace(alerts[-1].last_seen, alerts[-1].id)

    def _fitting(self, alerts: list[StoredAlert], snapshot: Snapshot, selection: Selection) -> list[StoredAlert]:
        """Those of which some of the newest evidence fits."""
        if not alerts or not selection.may.any():
            return []
        fitting = set()
        wanted = {"limit": _EVIDENCE_LOOKED_AT, "whole": selection.needs_whole, **self._scope}
        for alert, ids, paths, *named in self._store.read("evidence_of_alerts", ids=[a.id for a in alerts], **wanted):
            calls = NamedCalls(ids, snapshot.to_places(paths), *named)
            if selection.fitting(calls, snapshot, _NO_TIME).any():
                fitting.add(alert)
        return [alert for alert in alerts if alert.id in fitting]


def stored_alert(properties: dict[str, Any]) -> StoredAlert:
    return StoredAlert(**properties)


def _facets(rows: Iterable[tuple[str, int, int, int]]) -> list[Facet]:
    found: dict[str, Facet] = {}
    for name, calls, first, last in rows:
        known = found.get(name, Facet(name, 0, first, last))
        found[name] = Facet(name, known.calls + calls, min(known.first, first), max(known.last, last))
    return sorted((f for f in found.values() if f.name), key=lambda f: (-f.calls, f.name))
