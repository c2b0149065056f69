"""Batches that wait for the detections, and the one transaction that says what came of them."""

from dataclasses import dataclass, field
from typing import Any

from graphsvc.domain.alert import Occurrence
from graphsvc.graph.store import Rows, Store, Transaction


@dataclass(frozen=True)
class WaitingBatch:
    """`calls` and `paths` are parallel: which path each new call took."""

    id: int
    cluster: str
    learn: bool
    calls: list[str]
    paths: list[int]


@dataclass(frozen=True)
class Sighting:
    """A tuple that an anomaly met: first and last time in this batch, milliseconds."""

    key: str
    detection: str
    seen: list[str]
    first: int
    last: int


@dataclass
class Findings:
    """What the detections made of a batch. An anomaly's occurrence waits for `sightings` to say whether it is one.

    `conditions`: for an occurrence of an anomaly, the keys of its tuples and the window they must have been unseen in.
    """

    sightings: list[Sighting] = field(default_factory=list)
    certain: list[Occurrence] = field(default_factory=list)
    conditional: list[tuple[Occurrence, list[str], int]] = field(default_factory=list)


def waiting_batches(store: Store, *, after: int = 0, limit: int = 20) -> list[WaitingBatch]:
    """The oldest first, each with all of its calls: the database may show a batch before it shows those."""
    if not store.read("next_batches", after=after, limit=1):
        return []
    return [WaitingBatch(*row) for row in store.write(lambda tx: _next_in_turn(tx, after, limit))]


def _next_in_turn(tx: Transaction, after: int, limit: int) -> Rows:
    tx.run("hold_turn")
    return tx.read("next_batches", after=after, limit=limit)


def count_waiting(store: Store) -> int:
    return int(store.read("batches_waiting")[0][0])


def settle(store: Store, batch: WaitingBatch, findings: Findings, *, silent: bool) -> list[Occurrence]:
    """Write memory and alerts, and take the batch away, all in one; returns what fired.

    `silent` remembers without firing. Returns nothing when somebody else took the batch before.
    """
    return store.write(lambda tx: _settle(tx, batch, findings, silent=silent))


def _settle(tx: Transaction, batch: WaitingBatch, findings: Findings, *, silent: bool) -> list[Occurrence]:
    if not tx.run("take_batch", id=batch.id):
        return []
    fired = list(findings.certain) + _settle_sightings(tx, findings)
    if silent:
        return []
    fired.sort(key=lambda o: (o.time, o.call, o.detection.code))
    _write_alerts(tx, fired)
    return fired


def _settle_sightings(tx: Transaction, findings: Findings) -> list[Occurrence]:
    if not findings.sightings:
        return []
    known: dict[str, int] = tx.run_map("known_sightings", keys=[s.key for s in findings.sightings])
    windows = {key: window for _, keys, window in findings.conditional for key in keys}
    anew = {s.key for s in findings.sightings if s.key not in known or known[s.key] < s.first - windows.get(s.key, 0)}
    rows = [{**s.__dict__, "anew": s.key in anew} for s in findings.sightings]
    tx.run("sightings", rows=rows)
    return [occurrence for occurrence, keys, _ in findings.conditional if anew & set(keys)]


def _write_alerts(tx: Transaction, fired: list[Occurrence]) -> None:
    if not fired:
        return
    subjects: dict[str, list[Occurrence]] = {}
    for occurrence in fired:
        subjects.setdefault(occurrence.subject, []).append(occurrence)
    known: dict[str, str] = tx.run_map("open_alerts", subjects=list(subjects))
    tx.run("alerts", rows=[_alert_row(subject, group, known.get(subject)) for subject, group in subjects.items()])


def _alert_row(subject: str, group: list[Occurrence], known: str | None) -> dict[str, Any]:
    first = group[0]
    detection = first.detection
    return {
        "id": known or first.alert_id,
        "subject": subject,
        "first": min(o.time for o in group),
        "last": max(o.time for o in group),
        "calls": [o.call for o in group],
        "properties": {
            "detection": detection.slug,
            "code": detection.code,
            "kind": detection.kind.value,
            "severity": detection.severity.value,
            "title": detection.title,
            "technique": list(detection.technique),
            "cluster": first.cluster,
            "who": first.who,
            "what": first.what,
            "where": first.where,
        },
    }
