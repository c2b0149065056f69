"""What the detections made of a batch, and the one transaction that writes it and takes the batch away.

Sightings of anomalies, marks of thresholds and sequences, days of habits, alerts, and what has to wait because its
condition could not be asked: all of it, or nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection, DetectionKind
from graphsvc.domain.moment import DAY
from graphsvc.domain.window import Fired, Item, Mark, count, follow
from graphsvc.graph.store import Store, Transaction
from graphsvc.graph.write.alerts import write_alerts
from graphsvc.graph.write.batches import WaitingBatch

_DAYS_OF_A_HABIT = 3
_SEPARATOR = "\x1f"


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
    """What a threshold or a sequence met of one key. `occurrence` makes its occurrence of what fired.

    `recalled` may follow a step of a sequence that came in late.
    """

    key: str
    detection: Detection
    items: list[Item]
    occurrence: Callable[[Fired], Occurrence]
    recalled: list[Item] = field(default_factory=list)


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

    def seen_anew(self, known: Mapping[str, int]) -> set[str]:
        """Keys of what was not seen within its window before. `known`: when it was seen last."""
        windows = {key: window for _, keys, window in self.conditional for key in keys}
        found = self.sightings
        return {s.key for s in found if s.key not in known or known[s.key] < s.first - windows.get(s.key, 0)}

    def depending_on(self, anew: set[str]) -> list[Occurrence]:
        return [occurrence for occurrence, keys, _ in self.conditional if anew & set(keys)]


def settle(store: Store, batch: WaitingBatch, findings: Findings, *, silent: bool) -> list[Occurrence]:
    """Write memory and alerts, and take the batch away, all in one; returns what fired.

    `silent` remembers without firing. Returns nothing when somebody else took the batch before.
    """
    return store.write(lambda tx: _settle(tx, findings, "take_batches", {"ids": batch.ids}, silent=silent))


def settle_postponed(store: Store, postponed: Postponed, findings: Findings) -> list[Occurrence]:
    """The same for calls that waited for one detection."""
    return store.write(lambda tx: _settle(tx, findings, "take_postponed", {"id": postponed.id}, silent=postponed.learn))


def _settle(tx: Transaction, findings: Findings, take: str, which: dict[str, Any], *, silent: bool) -> list[Occurrence]:
    tx.run("hold_turn")  # or whoever reads it meanwhile would see half of it gone
    if not tx.run(take, **which):
        return []
    if findings.postponed:
        tx.run("postpone", rows=[vars(p) for p in findings.postponed])
    fired = [*findings.certain, *_settle_sightings(tx, findings), *_settle_windows(tx, findings.counted)]
    fired = _settle_habits(tx, fired)
    if silent:
        return []
    fired = sorted(fired, key=lambda o: (o.time, o.call, o.detection.code))
    write_alerts(tx, fired)
    return fired


def _settle_sightings(tx: Transaction, findings: Findings) -> list[Occurrence]:
    if not findings.sightings:
        return []
    known: dict[str, int] = tx.run_map("known_sightings", keys=[s.key for s in findings.sightings])
    anew = findings.seen_anew(known)
    rows = [{**s.__dict__, "anew": s.key in anew} for s in findings.sightings]
    tx.run("sightings", rows=rows)
    return findings.depending_on(anew)


def _settle_windows(tx: Transaction, counted: Sequence[Counted]) -> list[Occurrence]:
    """Marks as they were, with what this batch brought."""
    if not counted:
        return []
    rows = tx.run("known_marks", keys=[c.key for c in counted])
    known = {key: Mark(tuple(map(_item, items)), fired) for key, items, fired in rows}
    occurrences, changed = [], []
    for one in counted:
        before = known.get(one.key, Mark())
        after, fired = advance(one, before)
        occurrences += [one.occurrence(f) for f in fired]
        if after != before:
            changed.append(_mark_row(one, after))
    if changed:
        tx.run("marks", rows=changed)
    return occurrences


def advance(one: Counted, mark: Mark) -> tuple[Mark, list[Fired]]:
    detection = one.detection
    if detection.kind is DetectionKind.SEQUENCE:
        return follow(mark, one.items, steps=detection.steps, window=detection.window, recalled=one.recalled)
    return count(mark, one.items, at_least=detection.at_least, window=detection.window)


def _mark_row(one: Counted, mark: Mark) -> dict[str, Any]:
    items = [_SEPARATOR.join((str(i.time), i.of, i.call)) for i in mark.items]
    last = max((i.time for i in one.items), default=0)
    return {"key": one.key, "detection": one.detection.slug, "items": items, "fired": mark.fired, "last": last}


def _item(text: str) -> Item:
    time, of, call = text.split(_SEPARATOR)
    return Item(int(time), of, call)


def _settle_habits(tx: Transaction, fired: Sequence[Occurrence]) -> list[Occurrence]:
    """Who did the same on three days before, or did this today already, is as loud as the detection says of habits."""
    slugs = {key: o.detection.slug for o in fired for key in (o.habit, o.repeat) if key}
    if not slugs:
        return list(fired)
    rows = tx.run("known_marks", keys=sorted(slugs))
    days = {key: set[int]() for key in slugs} | {key: set(map(int, found)) for key, found, _ in rows}
    in_order = sorted(fired, key=lambda o: (o.time, o.call))
    settled = [_quietened(o, days) if o.habit else o for o in in_order]
    tx.run("marks", rows=[_habit_row(slugs[key], key, found) for key, found in days.items() if found])
    return settled


def _quietened(occurrence: Occurrence, days: dict[str, set[int]]) -> Occurrence:
    """`days` by habit and by repeat; this one's day is added."""
    quiet, today = occurrence.detection.habit or occurrence.severity, occurrence.time // DAY
    before = [day for day in days[occurrence.habit] if day < today]
    is_usual = len(before) >= _DAYS_OF_A_HABIT or today in days[occurrence.repeat]
    days[occurrence.habit].add(today)
    days[occurrence.repeat].add(today)
    severity = max(quiet, occurrence.severity, key=attrgetter("rank")) if is_usual else occurrence.severity
    return replace(occurrence, severity=severity)


def _habit_row(slug: str, key: str, days: set[int]) -> dict[str, Any]:
    """The last days are enough, and one more in case they come in another order."""
    kept = sorted(days)[-_DAYS_OF_A_HABIT - 1 :]
    return {"key": key, "detection": slug, "items": [str(day) for day in kept], "fired": 0, "last": kept[-1] * DAY}
