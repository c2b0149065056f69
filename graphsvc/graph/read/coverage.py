"""Reads what the logs of clusters showed of how they are written."""

from graphsvc.domain.coverage import LogFacts
from graphsvc.domain.viewer import EVERYTHING, Scope
from graphsvc.graph.store import Store


class CoverageReader:
    def __init__(self, store: Store, scope: Scope = EVERYTHING) -> None:
        self._store = store
        self._scope = scope

    def facts(self, clusters: tuple[str, ...] | None = None) -> dict[str, LogFacts]:
        """Of every cluster that was heard of, by name; raises Denied."""
        wanted = self._scope.whole_clusters(clusters)
        rows = self._store.read_map("log_facts", clusters=wanted)
        names = (name for name, _, _ in self._store.read("clusters", clusters=wanted))
        return {name: LogFacts.read(rows.get(name, ())) for name in names}
