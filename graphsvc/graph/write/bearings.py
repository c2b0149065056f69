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
        first = {"path": path, "call": call.id, "time": call.time}
        for statement, pair, row in (
            ("allowed_by", (path, bearing.allowed_by), {**first, **_key(bearing.allowed_by)}),
            ("used_credentials", (path, bearing.used), {**first, "id": bearing.used}),
        ):
            if pair[1] and pair not in known and pair not in new:
                new[pair] = None
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


def _key(key: ObjectKey | None) -> dict[str, Any]:
    return {**vars(key), "search": key.name.lower()} if key else {}
