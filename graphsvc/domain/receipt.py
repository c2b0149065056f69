"""A receipt: from when to when the log of a cluster is whole, as far as the log itself can tell.

Nodes and the control plane renew leases all the time. Where no minute is without, nothing was lost on the way for
longer than that; where the log has no leases nobody can know. What servers say they lost is a hole in any case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median_low

from graphsvc.domain.moment import HOUR, MINUTE, to_text

_SHORTEST = 2  # minutes without a heartbeat that are a hole, where there is usually one every minute
_LONGEST_REQUEST = HOUR  # a watch is ended by the server after an hour at most


class HoleKind(StrEnum):
    NO_HEARTBEAT = "no_heartbeat"
    REPORTED_LOST = "reported_lost"
    CAME_TOO_LATE = "came_too_late"


class ReceiptState(StrEnum):
    WHOLE = "whole"
    HOLES = "holes"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class LogHour:
    """What an hour of a log says of itself: `start` is in hours since 1970, lists are by minute."""

    start: int
    heartbeats: Sequence[int] = ()
    lost: Sequence[int] = ()
    late: int = 0
    unended: int = 0


@dataclass(frozen=True)
class Hole:
    """From, and up to but not including: milliseconds. `calls` that are known to be missing, or to say half."""

    start: int
    stop: int
    kind: HoleKind
    calls: int = 0

    @property
    def told(self) -> str:
        minutes = (self.stop - self.start) // MINUTE
        return {
            HoleKind.NO_HEARTBEAT: f"no heartbeat for {minutes:,} minutes",
            HoleKind.REPORTED_LOST: f"the API server could not write the events of {self.calls:,} calls",
            HoleKind.CAME_TOO_LATE: f"{self.calls:,} calls came when their time was not kept any more",
        }[self.kind]


@dataclass(frozen=True)
class Receipt:
    """`first` and `until` are those of heartbeats, 0 without; `last` is the newest event. Milliseconds.

    `never_ended` requests began an hour or more before that; `under_way` are those that began later.
    """

    cluster: str
    first: int
    until: int
    last: int
    heartbeats: int
    holes: tuple[Hole, ...]
    reported_lost: int
    never_ended: int
    under_way: int

    @property
    def state(self) -> ReceiptState:
        if self.holes:
            return ReceiptState.HOLES
        return ReceiptState.WHOLE if self.heartbeats else ReceiptState.UNKNOWN

    @property
    def told(self) -> str:
        parts = [self._spanned, *([self._of_holes] if self.holes else [])]
        if self.heartbeats and self.last >= self.until + HOUR:
            parts.append(f"calls go on without heartbeats until {_minute(self.last)}: of those nobody can know")
        if self.never_ended:
            parts.append(f"{self.never_ended:,} requests began and never ended")
        return "; ".join(parts)

    @property
    def _spanned(self) -> str:
        if not self.heartbeats:
            return "nobody can know whether it is whole: it has no heartbeats, which are renewals of leases"
        span = f"from {_minute(self.first)} to {_minute(self.until)}"
        return f"{'not whole' if self.holes else 'whole'} {span}, by {self.heartbeats:,} heartbeats"

    @property
    def _of_holes(self) -> str:
        latest = max(self.holes, key=lambda hole: hole.start)
        many = "1 hole" if len(self.holes) == 1 else f"{len(self.holes):,} holes, the latest"
        return f"{many} from {_minute(latest.start)} to {_minute(latest.stop)}: {latest.told}"


def receipt_of(cluster: str, hours: Sequence[LogHour], last: int) -> Receipt:
    """Of hours in order; `last` is when the newest call was received."""
    beats = [minute for minute, number in _minutes(hours, "heartbeats") if number]
    until = (beats[-1] + 1) * MINUTE if beats else 0
    last = max(last, until - MINUTE)
    ended = [hour.unended for hour in hours if (hour.start + 1) * HOUR <= last - _LONGEST_REQUEST]
    holes = [*_pauses(beats), *_losses(hours), *_late(hours)]
    return Receipt(
        cluster=cluster,
        first=beats[0] * MINUTE if beats else 0,
        until=until,
        last=last,
        heartbeats=sum(sum(hour.heartbeats) for hour in hours),
        holes=tuple(sorted(holes, key=lambda hole: (hole.start, hole.stop, hole.kind))),
        reported_lost=sum(sum(hour.lost) for hour in hours),
        never_ended=sum(ended),
        under_way=sum(hour.unended for hour in hours) - sum(ended),
    )


def _minutes(hours: Iterable[LogHour], name: str) -> Iterator[tuple[int, int]]:
    for hour in hours:
        for minute, number in enumerate(getattr(hour, name)):
            yield hour.start * 60 + minute, number


def _pauses(beats: Sequence[int]) -> Iterator[Hole]:
    """Longer than two minutes, and than twice what is usual from one minute with a heartbeat to the next."""
    steps = [later - earlier for earlier, later in pairwise(beats)]
    longest = _SHORTEST * median_low(steps) if steps else 0
    for earlier, later in pairwise(beats):
        if later - earlier > longest:
            yield Hole((earlier + 1) * MINUTE, later * MINUTE, HoleKind.NO_HEARTBEAT)


def _losses(hours: Sequence[LogHour]) -> Iterator[Hole]:
    found = [(minute, calls) for minute, calls in _minutes(hours, "lost") if calls]
    for start, stop, calls in _joined(found):
        yield Hole(start * MINUTE, stop * MINUTE, HoleKind.REPORTED_LOST, calls)


def _late(hours: Sequence[LogHour]) -> Iterator[Hole]:
    for start, stop, calls in _joined([(hour.start, hour.late) for hour in hours if hour.late]):
        yield Hole(start * HOUR, stop * HOUR, HoleKind.CAME_TOO_LATE, calls)


def _joined(counted: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Stretches of numbers that follow one another: from, up to, and how many that were."""
    begin, before, total = 0, -1, 0
    for at, number in counted:
        if at != before + 1 and total:
            yield begin, before + 1, total
            total = 0
        begin = begin if total else at
        before, total = at, total + number
    if total:
        yield begin, before + 1, total


def _minute(moment: int) -> str:
    return f"{to_text(moment)[:16]}Z"
