"""`graphsvc retain`: removes what is older than it is kept, now and to the end."""

import time
from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from graphsvc.cli.database import database, open_store
from graphsvc.cli.engine import ours_of
from graphsvc.graph.migration import migrate
from graphsvc.graph.write.retention import Retention
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.age import ArchiveAge
from graphsvc.settings import load


def retain(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Remove nothing; tell what would be removed.")] = False,
) -> None:
    """Removes what is older than it is kept, and folds the counters of closed days.

    `graphsvc serve` does the same all the time. The settings `keep_…` and `fold_after` say how long; see
    docs/retention.md. It can be interrupted at any moment, and goes on where it was.
    """
    settings = load()
    ages = settings.ages
    ages.require_memory_of(d.window for d in ours_of(settings))
    with database(settings) as found, open_store(found) as store:
        migrate(store)
        retention = Retention(store, ages)
        size = settings.archive_mb << 20
        archive = ArchiveAge(settings.archive, Writer(store), age=settings.keep_archive_ms, size=size)
        if dry_run:
            gone = Counter(retention.expired()) + Counter(segments=len(archive.expired(time.time_ns() // 1_000_000)))
        else:
            gone = Counter[str]()
            for kind, number in (*retention.steps(), *archive.steps()):
                gone[kind] += number
    Console().print(_table(gone, "would go" if dry_run else "gone"))


def _table(gone: Counter[str], title: str) -> Table | str:
    if not any(gone.values()):
        return "nothing is too old"
    table = Table("what", title)
    table.columns[1].justify = "right"
    for kind, number in gone.items():
        table.add_row(kind, f"{number:,}")
    return table
