"""Opens the alerts on clusters that fell silent, and closes those on clusters that spoke again, all in one."""

from collections.abc import Mapping, Sequence

from graphsvc.domain.alert import Occurrence
from graphsvc.domain.moment import to_text
from graphsvc.graph.store import Store, Transaction
from graphsvc.graph.write.alerts import write_alerts


def settle_silences(store: Store, silent: Sequence[Occurrence], heard: Mapping[str, int]) -> None:
    """`heard`: by the subject of an alert, when the cluster that it is about was heard last. May be done twice."""
    rows = [[subject, moment, f"; it was heard again by {to_text(moment)}"] for subject, moment in heard.items()]

    def settle(tx: Transaction) -> None:
        tx.run("hold_turn")
        write_alerts(tx, silent)
        tx.run("close_alerts", rows=rows)

    store.write(settle)
