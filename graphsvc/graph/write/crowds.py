"""Keeps callers who make up names from filling the graph: see `graphsvc.domain.crowd`.

What an hour brought is kept in the graph and decided in the writer's turn, so that the same calls in the same order
give the same graph, whoever writes them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from msgspec.structs import replace

from graphsvc.domain.call import Call
from graphsvc.domain.crowd import Crowd
from graphsvc.domain.moment import HOUR
from graphsvc.graph.store import Transaction


@dataclass
class Bounded:
    """New calls, some of them folded. `crowded` are keys of paths with calls whose objects are not kept apart."""

    calls: list[Call]
    folded: int = 0
    crowded: set[str] = field(default_factory=set)


def settle_crowds(
    tx: Transaction, cluster: str, calls: list[Call], new_paths: Callable[[Iterable[str]], Iterable[str]]
) -> Bounded:
    """`calls` are new; `new_paths` says which of the keys of paths the graph does not have yet."""
    new = set(new_paths({call.path.key: None for call in calls}))
    counted = [call for call in calls if call.path.key in new or _is_failed_guess(call)]
    if not counted:
        return Bounded(calls)
    crowds = _load(tx, cluster, {call.time // HOUR for call in counted})
    bounded = Bounded([])
    for call in calls:
        bounded.calls.append(_settle(call, crowds, new, bounded))
    tx.run("crowds", cluster=cluster, rows=[[hour, vars(crowd)] for hour, crowd in sorted(crowds.items())])
    return bounded


def _settle(call: Call, crowds: dict[int, Crowd], new: set[str], bounded: Bounded) -> Call:
    hour, key = call.time // HOUR, call.path.key
    if key in new:
        if not crowds[hour].admits(call.path):
            call = crowds[hour].fold(call)
            bounded.folded += 1
            bounded.crowded.add(call.path.key)
            return call
        new.discard(key)
    if _is_failed_guess(call) and not crowds[hour].admits_object():
        bounded.crowded.add(key)
        return replace(call, objects=())
    return call


def _is_failed_guess(call: Call) -> bool:
    return bool(call.objects) and call.path.is_error


def _load(tx: Transaction, cluster: str, hours: set[int]) -> dict[int, Crowd]:
    found = {hour: Crowd(**values) for hour, values in tx.run("known_crowds", cluster=cluster, hours=sorted(hours))}
    return {hour: found.get(hour) or Crowd() for hour in hours}
