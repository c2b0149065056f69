"""How long what is stored is kept, and which moments follow from it.

Ages count back from the newest call, not from the clock: a log of years ago stays as a whole, and a graph that is
fed live behaves as if they counted from now.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graphsvc.domain.moment import DAY, HOUR
from graphsvc.errors import SettingsError


@dataclass(frozen=True)
class Horizon:
    """Moments in milliseconds: what is older goes. 0: nothing goes.

    `evidence` is for calls that an alert rests on. `counters`, `objects` and `fold` are starts of days, because
    that is how exact the times are which are compared with them.
    """

    calls: int = 0
    evidence: int = 0
    counters: int = 0
    objects: int = 0
    sightings: int = 0
    alerts: int = 0
    rejected: int = 0
    fold: int = 0
    acts: int = 0


@dataclass(frozen=True)
class Ages:
    """Milliseconds; 0: for ever. `fold`: days older than this are kept as sums."""

    calls: int
    counters: int
    objects: int
    sightings: int
    rejected: int
    alerts: int
    fold: int
    acts: int = 0

    def __post_init__(self) -> None:
        for name in ("counters", "objects"):
            if _longer(self.calls, getattr(self, name)):
                raise SettingsError(f"keep_{name} is shorter than keep_calls: calls could not be counted or found")

    def require_memory_of(self, windows: Iterable[int]) -> None:
        """Raise SettingsError when sightings go before an anomaly of one of these windows may forget them."""
        if _longer(max(windows, default=0), self.sightings):
            raise SettingsError("keep_sightings is shorter than what an anomaly remembers: see docs/retention.md")

    def horizon(self, newest: int | None, now: int) -> Horizon:
        """For a graph whose newest call was at `newest`; None: it has none. A call from the future is taken for now."""
        rejected, acts = _before(now, self.rejected), _before(now, self.acts)
        if newest is None:
            return Horizon(rejected=rejected, acts=acts)
        end = min(newest, now)
        calls, alerts = _before(end, self.calls, HOUR), _before(end, self.alerts)
        counters = _before(end, self.counters, DAY)
        return Horizon(
            calls=calls,
            evidence=min(calls, alerts),
            counters=counters,
            objects=max(counters, _before(end, self.objects, DAY)),
            sightings=_before(end, self.sightings),
            alerts=alerts,
            rejected=rejected,
            acts=acts,
            fold=_before(end, self.fold, DAY),
        )


def _longer(age: int, other: int) -> bool:
    return other != 0 and (age == 0 or age > other)


def _before(end: int, age: int, unit: int = 1) -> int:
    return max(0, end - age) // unit * unit if age else 0
