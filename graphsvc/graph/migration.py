"""Brings the schema up to this version: numbered files, applied once and in order, never changed afterwards."""

import hashlib
from dataclasses import dataclass

from graphsvc.errors import SchemaOutdated
from graphsvc.graph import queries
from graphsvc.graph.store import Store


@dataclass(frozen=True)
class Migration:
    version: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(queries.strip_comments(self.text).encode()).hexdigest()[:16]


def migrations() -> list[Migration]:
    """All files `schema/V0001__name.cypher`, in order."""
    files = sorted((queries.cypher_folder() / "schema").glob("V*__*.cypher"))
    parts = [(f.stem.split("__", 1), f.read_text(encoding="utf-8")) for f in files]
    return [Migration(int(number[1:]), name, text) for (number, name), text in parts]


def applied(store: Store) -> dict[int, str]:
    """Version and checksum of what the database has."""
    return store.read_map("migrations")


def migrate(store: Store) -> list[Migration]:
    """Apply what is missing and return it. A run that was broken off goes on: what is there is left as it is."""
    done = applied(store)
    missing = [m for m in migrations() if m.version not in done]
    if missing:
        store.write(lambda tx: tx.run("single_migrations"))
        store.run_schema(queries.load("schema/one_record_each").text)
    for migration in missing:
        for statement in queries.statements(migration.text):
            store.run_schema(statement)
        _record(store, migration)
    if missing:
        store.run_schema(queries.load("schema/await_indexes").text)
    return missing


def _record(store: Store, migration: Migration) -> None:
    values = {"version": migration.version, "name": migration.name, "checksum": migration.checksum}
    store.write(lambda tx: tx.run("migration", **values))


def check_schema(store: Store) -> None:
    """Raise SchemaOutdated when the database lacks a migration, or has one that was changed since."""
    done = applied(store)
    for migration in migrations():
        checksum = done.get(migration.version)
        if checksum is None:
            raise SchemaOutdated("the database's schema is older than this version: run `graphsvc migrate`")
        if checksum != migration.checksum:
            raise SchemaOutdated(f"migration {migration.version} was changed after it was applied")
    if max(done) > migrations()[-1].version:
        raise SchemaOutdated("the database's schema is newer than this version of graphsvc")
