"""All commands in one list, and the one place that turns an exception into a message and an exit status."""

import gc
import signal
import sys
from types import FrameType
from typing import NoReturn

import typer

from graphsvc import __version__
from graphsvc.cli import (
    archive,
    demo,
    detect,
    detection,
    doctor,
    ingest,
    login,
    migrate,
    neo4j,
    rebuild,
    rejected,
    retain,
    schema,
    serve,
    service_log,
    token,
)
from graphsvc.errors import GraphsvcError

app = typer.Typer(
    name="graphsvc",
    help="Kubernetes audit logs as a graph: who did what to which cluster, as whom, from where, and did it work.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(serve.serve)
app.command()(ingest.ingest)
app.command()(detect.detect)
app.command()(demo.demo)
app.command()(rejected.rejected)
app.command()(rebuild.rebuild)
app.command()(retain.retain)
app.command()(migrate.migrate)
app.command()(doctor.doctor)
app.command()(login.login)
app.add_typer(archive.app, name="archive")
app.add_typer(detection.app, name="detection")
app.add_typer(neo4j.app, name="neo4j")
app.add_typer(schema.app, name="schema")
app.add_typer(token.app, name="token")


@app.callback(invoke_without_command=True)
def root(*, version: bool = typer.Option(False, "--version", help="Print the version and leave.")) -> None:
    if version:
        print(__version__)
        raise typer.Exit


def main() -> None:
    service_log.configure()
    collect_rarely()
    # A terminated command must run its `finally`s: they stop the server that it started.
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app()
    except GraphsvcError as error:
        print(f"graphsvc: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def collect_rarely() -> None:
    """A batch makes hundreds of thousands of objects that end together. To look for cycles among them after every 700
    new ones, as Python does by itself, was a fifth of an ingest's work, see docs/measured.md.
    """
    gc.set_threshold(100_000, 20, 100)


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(143)
