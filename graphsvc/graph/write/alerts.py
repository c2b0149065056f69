"""Alerts: opened, or told anew, in the transaction that settles a batch."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from graphsvc.domain.alert import Occurrence, worth_an_alert
from graphsvc.domain.detection import Severity
from graphsvc.domain.moment import DAY
from graphsvc.domain.risk import Stakes, is_astray, risk_of
from graphsvc.domain.story import clues_of, latest_clues
from graphsvc.graph.store import Transaction

Told = Mapping[str, Any]  # what `known_stakes` says of a call


def write_alerts(tx: Transaction, fired: Sequence[Occurrence]) -> None:
    """`fired` in the order of time."""
    fired = worth_an_alert(fired)
    if not fired:
        return
    subjects: dict[str, list[Occurrence]] = {}
    for occurrence in fired:
        subjects.setdefault(occurrence.subject, []).append(occurrence)
    known: dict[str, dict[str, Any]] = tx.run_map("open_alerts", subjects=list(subjects))
    told: dict[str, Told] = tx.run_map("known_stakes", calls=[o.call for o in fired], day=DAY)
    rows = [_row(group, known.get(subject), told) for subject, group in subjects.items()]
    tx.run("alerts", rows=rows)


def _row(group: list[Occurrence], known: dict[str, Any] | None, told: Mapping[str, Told]) -> dict[str, Any]:
    """The alert with these occurrences of its subject. What its first occurrence said of it stays."""
    said = known or _said_by(group[0])
    severity = min((Severity(said["severity"]), *(o.severity for o in group)), key=attrgetter("rank"))
    stakes = reduce(or_, (_stakes_of(o, told.get(o.call)) for o in group), _stakes_known(known))
    clues = latest_clues([*said.get("clues", []), *(c for o in group for c in _clues_of(o, told.get(o.call)))])
    own = {
        "severity": severity.value,
        "risk": risk_of(severity, stakes),
        "clues": clues,
        "first_seen": min(said["first_seen"], *(o.time for o in group)),
        "last_seen": max(said["last_seen"], *(o.time for o in group)),
        **{name: list(value) if name == "things" else value for name, value in vars(stakes).items()},
    }
    calls = list(dict.fromkeys(call for o in group for call in (*o.evidence, o.call)))
    return {"id": said["id"], "calls": calls, "properties": own if known else {**said, **own}}


def _said_by(first: Occurrence) -> dict[str, Any]:
    detection = first.detection
    return {
        "id": first.alert_id,
        "subject": first.subject,
        "detection": detection.slug,
        "code": detection.code,
        "kind": detection.kind.value,
        "severity": first.severity.value,
        "title": detection.title,
        "technique": list(detection.technique),
        "cluster": first.cluster,
        "who": first.who,
        "what": first.what,
        "thing": first.thing,
        "where": first.where,
        "because": first.because,
        "clues": [],
        "first_seen": first.time,
        "last_seen": first.time,
    }


def _stakes_known(known: dict[str, Any] | None) -> Stakes:
    kept = {name: known[name] for name in Stakes.__dataclass_fields__ if name in known} if known else {}
    return Stakes(**{**kept, "things": tuple(kept.get("things", ()))})


def _stakes_of(occurrence: Occurrence, told: Told | None) -> Stakes:
    if told is None:
        return Stakes(ok=not occurrence.call)  # where there is no call, none failed
    return Stakes(
        ok=told["ok"],
        outside=told["network"] == "external",
        new=told["new"],
        astray=is_astray(told["who_kind"], told["network"]),
        system=told["system"],
        things=(told["thing"],),
    )


def _clues_of(occurrence: Occurrence, told: Told | None) -> list[str]:
    if told is None:
        return []
    outside = told["source_ip"] if told["network"] == "external" else ""
    who, kind, cluster = told["who"], told["who_kind"], occurrence.cluster
    return clues_of(who, kind, cluster, outside=outside, credential=told["credential"], time=occurrence.time)
