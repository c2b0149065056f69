import pytest

from graphsvc.domain.batch import Batch, fold
from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from graphsvc.errors import DefinitionError, StoreError
from graphsvc.graph.write import renewal
from graphsvc.graph.write.writer import Writer
from tests.builders import an_event, ingest, raw


@pytest.mark.parametrize("statements", [0, 1, 2])
def test_a_rebuild_that_was_stopped_while_it_empties_goes_on_emptying(store, monkeypatch, statements):
    """Nobody may write to what is left of the graph in between."""
    ingest(store, an_event())
    with monkeypatch.context() as patch:
        patch.setattr(renewal, "_EMPTYING", (*renewal._EMPTYING[:statements], "no_such_statement"))
        with pytest.raises(DefinitionError):
            renewal.begin(store, replace=True)
    with pytest.raises(StoreError, match="being written anew"):
        renewal.require_none(store)
    assert renewal.begin(store, replace=False)
    assert store.read_text("MATCH (n) WHERE NOT n:__Migration RETURN labels(n)") == [[["Checkpoint"]]]
    batch = fold(Batch("c", ""), [project_call(parse_event(raw(an_event())), "c")], lambda _: "")
    Writer(store, rebuilds=True).write(batch)
    assert renewal.begin(store, replace=False)
    assert store.read_text("MATCH (c:ApiCall) RETURN count(c)") == [[1]]
    renewal.end(store)
    renewal.require_none(store)


def test_a_graph_is_not_replaced_unasked(store):
    ingest(store, an_event())
    with pytest.raises(StoreError, match="not empty"):
        renewal.begin(store, replace=False)
    renewal.require_none(store)


def test_emptying_needs_no_more_memory_than_a_small_heap_has(store):
    """One node that everything hangs on is no reason to delete everything at once: of 100,000 that is refused."""
    store.run_schema("CREATE (:Hub)")
    store.run_schema(
        "UNWIND range(1, 120000) AS n "
        "CALL (n) { MATCH (h:Hub) CREATE (h)<-[:ON {n: n}]-(:Spoke) } IN TRANSACTIONS OF 10000 ROWS"
    )
    renewal.empty(store)
    assert store.read_text("MATCH (n) WHERE NOT n:__Migration RETURN count(n)") == [[0]]
