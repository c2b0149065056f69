"""Reads how whole the logs of clusters are, and when something of them came."""

from graphsvc.domain.moment import HOUR
from graphsvc.domain.period import Period
from graphsvc.domain.receipt import LogHour, Receipt, receipt_of
from graphsvc.domain.viewer import EVERYTHING, Scope
from graphsvc.graph.store import Store


class ReceiptReader:
    def __init__(self, store: Store, scope: Scope = EVERYTHING) -> None:
        self._store = store
        self._scope = scope

    def receipts(self, period: Period | None = None, clusters: tuple[str, ...] | None = None) -> list[Receipt]:
        """Of every cluster that was heard of, by name, over all hours that the period touches; raises Denied."""
        period, wanted = period or Period(), self._scope.whole_clusters(clusters)
        start, stop = period.hours
        rows = self._store.read("log_hours", start=start, stop=stop, clusters=wanted)
        hours = {name: sorted((LogHour(*hour) for hour in found), key=lambda hour: hour.start) for name, found in rows}
        last: dict[str, int] = {name: seen for name, _, seen in self._store.read("clusters", clusters=wanted)}
        names = sorted(hours.keys() | last.keys())
        return [receipt_of(name, hours.get(name, []), min(last.get(name, 0), period.stop - 1)) for name in names]

    def arrivals(self, since: int) -> dict[str, list[int]]:
        """By cluster the minutes since 1970 in which something came as it happened, in order."""
        found: dict[str, list[int]] = {}
        for cluster, hour, minutes in self._store.read("arrivals", start=since // HOUR):
            found.setdefault(cluster, []).extend(hour * 60 + minute for minute in minutes)
        return found
