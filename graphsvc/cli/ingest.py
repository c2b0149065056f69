"""`graphsvc ingest`: recorded logs into the graph."""

import json
import signal
import threading
from datetime import datetime
from enum import StrEnum
from functools import partial
from types import FrameType
from typing import Annotated

import typer

from graphsvc.cli.database import database, open_store, say
from graphsvc.cli.engine import engine_of
from graphsvc.cli.logs import LogTaker, report, summarise
from graphsvc.detection.looking import Beside
from graphsvc.domain.moment import from_datetime
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.store import Store
from graphsvc.graph.write.renewal import require_none
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.noise_rules import choose_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.place_files import open_atlas
from graphsvc.ingest.record.formats import FORMATS
from graphsvc.ingest.record.reading import Reading
from graphsvc.ingest.record.wrapping import Format
from graphsvc.settings import Settings, load

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        help="Logs, plain or packed: files, folders, quoted patterns (`logs/**/*.log*`), s3://bucket/prefix, - for "
        "standard input.",
        show_default=False,
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        help="Name of the cluster the logs are of.",
        show_default="what wraps the events says, else the setting `cluster`",
    ),
]


Since = Annotated[
    datetime | None,
    typer.Option(help="Of buckets, only objects changed since then, UTC.", show_default="the beginning"),
]
_PATIENCE = 600.0  # seconds that a log waits for a database that went away


class ReportForm(StrEnum):
    TEXT = "text"
    JSON = "json"


# What wraps the events: every format there is.
LogFormat = StrEnum("LogFormat", {name.upper().replace("-", "_"): name for name in ("auto", *FORMATS)})  # type: ignore[misc]
AUTO = LogFormat("auto")
FormatName = Annotated[
    LogFormat,
    typer.Option(
        "--format",
        help="What wraps the events. Each record's content tells; name it only where that goes wrong.",
    ),
]


def ingest(
    files: Files,
    cluster: Cluster = None,
    form: FormatName = AUTO,
    report_form: Annotated[
        ReportForm,
        typer.Option("--report", help="How to tell what became of the records; json goes to standard output."),
    ] = ReportForm.TEXT,
    since: Since = None,
    *,
    follows: Annotated[
        bool, typer.Option("--follow", help="Go on with what comes to them, until Ctrl-C or SIGTERM.")
    ] = False,
    learn: Annotated[bool, typer.Option("--learn", help="History: anomalies remember it, nothing fires.")] = False,
    no_noise_filter: Annotated[bool, typer.Option("--no-noise-filter", help="Keep what the noise rules drop.")] = False,
) -> None:
    """Takes audit logs into the graph and runs the detections on what is new.

    A log that was taken before changes nothing; one that was interrupted goes on where it stopped.
    With --follow, files may be rotated, packed and truncated meanwhile: see docs/sources.md.
    Exit status 1 when a file could not be read at all, or not one record of all files.
    """
    settings = load(noise_filter=False if no_noise_filter else None)
    # One of its own that went away nobody brings back.
    patience = _PATIENCE if settings.neo4j_uri else 0
    with database(settings) as found, open_store(found, patience=patience) as store:
        migrate(store)
        require_none(store)
        taker = log_taker(store, found, FORMATS.get(form))
        take = partial(taker.follow, stop=_stopped_by_signals(files)) if follows else taker.take
        taken = take(files, cluster=cluster or "", learn=learn, since=milliseconds(since))
    summarise(taken)
    if report_form is ReportForm.JSON:
        print(json.dumps(report(taken.account)))
    if taken.unreadable or taken.is_all_rejected:
        raise typer.Exit(1)


def milliseconds(since: datetime | None) -> int:
    return from_datetime(since) if since else 0


def _stopped_by_signals(names: list[str]) -> threading.Event:
    """A first signal lets the batch in hand be written; a second one does not wait for it."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stopping(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in before:
        signal.signal(number, stopping)
    say(f"following {', '.join(names)}")
    return stop


def log_taker(store: Store, settings: Settings, form: Format | None = None) -> LogTaker:
    rules = choose_noise_rules(**settings.noise)
    pipeline = Pipeline(
        Writer(store, atlas=open_atlas(settings.named_networks, settings.geo)),
        Archive(settings.archive),
        noise_filter(rules),
        without_arguments=settings.redact_commands,
        proxies=settings.proxies,
    )
    return LogTaker(
        pipeline,
        Beside(engine_of(store, settings)),
        noise=",".join(r.name for r in rules),
        reading=Reading(form, settings.cluster),
        s3_endpoint=settings.s3_endpoint,
    )
