"""Removes what is older than it is kept, and folds the counters of closed days.

A step is one bounded transaction that takes the writer's turn, so that no batch is written meanwhile. Each leaves a
graph that answers exactly, so a run may be broken off after any step, or in the middle of one, and be begun again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from graphsvc.domain.ages import Ages, Horizon
from graphsvc.domain.moment import DAY, HOUR
from graphsvc.domain.period import Period
from graphsvc.graph.store import Store, Transaction

_ROWS = 5_000  # most rows of a step
_EXPIRED = (
    "calls",
    "noise marks",
    "hours folded",
    "counters",
    "daily counters",
    "noise counters",
    "objects",
    "commands",
    "details",
    "hops",
    "paths",
    "sightings",
    "alerts",
    "rejected",
)

Step = tuple[str, int]  # what went, and how much of it


@dataclass(frozen=True)
class _Removal:
    """One kind of thing that goes by age alone. `remembered`: writers keep it in mind; `cost`: of one, in rows."""

    kind: str
    query: str
    until: Callable[[Horizon], int]
    remembered: bool = False
    cost: int = 1


# Hours go before their counters: a reader counts a whole day or none of it.
_COUNTERS = (
    _Removal("hours", "remove_hours", lambda h: h.counters // HOUR),
    _Removal("daily counters", "remove_path_days", lambda h: h.counters // DAY),
    _Removal("counters", "remove_path_hours", lambda h: h.counters // HOUR),
    _Removal("noise counters", "remove_noise_hours", lambda h: h.counters // HOUR),
    _Removal("crowds", "remove_crowds", lambda h: h.counters // HOUR),
    _Removal("log hours", "remove_log_hours", lambda h: h.counters // HOUR),
)
# A path goes after what hangs on it: then few relationships are left of it.
_REST = (
    _Removal("skewed calls", "remove_skewed", lambda h: h.calls),
    _Removal("noise marks", "remove_noise_marks", lambda h: h.calls // HOUR),
    _Removal("objects", "remove_objects", lambda h: h.objects, remembered=True),
    _Removal("commands", "remove_commands", lambda h: h.objects, remembered=True),
    _Removal("details", "remove_details", lambda h: h.objects, remembered=True),
    _Removal("credentials", "remove_credentials", lambda h: h.objects, remembered=True),
    _Removal("log facts", "remove_log_facts", lambda h: h.counters, remembered=True),
    _Removal("hops", "remove_hops", lambda h: h.counters, remembered=True),
    _Removal("paths", "remove_paths", lambda h: h.counters, remembered=True, cost=5),
    _Removal("sightings", "remove_sightings", lambda h: h.sightings),
    _Removal("marks", "remove_marks", lambda h: h.sightings),
    _Removal("evidence", "remove_alert_evidence", lambda h: h.alerts),
    _Removal("alerts", "remove_alerts", lambda h: h.alerts),
    _Removal("rejected", "remove_rejected", lambda h: h.rejected),
    _Removal("acts", "remove_acts", lambda h: h.acts),
)


class Retention:
    """Several processes may run it at once; none gets in another's way but by waiting for its turn."""

    def __init__(self, store: Store, ages: Ages, *, rows: int = _ROWS) -> None:
        self._store = store
        self._ages = ages
        self._rows = rows

    def steps(self) -> Iterator[Step]:
        """Remove until nothing is too old; one transaction for each value that is taken from the iterator."""
        horizon = self._horizon()
        if horizon.calls:
            horizon = replace(horizon, calls=self._store.write(lambda tx: _raise_calls_from(tx, horizon.calls)))
        for removal in _COUNTERS:
            yield from self._remove(removal, horizon)
        yield from self._fold(horizon)
        yield from self._remove_evidence(horizon)
        yield from self._remove_calls(horizon)
        for removal in _REST:
            yield from self._remove(removal, horizon)

    def expired(self) -> dict[str, int]:
        """How much the next run would remove, by kind."""
        horizon = self._horizon()
        counts = self._store.read(
            "expired",
            timeout=600,
            calls=_id(horizon.calls),
            evidence=_id(horizon.evidence),
            marks=horizon.calls // HOUR,
            counters=horizon.counters // DAY,
            fold=horizon.fold // DAY,
            objects=horizon.objects,
            paths=horizon.counters,
            sightings=horizon.sightings,
            alerts=horizon.alerts,
            rejected=horizon.rejected,
        )[0]
        return {kind: count for kind, count in zip(_EXPIRED, counts, strict=True) if count}

    def _horizon(self) -> Horizon:
        newest, now = self._store.read("newest_call")[0]
        return self._ages.horizon(newest, now)

    def _remove(self, removal: _Removal, horizon: Horizon) -> Iterator[Step]:
        until, limit = removal.until(horizon), max(1, self._rows // removal.cost)

        def remove(tx: Transaction) -> int:
            tx.run("hold_turn")
            rows = tx.run(removal.query, until=until, limit=limit)
            gone = int(rows[0][0]) if rows else 0
            if gone and removal.remembered:
                tx.run("removal")
            return gone

        gone = limit if until else 0
        while gone == limit:
            gone = self._store.write(remove)
            if gone:
                yield removal.kind, gone

    def _fold(self, horizon: Horizon) -> Iterator[Step]:
        """The oldest hours first, wherever late calls brought them about."""

        def fold(tx: Transaction) -> int:
            tx.run("hold_turn")
            hours = tx.read("oldest_path_hour")
            if not hours or hours[0][0] * HOUR >= horizon.fold:
                return 0
            day = hours[0][0] * HOUR // DAY
            tx.run("folded_to", day=day)
            return int(tx.run("fold_hours", day=day, limit=self._rows)[0][0])

        while moved := self._store.write(fold):
            yield "hours folded", moved

    def _remove_evidence(self, horizon: Horizon) -> Iterator[Step]:
        def remove(tx: Transaction) -> int:
            tx.run("hold_turn")
            return int(tx.run("remove_evidence", until=_settled(tx, horizon.evidence), limit=self._rows)[0][0])

        gone = self._rows if horizon.evidence else 0
        while gone == self._rows:
            gone = self._store.write(remove)
            if gone:
                yield "calls", gone

    def _remove_calls(self, horizon: Horizon) -> Iterator[Step]:
        def remove(tx: Transaction) -> tuple[int, int]:
            after = tx.run("hold_turn")[0][0]
            until = _settled(tx, horizon.calls)
            gone, looked, latest = tx.run("remove_calls", after=after, until=until, limit=self._rows)[0]
            if looked:
                tx.run("looked_to", id=latest)
            return gone, looked

        looked = self._rows if horizon.calls else 0
        while looked == self._rows:
            gone, looked = self._store.write(remove)
            if looked:
                yield "calls", gone


def _settled(tx: Transaction, moment: int) -> str:
    """The id up to which calls may go: those that the detections have not looked at yet stay."""
    waiting = tx.run("known_oldest_waiting")[0][0]
    return min(_id(moment), waiting or _id(moment))


def _id(moment: int) -> str:
    return Period(moment).first_id


def _raise_calls_from(tx: Transaction, moment: int) -> int:
    tx.run("hold_turn")
    return int(tx.run("calls_from", moment=moment)[0][0])
