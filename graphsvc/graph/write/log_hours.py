"""Writes what a batch says of how whole the log is: heartbeats and losses by minute, and requests that did not end.

All of it follows from the records alone, in whatever order and however often they come, so a repeated batch changes
nothing and a graph that is written anew says the same. Only arrivals are by the clock: see `silence`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphsvc.domain.batch import Batch
from graphsvc.domain.begun import Request, has_ended, request_of
from graphsvc.domain.call import Call
from graphsvc.domain.heartbeat import beat_of
from graphsvc.domain.moment import MINUTE
from graphsvc.domain.skew import is_skewed
from graphsvc.graph.store import Transaction

MOST_OPEN = 10_000  # requests of an hour that are told apart; where there are more, so many is what is told

_MINUTES = 60  # of an hour
_STARTED = 1  # number of the stage in a NoiseMark

ByHour = Mapping[int, set[int]]  # numbers of requests, see `Request`


@dataclass
class Signs:
    """By minute since 1970, by hour since 1970, and requests that began; those that ended by hour: nearly all did."""

    beats: Counter[int] = field(default_factory=Counter)
    lost: Counter[int] = field(default_factory=Counter)
    late: Counter[int] = field(default_factory=Counter)
    arrived: frozenset[int] = frozenset()
    begun: set[Request] = field(default_factory=set)
    ended: ByHour = field(default_factory=dict)

    def take(self, fresh: Iterable[Call]) -> None:
        """Calls that are new, and neither noise nor kept of it."""
        for call in fresh:
            if (beat := beat_of(call)) is not None:
                self.beats[beat] += 1
            if call.is_reported_lost and not is_skewed(call):
                self.lost[call.time // MINUTE] += 1

    @property
    def hours(self) -> list[int]:
        by_minute = {minute // _MINUTES for minute in (*self.beats, *self.lost, *self.arrived)}
        return sorted(by_minute | set(self.late) | set(self.ended) | {hour for hour, _ in self.begun})


@dataclass(frozen=True)
class Requests:
    """Those of a batch: `begun` and not ended in it, with the id of the call where it is known; and `ended`."""

    begun: Mapping[Request, str]
    ended: ByHour


def requests_of(batch: Batch) -> Requests:
    begun = {request_of(one): one.id for one in batch.begun}
    ended: dict[int, set[int]] = defaultdict(set)
    for call in batch.calls.values():
        hour, number = request_of(call)
        if has_ended(call.stages):
            ended[hour].add(number)
        elif not is_skewed(call):
            begun[hour, number] = call.id
    for mark in batch.noise:
        number, stage = mark.number >> 2, mark.number & 3
        if stage > _STARTED:
            ended[mark.hour].add(number)
        elif stage == _STARTED:
            begun.setdefault((mark.hour, number), "")
    open_ = {(hour, number): id_ for (hour, number), id_ in begun.items() if number not in ended.get(hour, ())}
    return Requests(open_, ended)


def write_log_hours(tx: Transaction, cluster: str, signs: Signs) -> None:
    hours = signs.hours
    if not hours:
        return
    known: dict[int, dict[str, Any]] = tx.run_map("known_log_hours", cluster=cluster, hours=hours)
    rows = []
    for hour in hours:
        before = known.get(hour)
        after = _hour(before or {}, hour, signs)
        if after != before:  # also when nothing is told of it yet: however records are cut into batches, it has a node
            rows.append([hour, after])
    if rows:
        tx.run("log_hours", cluster=cluster, rows=rows)


def _hour(before: Mapping[str, Any], hour: int, signs: Signs) -> dict[str, Any]:
    """The properties of an hour; what it has none of is left out."""
    after: dict[str, Any] = dict(before)
    for name, counted in (("heartbeats", signs.beats), ("lost", signs.lost)):
        minutes = [counted[hour * _MINUTES + minute] for minute in range(_MINUTES)]
        if any(minutes):
            after[name] = [old + new for old, new in zip(before.get(name, [0] * _MINUTES), minutes, strict=True)]
    if signs.late[hour]:
        after["late"] = before.get("late", 0) + signs.late[hour]
    if arrived := {minute % _MINUTES for minute in signs.arrived if minute // _MINUTES == hour}:
        after["arrivals"] = sorted(arrived.union(before.get("arrivals", ())))
    return {**after, **_open(before, hour, signs)}


def _open(before: Mapping[str, Any], hour: int, signs: Signs) -> dict[str, Any]:
    was = set(np.frombuffer(before.get("open", b""), dtype="<u8").tolist())
    begun = sorted({number for at, number in signs.begun if at == hour} - was)
    now = (was | set(begun[: MOST_OPEN - len(was)])) - signs.ended.get(hour, set())
    if now == was:
        return {}
    if not now:
        return {"open": None, "unended": None}
    return {"open": np.array(sorted(now), dtype="<u8").tobytes(), "unended": len(now)}
