"""`graphsvc archive check|cat`: is what was kept whole, and what is it?"""

import sys
from datetime import datetime
from typing import Annotated

import typer

from graphsvc.cli.database import database, open_store, say
from graphsvc.domain.moment import from_datetime, to_text
from graphsvc.errors import ServerUnavailable, StoreError
from graphsvc.graph.migration import check_schema
from graphsvc.graph.read.recall import Recall
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import archive_in_use
from graphsvc.ingest.archive.check import SegmentState, archived_records, check_archive
from graphsvc.ingest.archive.gap import ArchiveGap
from graphsvc.ingest.archive.segment import PUSH, segment_source, segments
from graphsvc.ingest.overlooked import ArchiveAudit, Overlooked
from graphsvc.settings import Settings, load

app = typer.Typer(help="The archive of raw events below the setting `data`.", no_args_is_help=True)


@app.command()
def check(
    *,
    graph: Annotated[bool, typer.Option(help="Compare posts with the graph, too.")] = True,
) -> None:
    """Reads every frame of the archive, lists the segments, and looks for posts that the graph should have and has not.

    Such posts were overlooked by an earlier version; the next `graphsvc serve` takes them in. Exit status 1 when
    something is damaged, missing or overlooked.
    """
    settings = load()
    states = list(check_archive(settings.archive))
    for state in states:
        print("  ".join(_row(state)))
    overlooked = _overlooked(settings) if graph and segments(settings.archive, PUSH) else 0
    if overlooked or not all(state.is_whole for state in states):
        raise typer.Exit(1)


def _overlooked(settings: Settings) -> int:
    """Tells each batch that was overlooked, and returns how many."""
    found = 0
    try:
        with database(settings) as running, open_store(running) as store:
            check_schema(store)
            audit = ArchiveAudit(settings.archive, Writer(store), Recall(store))
            for segment in audit.segments():
                before = found
                for batch in audit.overlooked(segment):
                    print(_told_batch(batch))
                    found += 1
                if found > before:
                    audit.ask_for(segment)
    except (StoreError, ServerUnavailable) as error:
        say(f"graphsvc: not compared with the graph: {error}")
        return found
    print(f"{found} overlooked batches" + ("; start `graphsvc serve` anew: it takes them in" if found else ""))
    return found


def _told_batch(found: Overlooked) -> str:
    place, head = found.frame.place, found.frame.head
    when = f"archived {to_text(found.frame.received)[:19]}"
    return f"{place.segment} at {place.offset}: {found.missing} records of {head.cluster}, {when}, are not in the graph"


@app.command()
def leave() -> None:
    """Leaves what the archive holds from before the graph was begun out of it for good, after a graph was lost.

    `graphsvc rebuild --replace` takes it in instead.
    """
    settings = load()
    with archive_in_use(settings.archive, alone=True), database(settings) as found, open_store(found) as store:
        gap = ArchiveGap(settings.archive, store)
        records = gap.records()
        for segment, end in gap.ends().items():
            Writer(store).note(segment_source(segment), end)
    print(f"{records:,} records stay out of the graph")


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
    if state.torn and state.is_open:
        parts += [f"last {state.torn} bytes cannot be read; it is still written: check again when it is closed"]
    elif state.torn:
        parts += [f"last {state.torn} bytes torn, never acknowledged"]
    return ", ".join(parts) or ("whole so far, still written" if state.is_open else "whole")
