"""A batch: what one stretch of a source says, folded before the database sees anything.

Stages of one call merge, repeats are counted, noise is counted by rule. Whether a call is known already
only the database can say; `resolve` in `graphsvc.graph.write.writer` finishes the account.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from graphsvc.domain.begun import Begun
from graphsvc.domain.call import Call
from graphsvc.domain.heartbeat import beat_of
from graphsvc.domain.moment import DAY, HOUR
from graphsvc.domain.path import Path


@dataclass(frozen=True)
class Rejection:
    """A record that could not be read. `raw` is capped and redacted; `archive` is the place of the whole one."""

    source: str
    line: int
    reason: str
    raw: str
    archive: str = ""

    def id_in(self, cluster: str) -> str:
        """The same record again has the same id."""
        identity = f"{cluster}\x1f{self.line}\x1f{self.raw}".encode("utf-8", "replace")
        return hashlib.blake2b(identity, digest_size=16).hexdigest()


class NoiseMark(NamedTuple):
    """One stage of a call that a rule dropped; `number` tells it from every other (62 bits of call, 2 of stage).

    Or a line in a log that is no audit record; then the number is of its text. `beat` is the minute of a heartbeat.
    """

    hour: int
    number: int
    rule: str
    beat: int | None = None


@dataclass
class Batch:
    """`position` counts records of the source up to the end of this batch.

    `firsts`: of what noise rules drop, the first call of each path and day; it is kept if that day has none yet.
    `places`: which record a call came with first, by the hash in its id. `begun` are requests that were received.
    `arrived`: minutes in which it came, of records that were told as they happened; see `silence`.
    """

    cluster: str
    source: str
    position: int = 0
    read: int = 0
    merged_stages: int = 0
    duplicates: int = 0
    calls: dict[str, Call] = field(default_factory=dict)
    noise: list[NoiseMark] = field(default_factory=list)
    firsts: dict[tuple[str, int], Call] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    arrived: frozenset[int] = frozenset()


@dataclass
class Account:
    """`read = calls + duplicates + sum(noise) + merged_stages + rejected_total`, always.

    `kept_from`: calls before this moment were not stored, milliseconds. Of the calls, `skewed` had a time that could
    not be, and `folded` took a path that they share with others: see `skew` and `crowd`. `reported_lost` ones the API
    server could not write, and told of in its own log.
    """

    read: int = 0
    calls: int = 0
    duplicates: int = 0
    merged_stages: int = 0
    noise: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejection] = field(default_factory=list)
    rejected_total: int = 0
    kept_from: int = 0
    skewed: int = 0
    folded: int = 0
    reported_lost: int = 0

    def add(self, other: "Account", *, most_rejected: int = 1_000) -> None:
        self.read += other.read
        self.calls += other.calls
        self.duplicates += other.duplicates
        self.merged_stages += other.merged_stages
        self.noise.update(other.noise)
        self.rejected_total += other.rejected_total
        self.skewed += other.skewed
        self.folded += other.folded
        self.reported_lost += other.reported_lost
        self.kept_from = max(self.kept_from, other.kept_from)
        self.rejected += other.rejected[: most_rejected - len(self.rejected)]

    @property
    def balances(self) -> bool:
        told = self.calls + self.duplicates + self.merged_stages + self.noise.total() + self.rejected_total
        return self.read == told


Folded = Call | Begun | Rejection | NoiseMark | None


def fold(batch: Batch, calls: Iterable[Folded], rule_of: Callable[[Path], str]) -> Batch:
    """Take records in order: a call, the beginning of one, a rejection, what is no audit record, or None."""
    for record in calls:
        batch.read += 1
        if isinstance(record, Call):
            _fold_call(batch, record, rule_of)
        elif record is None:
            batch.merged_stages += 1
        elif isinstance(record, Begun):
            batch.merged_stages += 1
            batch.begun.append(record)
        elif isinstance(record, Rejection):
            batch.rejected.append(record)
        else:
            batch.noise.append(record)
    return batch


def _fold_call(batch: Batch, call: Call, rule_of: Callable[[Path], str]) -> None:
    if rule := rule_for(call, rule_of):
        batch.noise.append(NoiseMark(call.time // HOUR, noise_number(call), rule, beat_of(call)))
        _offer(batch, call)
    else:
        _take(batch, call)


def rule_for(call: Call, rule_of: Callable[[Path], str]) -> str:
    """The noise rule that drops a call; none drops what tells of a hole in the log."""
    return "" if call.is_reported_lost else rule_of(call.path)


def without_older(batch: Batch, moment: int) -> tuple[Batch, Counter[int]]:
    """The batch without calls and noise from before `moment`, and how many those were by hour."""
    batch = replace(batch, begun=[begun for begun in batch.begun if begun.time >= moment])
    older = Counter(call.time // HOUR for call in batch.calls.values() if call.time < moment)
    older.update(mark.hour for mark in batch.noise if mark.hour < moment // HOUR)
    if not older:
        return batch, older
    calls = {id_: call for id_, call in batch.calls.items() if call.time >= moment}
    noise = [mark for mark in batch.noise if mark.hour >= moment // HOUR]
    firsts = {key: call for key, call in batch.firsts.items() if call.time // HOUR >= moment // HOUR}
    return replace(batch, calls=calls, noise=noise, firsts=firsts), older


def _offer(batch: Batch, call: Call) -> None:
    """The first call of a path and day tells that somebody is there, and from where; later stages complete it."""
    key = (call.path.key, call.time // DAY)
    first = batch.firsts.setdefault(key, call)
    batch.places.setdefault(call.id[12:], batch.read)
    if first is not call and first.id == call.id and call.stages & ~first.stages:
        batch.firsts[key] = first.merged_with(call)


def _take(batch: Batch, call: Call) -> None:
    known = batch.calls.get(call.id)
    if known is None:
        batch.calls[call.id] = call
        batch.places.setdefault(call.id[12:], batch.read)
    elif known.stages & call.stages:
        batch.duplicates += 1
    else:
        batch.merged_stages += 1
        batch.calls[call.id] = known.merged_with(call)


def noise_number(call: Call) -> int:
    return (int(call.id[12:], 16) >> 2) << 2 | min(call.stages, 3)
