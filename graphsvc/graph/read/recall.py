"""Says what of a batch the graph lacks: it is neither there as a call, nor as noise or a rejected record."""

import numpy as np

from graphsvc.domain.batch import Batch, noise_number
from graphsvc.domain.moment import HOUR
from graphsvc.domain.skew import is_skewed
from graphsvc.graph.store import Store

Dropped = tuple[int, int]  # hour, and the number of a NoiseMark without its stage


class Recall:
    """For batches that were folded without noise rules: which were in force when they came is not known."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def missing(self, batch: Batch) -> int:
        """How many of its calls and lines of noise are not there; if it has neither, of its rejected records.

        What is older than calls are kept is not missed. A call with an impossible time lies where it first came, which
        its record does not tell, so it is not looked for.
        """
        rows = self._store.read("kept_from")
        kept_from = int(rows[0][0]) if rows else 0
        calls = {c.id: _dropped(c.time, noise_number(c)) for c in batch.calls.values() if not is_skewed(c)}
        calls = {id_: mark for id_, mark in calls.items() if mark[0] >= kept_from // HOUR}
        noise = {(mark.hour, mark.number >> 2) for mark in batch.noise if mark.hour >= kept_from // HOUR}
        if not calls and not noise:
            return self._missing_rejected(batch)
        stored = set(self._store.read("known_among", ids=sorted(calls))[0][0]) if calls else set()
        sought = noise | {mark for id_, mark in calls.items() if id_ not in stored}
        return len(sought - self._noise(batch.cluster, sought))

    def _noise(self, cluster: str, sought: set[Dropped]) -> set[Dropped]:
        if not sought:
            return set()
        rows = self._store.read("noise_marks_of", cluster=cluster, hours=sorted({hour for hour, _ in sought}))
        return {(hour, n >> 2) for hour, marks in rows for n in np.frombuffer(marks, dtype="<u8").tolist()}

    def _missing_rejected(self, batch: Batch) -> int:
        ids = sorted({rejection.id_in(batch.cluster) for rejection in batch.rejected})
        return len(ids) - len(self._store.read("rejected_among", ids=ids)[0][0]) if ids else 0


def _dropped(time: int, number: int) -> Dropped:
    return time // HOUR, number >> 2
