"""Remembers calls whose own time could not be: each keeps the time that it was given when it first came."""

from dataclasses import replace

from graphsvc.domain.batch import Batch
from graphsvc.domain.skew import hash_of, is_skewed, moved
from graphsvc.graph.store import Transaction


def settle_skewed(tx: Transaction, batch: Batch) -> Batch:
    """The batch with such calls at the times that they have in the graph; new ones are remembered."""
    skewed = {hash_of(call): call for call in batch.calls.values() if is_skewed(call)}
    if not skewed:
        return batch
    known: dict[str, int] = tx.run_map("known_skewed", cluster=batch.cluster, hashes=sorted(skewed))
    if new := [[hash_, call.time] for hash_, call in sorted(skewed.items()) if hash_ not in known]:
        tx.run("skewed", cluster=batch.cluster, rows=new)
    calls = [
        moved(call, known[hash_of(call)]) if is_skewed(call) and hash_of(call) in known else call
        for call in batch.calls.values()
    ]
    return replace(batch, calls={call.id: call for call in calls})
