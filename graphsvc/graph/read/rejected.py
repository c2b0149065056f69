"""Records that could not be read, as the graph keeps them."""

from dataclasses import dataclass

from graphsvc.domain.viewer import EVERYTHING, Scope
from graphsvc.graph.store import Store


@dataclass(frozen=True)
class RejectedPlace:
    """Where a page ended."""

    written: int
    cluster: str
    source: str
    line: int
    id: str


# Before the first record, in either order.
_START = RejectedPlace((1 << 63) - 1, "", "", -1, "")


@dataclass(frozen=True)
class StoredRejection:
    """`raw` is cut and redacted; `archive` is the place of the whole redacted record, empty when there is none.

    `written` is when it was kept, in milliseconds of the database's clock.
    """

    id: str
    cluster: str
    source: str
    line: int
    reason: str
    raw: str
    archive: str
    written: int

    @property
    def place(self) -> RejectedPlace:
        return RejectedPlace(self.written, self.cluster, self.source, self.line, self.id)


class RejectedReader:
    """Reads what of whole clusters could not be read. All methods raise Denied."""

    def __init__(self, store: Store, scope: Scope = EVERYTHING) -> None:
        self._store = store
        self._scope = scope

    def page(
        self,
        clusters: list[str] | None = None,
        *,
        first: int = 100,
        skip: int = 0,
        after: RejectedPlace | None = None,
        newest_first: bool = False,
    ) -> list[StoredRejection]:
        """By cluster, source and line, those that came together also when the newest come first.

        Of all clusters when none are named.
        """
        last = after or _START
        rows = self._store.read(
            "rejected_newest" if newest_first else "rejected",
            clusters=self._scope.whole_clusters(clusters),
            limit=first,
            skip=skip,
            written=last.written,
            place=[last.cluster, last.source, last.line, last.id],
        )
        return [StoredRejection(*row) for row in rows]

    def get(self, id_: str) -> StoredRejection | None:
        rows = self._store.read("rejected_record", id=id_, clusters=self._scope.whole_clusters())
        return StoredRejection(*rows[0]) if rows else None

    def count(self, clusters: list[str] | None = None) -> int:
        return int(self._store.read("rejected_total", clusters=self._scope.whole_clusters(clusters))[0][0])


def forget_rejected(store: Store, ids: list[str]) -> None:
    store.write(lambda tx: tx.run("forget_rejected", ids=ids))
