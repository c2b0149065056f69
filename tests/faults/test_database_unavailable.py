"""R5: a server listens before its database is open, for seconds after every start; here for as long as it takes."""

import contextlib
import os
import signal
import threading
from contextlib import contextmanager

import pytest

from graphsvc.errors import ServerUnavailable, StoreError, StoreUnavailable
from graphsvc.graph.store import Store
from tests.builders import an_event, ingest
from tests.faults.targets import R5
from tests.web.posts import wait_for


@contextmanager
def not_open(database, folder):
    """The server runs, and its database cannot be opened."""
    (file,) = folder.glob("neo4j/data/databases/neo4j/neostore")
    whole = file.read_bytes()
    file.write_bytes(b"\xff" * len(whole))

    def start():
        with contextlib.suppress(ServerUnavailable):
            database.start()

    starting = threading.Thread(target=start)
    starting.start()
    yield
    os.kill(database.pid, signal.SIGKILL)
    starting.join()
    file.write_bytes(whole)


def problem(uri):
    with Store(uri) as store, pytest.raises(StoreError) as found:
        store.read("turns")
    return found.value


@R5
def test_a_database_that_is_not_open_is_away_and_blames_nobody(database, tmp_path):
    event = an_event()
    with Store(database.uri) as store:
        ingest(store, event)
    database.stop()
    with not_open(database, tmp_path):
        wait_for(lambda: "not currently available" in str(problem(database.uri)), seconds=120)
        assert isinstance(problem(database.uri), StoreUnavailable)
    database.start()
    with Store(database.uri) as store:
        assert ingest(store, event).duplicates == 1
