"""The schema: once, in order, never changed afterwards."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from graphsvc.errors import SchemaOutdated
from graphsvc.graph import migration
from graphsvc.graph.migration import Migration, check_schema, migrate
from tests.bolt import driver


def test_running_again_changes_nothing(session_store):
    assert migrate(session_store) == []
    check_schema(session_store)


def test_a_changed_migration_is_noticed(session_store, monkeypatch):
    changed = [
        Migration(m.version, m.name, m.text + "\nCREATE INDEX x FOR (n:X) ON (n.x);\n") for m in migration.migrations()
    ]
    monkeypatch.setattr(migration, "migrations", lambda: changed)
    with pytest.raises(SchemaOutdated, match="was changed after it was applied"):
        check_schema(session_store)


def test_a_missing_and_a_newer_schema_are_noticed(session_store, monkeypatch):
    known = migration.migrations()
    monkeypatch.setattr(migration, "migrations", lambda: [*known, Migration(len(known) + 1, "more", "RETURN 1;")])
    with pytest.raises(SchemaOutdated, match="run `graphsvc migrate`"):
        check_schema(session_store)
    monkeypatch.setattr(migration, "migrations", lambda: known)
    monkeypatch.setattr(migration, "applied", lambda _: {m.version: m.checksum for m in known} | {99: "x"})
    with pytest.raises(SchemaOutdated, match="newer"):
        check_schema(session_store)


def test_a_comment_may_change(session_store):
    first = migration.migrations()[0]
    assert Migration(first.version, first.name, "// another comment\n" + first.text).checksum == first.checksum


def test_two_that_make_the_same_at_one_moment_both_end_well(session_store):
    """Neo4j refuses the slower one, in the words that it has for a statement without `IF NOT EXISTS`."""
    for _ in range(2):
        session_store.run_schema("CREATE INDEX twice FOR (n:Twice) ON (n.x)")
    session_store.run_schema("DROP INDEX twice")


def test_a_statement_waits_for_whoever_holds_its_label(neo4j_uri, store):
    """For longer than the server waits for a lock: a batch may take as long."""
    with driver(neo4j_uri) as opened, opened.session() as session, session.begin_transaction() as holder:
        holder.run("CREATE (:Held)").consume()
        with ThreadPoolExecutor(1) as pool:
            made = pool.submit(store.run_schema, "CREATE INDEX held FOR (n:Held) ON (n.x)")
            with pytest.raises(TimeoutError):
                made.result(timeout=11)
            holder.rollback()
            made.result(timeout=60)
    store.run_schema("DROP INDEX held")
