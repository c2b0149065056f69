"""R23: a migration is killed between its statements, again and again, while an older version goes on writing."""

import re
import threading
from contextlib import contextmanager

import pytest

from graphsvc.graph import migration, queries
from graphsvc.graph.migration import check_schema, migrate
from tests.bolt import driver
from tests.builders import a_pipeline, records
from tests.faults.commands import finish, kill, start
from tests.faults.ledger import Ledger
from tests.faults.targets import R23
from tests.service import serving
from tests.web.posts import wait_for

_SCHEMA = """SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint, state
WHERE type <> 'LOOKUP' RETURN name, type, entityType, labelsOrTypes, properties, owningConstraint, state
ORDER BY name"""


def schema(store):
    return store.read_text(_SCHEMA)


def forget_schema(store):
    for (name,) in store.read_text("SHOW CONSTRAINTS YIELD name"):
        store.run_schema(f"DROP CONSTRAINT {name}")
    for (name,) in store.read_text("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
        store.run_schema(f"DROP INDEX {name}")
    store.run_schema("MATCH (m:__Migration) DELETE m")


@pytest.fixture
def older(store, monkeypatch):
    """A graph of the first version; what it had before is the rest of this test's business."""
    whole, known = schema(store), migration.migrations()
    forget_schema(store)
    with monkeypatch.context() as patch:
        patch.setattr(migration, "migrations", lambda: known[:1])
        migrate(store)
    yield whole
    forget_schema(store)
    migrate(store)


@contextmanager
def unfinished(uri, label):
    """Somebody who has written such a node and has not committed it: no index on it can be made meanwhile."""
    with driver(uri) as opened, opened.session() as session, session.begin_transaction() as transaction:
        transaction.run(f"CREATE (:{label})").consume()
        yield
        transaction.rollback()


class Writing(threading.Thread):
    """Batch after batch, as a process of an older version that nobody stopped."""

    def __init__(self, store, ledger):
        super().__init__()
        self._pipeline, self._ledger, self._stopping = a_pipeline(store), ledger, threading.Event()
        self.batches, self.problem = 0, None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self.join(timeout=240)
        assert not self.is_alive()

    def run(self):
        try:
            while not self._stopping.wait(0.05):
                account = self._pipeline.ingest(records(*self._ledger.take(100)), cluster="made", name="old")
                assert account.balances
                self.batches += 1
        except Exception as error:  # noqa: BLE001  # the test tells of it
            self.problem = error


def points(long):
    """Labels of statements after the first version's, each with how many statements come before it."""
    statements = [s for m in migration.migrations()[1:] for s in queries.statements(m.text)]
    found = {}
    for before, statement in enumerate(statements):
        if label := re.search(r"FOR \(n:(\w+)\)", statement):
            found.setdefault(label[1], before)
    labels = list(found)
    return {label: found[label] for label in (labels if long else (labels[2], labels[-1]))}


@R23
def test_a_killed_migration_is_taken_up_again(store, neo4j_uri, tmp_path, older, long, record_property):
    ledger = Ledger("migrated", strange=False)
    first = len(schema(store))
    with Writing(store, ledger) as writing:
        wait_for(lambda: writing.batches > 1, seconds=60)
        for label, before in points(long).items():
            with unfinished(neo4j_uri, label):
                process = start(neo4j_uri, tmp_path, "migrate")
                wait_for(lambda before=before: len(schema(store)) >= first + before, seconds=60)
                kill(process)
        assert schema(store) != older
        several = [start(neo4j_uri, tmp_path, "migrate") for _ in range(2)]
        with serving(neo4j_uri, tmp_path):
            told = [finish(process) for process in several]
        again = finish(start(neo4j_uri, tmp_path, "migrate"))
        batches = writing.batches
        wait_for(lambda: writing.batches > batches or writing.problem, seconds=60)
    assert writing.problem is None
    assert "applied" not in again
    assert all("schema is at version" in text for text in told)
    assert schema(store) == older
    check_schema(store)
    recorded = store.read_text("MATCH (m:__Migration) RETURN m.version ORDER BY m.version")
    assert recorded == [[m.version] for m in migration.migrations()]
    ledger.check(store)
    record_property("kills", len(points(long)))
    record_property("events", ledger.sent)
