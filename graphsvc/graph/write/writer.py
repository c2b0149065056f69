"""Writes batches: counters, calls, paths, what they touched, and how far the source was taken, in one transaction.

A batch that was interrupted left nothing; a batch that comes again changes nothing. Writers of several
processes take turns by locking one node first.
"""

from graphsvc.domain.atlas import Atlas
from graphsvc.domain.batch import Account, Batch
from graphsvc.domain.batch_halves import halves, rejecting_calls, without_firsts
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.graph.store import Store, Transaction
from graphsvc.graph.write.memory import Memory
from graphsvc.graph.write.turn import Turn

_NOTHING_KNOWN = Atlas()


class Writer:
    """Use one per process and database. Not for several threads at once.

    While somebody writes the graph anew only their writer, which `rebuilds`, may write; others raise BeingRebuilt.
    `atlas` is what the settings know of addresses.
    """

    def __init__(self, store: Store, *, rebuilds: bool = False, atlas: Atlas = _NOTHING_KNOWN) -> None:
        self._store = store
        self._rebuilds = rebuilds
        self._memory = Memory(atlas)

    def write(self, batch: Batch, *, learn: bool = False, archive: dict[str, str] | None = None) -> Account:
        """Write one batch and say what became of its records. `archive` gives the place of calls' raw events.

        A call that the database cannot take is rejected; it never stops its siblings.
        """
        try:
            turn = self._store.write(lambda tx: self._take_turn(tx, batch, learn=learn, archive=archive or {}))
        except StoreUnavailable:
            raise
        except (StoreError, OverflowError, ValueError, TypeError) as error:
            return self._write_around(batch, error, learn=learn, archive=archive or {})
        turn.keep()
        return turn.account

    def _write_around(self, batch: Batch, error: Exception, *, learn: bool, archive: dict[str, str]) -> Account:
        """Halve until the call at fault stands alone; of noise nothing is kept then."""
        if batch.firsts:
            return self.write(without_firsts(batch), learn=learn, archive=archive)
        if not batch.calls:
            raise error
        if len(batch.calls) == 1:
            return self.write(rejecting_calls(batch, f"cannot be stored: {error}", archive), learn=learn)
        first, rest = halves(batch)
        account = self.write(first, learn=learn, archive=archive)
        account.add(self.write(rest, learn=learn, archive=archive))
        return account

    def position(self, source: str) -> int:
        """How many records of a source were taken."""
        rows = self._store.read("checkpoint", source=source)
        return int(rows[0][0]) if rows else 0

    def note(self, source: str, position: int) -> None:
        """Keep how far a source was taken, apart from any batch."""
        self._store.write(lambda tx: tx.run("checkpoint", source=source, position=position))

    def forget(self, source: str) -> None:
        """Forget how far a source was taken: it is not there any more."""
        self._store.write(lambda tx: tx.run("forget_checkpoint", source=source))

    def _take_turn(self, tx: Transaction, batch: Batch, *, learn: bool, archive: dict[str, str]) -> Turn:
        turn = Turn(tx, self._memory, batch, archive)
        turn.write(learn=learn, rebuilds=self._rebuilds)
        return turn
