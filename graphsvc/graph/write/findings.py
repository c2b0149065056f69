"""What the detections made of a batch, and the one transaction that writes it and takes the batch away.

Sightings of anomalies, marks of thresholds and sequences, days of habits, alerts, and what has to wait because its
condition could not be asked: all of it, or nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection, DetectionKind, Severity
from graphsvc.domain.moment import DAY
from graphsvc.domain.window import Fired, Item, Mark, count, follow
from graphsvc.graph.store import Store, Transaction
from graphsvc.graph.write.batches import WaitingBatch

_DAYS_OF_A_HABIT = 3
_SEPARATOR = "\x1f"
_LOUDNESS = list(Severity)


@dataclass(frozen=True)
class Sighting:
    """A tuple that an anomaly met: first and last time in this batch, milliseconds."""

    key: str
    detection: str
    seen: list[str]
    first: int
    last: int


@dataclass(frozen=True)
class Counted:
    """What a threshold or a sequence met of one key. `occurrence` makes its occurrence of what fired."""

    key: str
    detection: Detection
    items: list[Item]
    occurrence: Callable[[Fired], Occurrence]


@dataclass(frozen=True)
class Postponed:
    """Calls that a detection could not be asked about: they wait for it."""

    id: str
    detection: str
    cluster: str
    learn: bool
    calls: list[str]
    paths: list[int]


@dataclass
class Findings:
    """An anomaly's occurrence waits for `sightings` to say whether it is one.

    `conditional`: for an occurrence of an anomaly, the keys of its tuples and the window they must have been unseen in.
    """

    sightings: list[Sighting] = field(default_factory=list)
    certain: list[Occurrence] = field(default_factory=list)
    conditional: list[tuple[Occurrence, list[str], int]] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    postponed: list[Postponed] = field(default_factory=list)


def settle(store: Store, batch: WaitingBatch, findings: Findings, *, silent: bool) -> list[Occurrence]:
    """Write memory and alerts, and take the batch away, all in one; returns what fired.

    `silent` remembers without firing. Returns nothing when somebody else took the batch before.
    """
    return store.write(lambda tx: _settle(tx, findings, "take_batch", batch.id, silent=silent))


def settle_postponed(store: Store, postponed: Postponed, findings: Findings) -> list[Occurrence]:
    """The same for calls that waited for one detection."""
    return store.write(lambda tx: _settle(tx, findings, "take_postponed", postponed.id, silent=postponed.learn))


def _settle(tx: Transaction, findings: Findings, take: str, id_: int | str, *, silent: bool) -> list[Occurrence]:
    tx.run("hold_turn")  # or whoever reads it meanwhile would see half of it gone
    if not tx.run(take, id=id_):
        return []
    if findings.postponed:
        tx.run("postpone", rows=[vars(p) for p in findings.postponed])
    fired = [*findings.certain, *_settle_sightings(tx, findings), *_settle_windows(tx, findings.counted)]
    fired = _settle_habits(tx, fired)
    if silent:
        return []
    fired = sorted(fired, key=lambda o: (o.time, o.call, o.detection.code))
    _write_alerts(tx, _worth_an_alert(fired))
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


def _settle_windows(tx: Transaction, counted: Sequence[Counted]) -> list[Occurrence]:
    """Marks as they were, with what this batch brought."""
    if not counted:
        return []
    rows = tx.run("known_marks", keys=[c.key for c in counted])
    known = {key: Mark(tuple(map(_item, items)), fired) for key, items, fired in rows}
    occurrences, changed = [], []
    for one in counted:
        before = known.get(one.key, Mark())
        after, fired = _advance(one, before)
        occurrences += [one.occurrence(f) for f in fired]
        if after != before:
            changed.append(_mark_row(one, after))
    if changed:
        tx.run("marks", rows=changed)
    return occurrences


def _advance(one: Counted, mark: Mark) -> tuple[Mark, list[Fired]]:
    detection = one.detection
    if detection.kind is DetectionKind.SEQUENCE:
        return follow(mark, one.items, steps=detection.steps, window=detection.window)
    return count(mark, one.items, at_least=detection.at_least, window=detection.window)


def _mark_row(one: Counted, mark: Mark) -> dict[str, Any]:
    items = [_SEPARATOR.join((str(i.time), i.of, i.call)) for i in mark.items]
    last = max((i.time for i in one.items), default=0)
    return {"key": one.key, "detection": one.detection.slug, "items": items, "fired": mark.fired, "last": last}


def _item(text: str) -> Item:
    time, of, call = text.split(_SEPARATOR)
    return Item(int(time), of, call)


def _settle_habits(tx: Transaction, fired: Sequence[Occurrence]) -> list[Occurrence]:
    """Who did the same on three days before is as loud as the detection says of habits."""
    keys = sorted({o.habit for o in fired if o.habit})
    if not keys:
        return list(fired)
    known = {key: {int(day) for day in days} for key, days, _ in tx.run("known_marks", keys=keys)}
    settled = []
    for occurrence in sorted(fired, key=lambda o: o.time):
        days = known.setdefault(occurrence.habit, set()) if occurrence.habit else set()
        is_habit = len([day for day in days if day < occurrence.time // DAY]) >= _DAYS_OF_A_HABIT
        days.add(occurrence.time // DAY)
        quiet = occurrence.detection.habit
        settled.append(replace(occurrence, severity=quiet) if is_habit and quiet else occurrence)
    tx.run("marks", rows=[_habit_row(fired, key, known[key]) for key in keys])
    return settled


def _habit_row(fired: Iterable[Occurrence], key: str, days: set[int]) -> dict[str, Any]:
    """The last days are enough, and one more in case they come in another order."""
    own = next(o for o in fired if o.habit == key)
    kept = sorted(days)[-_DAYS_OF_A_HABIT - 1 :]
    items = [str(day) for day in kept]
    return {"key": key, "detection": own.detection.slug, "items": items, "fired": 0, "last": kept[-1] * DAY}


def _worth_an_alert(fired: Sequence[Occurrence]) -> list[Occurrence]:
    """Where a more specific detection fired on the same call, the general one says nothing more. What only informs is
    no alert: the picture would be full of them.
    """
    codes: dict[str, set[str]] = {}
    for occurrence in fired:
        codes.setdefault(occurrence.call, set()).add(occurrence.detection.code)
    return [o for o in fired if o.severity is not Severity.INFO and codes[o.call].isdisjoint(o.detection.under)]


def _write_alerts(tx: Transaction, fired: Sequence[Occurrence]) -> None:
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
    loudest = min((o.severity for o in group), key=_LOUDNESS.index)
    return {
        "id": known or first.alert_id,
        "subject": subject,
        "first": min(o.time for o in group),
        "last": max(o.time for o in group),
        "calls": list(dict.fromkeys(call for o in group for call in (*o.evidence, o.call))),
        "severity": loudest.value,
        "louder": [severity.value for severity in _LOUDNESS[: _LOUDNESS.index(loudest)]],
        "properties": {
            "detection": detection.slug,
            "code": detection.code,
            "kind": detection.kind.value,
            "severity": loudest.value,
            "title": detection.title,
            "technique": list(detection.technique),
            "cluster": first.cluster,
            "who": first.who,
            "what": first.what,
            "where": first.where,
            "because": first.because,
        },
    }
