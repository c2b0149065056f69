"""Says whether the graph is being written anew, so that nobody takes half a graph for a whole one."""

from graphsvc.errors import StoreError
from graphsvc.graph.store import Store

_MARK = "rebuild"  # kept as a checkpoint: it lives and dies with the graph
_EMPTYING = ("empty_relationships", "empty_graph", "empty_writer")


def is_under_way(store: Store) -> bool:
    return bool(store.read("checkpoint", source=_MARK))


def begin(store: Store, *, replace: bool) -> bool:
    """Mark the graph as being written anew; True when one was under way already, and goes on.

    Raises StoreError when there is a graph and it is not to be replaced.
    """
    if is_under_way(store):
        return True
    if store.read("turns"):
        if not replace:
            raise StoreError("the graph is not empty: --replace removes it first, alerts and all")
        empty(store)
    store.write(lambda tx: tx.run("checkpoint", source=_MARK, position=1))
    return False


def empty(store: Store) -> None:
    """Remove all but the record of migrations, in transactions that a small heap can hold.

    The writer's node goes last: as long as it is there, whoever was stopped half-way finds that there is a graph.
    """
    for statement in _EMPTYING:
        store.run_alone(statement)


def end(store: Store) -> None:
    store.write(lambda tx: tx.run("forget_checkpoint", source=_MARK))


def require_none(store: Store) -> None:
    """Raise StoreError while a rebuild is under way, or was left."""
    if is_under_way(store):
        raise StoreError(
            "the graph is being written anew: wait for `graphsvc rebuild`, or run it again if it was stopped"
        )
