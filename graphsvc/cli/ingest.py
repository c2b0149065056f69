"""`graphsvc ingest`: recorded logs into the graph."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from graphsvc.cli.database import database, open_store
from graphsvc.cli.logs import LogTaker, report, summarise
from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.graph.writer import Writer
from graphsvc.ingest.archive import Archive
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.settings import Settings, load

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE…", help="Audit logs, plain, gzip or zstd; - is standard input.", show_default=False),
]
Cluster = Annotated[
    str | None, typer.Option(help="Name of the cluster the logs are of.", show_default="the setting `cluster`")
]


class LogFormat(StrEnum):
    """What wraps the events."""

    AUTO = "auto"
    NATIVE = "native"


class ReportForm(StrEnum):
    TEXT = "text"
    JSON = "json"


Format = Annotated[LogFormat, typer.Option("--format", help="Shape of the logs; found out by their content.")]


def ingest(
    files: Files,
    cluster: Cluster = None,
    form: Format = LogFormat.AUTO,
    report_form: Annotated[
        ReportForm,
        typer.Option("--report", help="How to tell what became of the records; json goes to standard output."),
    ] = ReportForm.TEXT,
    *,
    learn: Annotated[bool, typer.Option("--learn", help="History: anomalies remember it, nothing fires.")] = False,
    no_noise_filter: Annotated[bool, typer.Option("--no-noise-filter", help="Keep what the noise rules drop.")] = False,
) -> None:
    """Takes audit logs into the graph and runs the detections on what is new.

    A log that was taken before changes nothing; one that was interrupted goes on where it stopped.
    Exit status 1 when a file could not be read at all.
    """
    del form  # both values mean the same until there are formats to choose from
    settings = load(noise_filter=False if no_noise_filter else None)
    with database(settings) as found, open_store(found) as store:
        migrate(store)
        taken = log_taker(store, found).take(files, cluster=cluster or found.cluster, learn=learn)
    summarise(taken)
    if report_form is ReportForm.JSON:
        print(json.dumps(report(taken.account)))
    if taken.unreadable:
        raise typer.Exit(1)


def log_taker(store: Store, settings: Settings) -> LogTaker:
    rules = load_noise_rules() if settings.noise_filter else ()
    detections = load_detections(settings.detection_parameters)
    engine = Engine(store, Reader(store), detections, learning=settings.learning_ms)
    pipeline = Pipeline(Writer(store), Archive(settings.archive), noise_filter(rules))
    return LogTaker(pipeline, engine, noise=",".join(r.name for r in rules))
