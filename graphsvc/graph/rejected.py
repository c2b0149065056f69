"""Records that could not be read, as the graph keeps them."""

from dataclasses import dataclass

from graphsvc.graph.store import Store


@dataclass(frozen=True)
class StoredRejection:
    """`raw` is cut and redacted; `archive` is the place of the whole redacted record, empty when there is none."""

    id: str
    cluster: str
    source: str
    line: int
    reason: str
    raw: str
    archive: str


class RejectedReader:
    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, clusters: list[str] | None = None, *, first: int = 100, skip: int = 0) -> list[StoredRejection]:
        """By cluster, source and line; of all clusters when none are named."""
        rows = self._store.read("rejected", clusters=clusters, limit=first, skip=skip)
        return [StoredRejection(*row) for row in rows]

    def count(self, clusters: list[str] | None = None) -> int:
        return int(self._store.read("rejected_total", clusters=clusters)[0][0])


def forget_rejected(store: Store, ids: list[str]) -> None:
    store.write(lambda tx: tx.run("forget_rejected", ids=ids))
