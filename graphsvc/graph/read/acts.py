"""Reads who did what to graphsvc itself, newest first."""

from dataclasses import dataclass

from graphsvc.graph.store import Store


@dataclass(frozen=True)
class ActPlace:
    """Where a page ended."""

    time: int
    id: str


@dataclass(frozen=True)
class StoredAct:
    """Properties as in docs/reference/graph.md, Act."""

    id: str
    time: int
    who: str
    name: str
    did: str
    on: str
    address: str
    times: int

    @property
    def place(self) -> ActPlace:
        return ActPlace(self.time, self.id)


_NEWEST = ActPlace((1 << 63) - 1, "")


class ActReader:
    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, *, first: int, after: ActPlace | None = None) -> list[StoredAct]:
        place = after or _NEWEST
        rows = self._store.read("acts_newest", before_time=place.time, before_id=place.id, limit=first)
        return [StoredAct(**row[0]) for row in rows]
