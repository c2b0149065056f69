"""Single calls as the graph has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from graphsvc.domain.moment import HOUR
from graphsvc.domain.path import Path
from graphsvc.domain.viewer import Scope
from graphsvc.graph.read.dictionary import Snapshot
from graphsvc.graph.store import Store


@dataclass(frozen=True)
class StoredCall:
    """A call as the graph has it. `properties` are those of docs/reference/graph.md, ApiCall."""

    id: str
    time: int
    path_id: int
    path: Path
    properties: dict[str, Any]


def count_calls(store: Store, snapshot: Snapshot, paths: list[int]) -> int:
    """About how many calls of these paths are kept: a little more where the oldest day is kept in part."""
    hour = snapshot.calls_from // HOUR
    return int(store.read("calls_on_paths", paths=paths, hour=hour, day=hour // 24)[0][0])


class CallReader:
    """Reads calls of one snapshot."""

    def __init__(self, store: Store, snapshot: Snapshot) -> None:
        self._store = store
        self._snapshot = snapshot

    def by_id(self, ids: Sequence[str], scope: Scope) -> list[StoredCall]:
        """Calls by id, newest first; ids that are unknown, or outside the scope, are left out."""
        return self.stored(*self._store.read("calls_by_id", ids=list(ids), **scope.lists)[0]) if ids else []

    def stored(self, properties: Sequence[dict[str, Any]], paths: Sequence[int]) -> list[StoredCall]:
        """Calls out of what the graph says of them, newest first; those of paths that came since are left out."""
        places = self._snapshot.to_places(list(paths)).tolist()
        known = self._snapshot.paths
        calls = [
            StoredCall(own["id"], own["time"], path, known[place], own)
            for own, path, place in zip(properties, paths, places, strict=True)
            if place >= 0
        ]
        return sorted(calls, key=attrgetter("id"), reverse=True)
