"""Detections beside the writing: all is looked at, what goes wrong is told, and nobody waits for them for ever."""

import threading
import time

import pytest

from graphsvc.detection.engine import Engine
from graphsvc.detection.looking import Beside, InTurn
from graphsvc.errors import StoreUnavailable
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.write import batches
from tests.builders import an_exec, ingest
from tests.detection.test_engine import EXEC, alerts


def engine(store):
    return Engine(store, Reader(store), (EXEC,))


@pytest.mark.parametrize("kind", [InTurn, Beside])
def test_everything_that_is_written_is_looked_at_before_it_is_finished(store, kind):
    fired = []
    with kind(engine(store), fired.extend) as looking:
        for number in range(5):
            ingest(store, an_exec(auditID=f"e{number}"))
            looking.look()
        assert looking.finish() == len(fired) == 5
        ingest(store, an_exec(auditID="later"))
        looking.look()
        assert looking.finish() == 1, "it can go on"
    assert alerts(store) == [["EX-01", 6, 6]]


def test_it_looks_while_its_user_does_something_else(store):
    seen = threading.Event()
    with Beside(engine(store), lambda _: seen.set()) as looking:
        ingest(store, an_exec())
        looking.look()
        assert seen.wait(60)
        looking.finish()


def test_what_goes_wrong_is_raised_once_and_the_next_look_tries_again(store, monkeypatch):
    looking = Beside(engine(store))
    ingest(store, an_exec())

    def away(*_):
        raise StoreUnavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr("graphsvc.graph.write.batches.claim_oldest", away)
        with pytest.raises(StoreUnavailable):
            looking.finish()
    assert looking.finish() == 1


def test_who_has_no_time_leaves_the_rest_to_the_next(store, monkeypatch):
    """As at Ctrl-C, and when following ends."""
    ingest(store, an_exec(auditID="a"))
    ingest(store, an_exec(auditID="b"), cluster="other")
    look_at = Engine.look_at

    def slow(self, batch):
        time.sleep(1)
        return look_at(self, batch)

    monkeypatch.setattr(Engine, "look_at", slow)
    looking = Beside(engine(store))
    looking.look()
    assert looking.finish(patience=0.1) == 1, "the batch in hand is brought to its end"
    assert batches.backlog(store).waiting == 1
    with pytest.raises(KeyboardInterrupt), Beside(engine(store)) as interrupted:
        raise KeyboardInterrupt
    assert interrupted._thread is None
    assert InTurn(engine(store)).finish() == 1
