"""`graphsvc migrate`: the database's schema up to this version."""

from graphsvc.cli.database import database, open_store
from graphsvc.graph import migration
from graphsvc.settings import load


def migrate() -> None:
    """Brings the database's schema up to this version. Running it again changes nothing."""
    with database(load()) as settings, open_store(settings) as store:
        for applied in migration.migrate(store):
            print(f"applied {applied.version}: {applied.name}")
        migration.check_schema(store)
        print(f"schema is at version {migration.migrations()[-1].version}")
