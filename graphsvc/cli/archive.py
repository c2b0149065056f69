"""`graphsvc archive check|cat`: is what was kept whole, and what is it?"""

import sys
from datetime import datetime
from typing import Annotated

import typer

from graphsvc.domain.moment import from_datetime, to_text
from graphsvc.ingest.archive_check import SegmentState, archived_records, check_archive
from graphsvc.settings import load

app = typer.Typer(help="The archive of raw events below the setting `data`.", no_args_is_help=True)


@app.command()
def check() -> None:
    """Reads every frame of the archive and lists the segments. Exit status 1 when something is damaged or missing."""
    states = list(check_archive(load().archive))
    for state in states:
        print("  ".join(_row(state)))
    if not all(state.is_whole for state in states):
        raise typer.Exit(1)


@app.command()
def cat(
    cluster: Annotated[str, typer.Option(help="Only of this cluster.", show_default="all")] = "",
    since: Annotated[
        datetime | None, typer.Option(help="Only what was archived since then, UTC.", show_default="the beginning")
    ] = None,
) -> None:
    """Prints archived events, redacted, one a line."""
    start = from_datetime(since) if since else 0
    for _, record in archived_records(load().archive, cluster=cluster, since=start):
        sys.stdout.buffer.write(record.raw + b"\n")


def _row(state: SegmentState) -> tuple[str, ...]:
    first, last = (to_text(at)[:19] if at else "?" for at in (state.first, state.last))
    size, clusters = f"{state.size / (1 << 20):8.1f} MiB", ", ".join(state.clusters)
    return (state.name, size, f"{first} to {last}", f"{state.records:>11,} records", clusters, _told(state))


def _told(state: SegmentState) -> str:
    parts = [f"damaged at {place.offset}" for place in state.damaged]
    parts += [f"{state.lost} frames missing"] if state.lost else []
    parts += [f"last {state.torn} bytes torn, never acknowledged"] if state.torn else []
    return ", ".join(parts) or "whole"
