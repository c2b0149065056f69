import pytest

from graphsvc.errors import StoreError
from graphsvc.graph import renewal
from tests.builders import an_event, ingest


@pytest.mark.parametrize("statements", [0, 1, 2])
def test_a_graph_whose_emptying_was_stopped_is_not_taken_for_none(store, statements):
    ingest(store, an_event())
    for statement in renewal._EMPTYING[:statements]:
        store.run_alone(statement)
    with pytest.raises(StoreError, match="not empty"):
        renewal.begin(store, replace=False)
    assert not renewal.begin(store, replace=True)
    assert store.read_text("MATCH (n) WHERE NOT n:__Migration RETURN labels(n)") == [[["Checkpoint"]]]


def test_emptying_needs_no_more_memory_than_a_small_heap_has(store):
    """One node that everything hangs on is no reason to delete everything at once."""
    store.run_schema("CREATE (:Hub)")
    store.run_schema(
        "UNWIND range(1, 300000) AS n "
        "CALL (n) { MATCH (h:Hub) CREATE (h)<-[:ON {n: n}]-(:Spoke) } IN TRANSACTIONS OF 10000 ROWS"
    )
    renewal.empty(store)
    assert store.read_text("MATCH (n) WHERE NOT n:__Migration RETURN count(n)") == [[0]]
