"""Remembers which stages of which calls were dropped as noise, so that a repeat is not counted again.

A mark is 8 bytes: 62 bits of the call's hash, 2 of its stage. Two calls of one hour and cluster that share
62 bits would count once; among a million calls that has a chance of one in ten million.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphsvc.domain.batch import Account, NoiseMark
from graphsvc.domain.begun import Request
from graphsvc.domain.call import Call

_HOURS_KEPT = 64

Rows = list[list[Any]]
Hour = tuple[str, int]  # cluster, hours since 1970
Stages = dict[int, int]  # hash of a call -> bits of the stages that were dropped

_ENDED = 1 << 2 | 1 << 3  # bits of the stages that end a request


@dataclass(frozen=True)
class SettledNoise:
    """Rows for the counters (hour, rule, calls) and for the marks (hour, bytes); calls that are kept; heartbeats."""

    counts: Rows = field(default_factory=list)
    marks: Rows = field(default_factory=list)
    kept: list[Call] = field(default_factory=list)
    beats: Counter[int] = field(default_factory=Counter)


class NoiseMemory:
    """Marks by cluster and hour, loaded as hours are met."""

    def __init__(self) -> None:
        self._hours: OrderedDict[Hour, Stages] = OrderedDict()

    def forget(self) -> None:
        """Another process wrote: what is remembered may lack its marks."""
        self._hours.clear()

    def missing(self, cluster: str, hours: Iterable[int]) -> list[int]:
        return sorted({hour for hour in hours if (cluster, hour) not in self._hours})

    def load(self, cluster: str, hours: Iterable[int], rows: Rows) -> None:
        for hour in hours:
            self._hours[cluster, hour] = {}
        for hour, packed in rows:
            _unpack(packed, self._hours[cluster, hour])

    def has_ended(self, cluster: str, request: Request) -> bool:
        """Of a request in an hour that was loaded."""
        return bool(self._hours[cluster, request[0]].get(request[1], 0) & _ENDED)

    def settle(
        self, cluster: str, marks: list[NoiseMark], firsts: Mapping[Request, Call], account: Account
    ) -> SettledNoise:
        """Tell new from known. Those of `firsts` that are new have a mark as all others, and are counted as calls, not
        as noise.
        """
        counts: Counter[tuple[int, str]] = Counter()
        kept: list[Call] = []
        beats: Counter[int] = Counter()
        fresh: dict[int, list[int]] = {}
        met: dict[int, Stages] = {}
        for mark in marks:
            stages = met.setdefault(mark.hour, {})
            base, stage = mark.number >> 2, 1 << (mark.number & 3)
            state = stages.get(base) or self._hours[cluster, mark.hour].get(base, 0)
            if state & stage:
                account.duplicates += 1
                continue
            if state:
                account.merged_stages += 1
            elif first := firsts.get((mark.hour, base)):
                kept.append(first)
            else:
                account.noise[mark.rule] += 1
                counts[mark.hour, mark.rule] += 1
            if mark.beat is not None and not state:
                beats[mark.beat] += 1
            stages[base] = state | stage
            fresh.setdefault(mark.hour, []).append(mark.number)
        rows = [[hour, rule, calls] for (hour, rule), calls in sorted(counts.items())]
        packed = [[hour, np.array(numbers, dtype="<u8").tobytes()] for hour, numbers in sorted(fresh.items())]
        return SettledNoise(rows, packed, kept, beats)

    def keep(self, cluster: str, rows: Rows) -> None:
        """After the commit: the rows of marks that `settle` gave."""
        for hour, packed in rows:
            _unpack(packed, self._hours.setdefault((cluster, hour), {}))
            self._hours.move_to_end((cluster, hour))
        while len(self._hours) > _HOURS_KEPT:
            self._hours.popitem(last=False)


def _unpack(packed: bytes, stages: Stages) -> None:
    for number in np.frombuffer(packed, dtype="<u8").tolist():
        base = number >> 2
        stages[base] = stages.get(base, 0) | 1 << (number & 3)
