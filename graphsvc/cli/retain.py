"""`graphsvc retain`: removes what is older than it is kept, now and to the end."""

from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from graphsvc.cli.database import database, open_store
from graphsvc.detection.definition import load_detections
from graphsvc.graph.migration import migrate
from graphsvc.graph.retention import Retention
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
    ages.require_memory_of(d.window for d in load_detections(settings.detection_parameters))
    with database(settings) as found, open_store(found) as store:
        migrate(store)
        retention = Retention(store, ages)
        gone = Counter(retention.expired()) if dry_run else Counter[str]()
        if not dry_run:
            for kind, number in retention.steps():
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
