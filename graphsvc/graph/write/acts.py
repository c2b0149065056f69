"""Keeps who did what to graphsvc itself. May be done twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.graph.store import Store


def write_acts(store: Store, acts: Sequence[Mapping[str, Any]]) -> None:
    """`acts` with the properties of docs/reference/graph.md, Act."""
    store.write(lambda tx: tx.run("acts", rows=[dict(act) for act in acts]))
