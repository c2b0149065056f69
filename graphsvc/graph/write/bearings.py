"""Writes what calls have to do with objects and credentials: see `graphsvc.domain.bearing`.

One relationship for each new pair, with the first call of it; the same pair again changes nothing.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from graphsvc.domain.bearing import bearing_of
from graphsvc.domain.call import Call, ObjectKey
from graphsvc.graph.store import Transaction

_PAIRS_KEPT = 100_000


class Pairs:
    """Pairs that are in the graph already."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, None] = OrderedDict()

    def forget(self) -> None:
        self._known.clear()

    def __contains__(self, pair: Hashable) -> bool:
        return pair in self._known

    def keep(self, pairs: Iterable[Hashable]) -> None:
        for pair in pairs:
            self._known[pair] = None
            self._known.move_to_end(pair)
        while len(self._known) > _PAIRS_KEPT:
            self._known.popitem(last=False)


def write_bearings(tx: Transaction, calls: list[Call], path_of: Callable[[Call], int], known: Pairs) -> list[Hashable]:
    """Returns the pairs to keep in mind once this is committed."""
    rows: dict[str, list[dict[str, Any]]] = {}
    new: dict[Hashable, None] = {}
    for call in sorted(calls, key=lambda c: c.id):
        bearing, path = bearing_of(call), path_of(call)
        for statement, other in (("allowed_by", bearing.allowed_by), ("used_credentials", bearing.used)):
            if other and (path, other) not in known and (path, other) not in new:
                new[path, other] = None
                row = {"path": path, "call": call.id, "time": call.time, **_key(other)}
                rows.setdefault(statement, []).append(row)
        if bearing.issued:
            rows.setdefault("issued_credentials", []).append({"call": call.id, "id": bearing.issued, "time": call.time})
        for written in bearing.wrote:
            rows.setdefault("wrote", []).append({"call": call.id, **_key(written)})
            for owner in bearing.owners:
                rows.setdefault("owned_by", []).append({"object": _key(written), "owner": _key(owner)})
    for statement, found in rows.items():
        tx.run(statement, rows=found)
    return list(new)


def _key(of: ObjectKey | str) -> dict[str, Any]:
    """Of an object, or of a credential, which has an id only."""
    return {"id": of} if isinstance(of, str) else {**of._asdict(), "search": of.name.lower()}
