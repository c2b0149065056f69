"""Says whether the graph is being written anew, so that nobody takes half a graph for a whole one."""

from graphsvc.errors import StoreError
from graphsvc.graph.store import Store

_MARK = "rebuild"  # kept as a checkpoint: whoever connects looks for it
_EMPTIES, _WRITES = 1, 2  # its position
_EMPTYING = ("empty_relationships", "empty_graph")


def _state(store: Store) -> int:
    rows = store.read("checkpoint", source=_MARK)
    return int(rows[0][0]) if rows else 0


def begin(store: Store, *, replace: bool) -> bool:
    """Mark the graph as being written anew, and empty it; True when that was under way already, and goes on.

    Raises StoreError when there is a graph and it is not to be replaced.
    """
    before = _state(store)
    if not before and store.read("turns") and not replace:
        raise StoreError("the graph is not empty: --replace removes it first, alerts and all")
    if before != _WRITES:
        _mark(store, _EMPTIES)
        empty(store)
        _mark(store, _WRITES)
    return before > 0


def _mark(store: Store, state: int) -> None:
    store.write(lambda tx: tx.run("checkpoint", source=_MARK, position=state))


def empty(store: Store) -> None:
    """Remove all but the record of migrations and the mark, in transactions that a small heap can hold."""
    for statement in _EMPTYING:
        store.run_alone(statement)


def forget(store: Store) -> None:
    """Have whoever remembers something of the graph ask anew: it may not be what it was."""
    store.write(lambda tx: tx.run("new_generation"))


def end(store: Store) -> None:
    store.write(lambda tx: tx.run("forget_checkpoint", source=_MARK))


def require_none(store: Store) -> None:
    """Raise StoreError while a rebuild is under way, or was left."""
    if _state(store):
        raise StoreError(
            "the graph is being written anew: wait for `graphsvc rebuild`, or run it again if it was stopped"
        )
