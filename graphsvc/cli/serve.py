"""`graphsvc serve`: page, GraphQL and webhook on one port."""

import socket
import sys
import time
from contextlib import ExitStack
from typing import Annotated

import structlog
import typer

from graphsvc.cli.database import Found, Say, found_database, free_bytes, say
from graphsvc.cli.service_log import say_to_log
from graphsvc.errors import GraphsvcError, PortTaken, ServerUnavailable
from graphsvc.settings import Settings, load
from graphsvc.web.neo4j_guard import LEAST_ROOM

_STARTS, _PAUSE = 4, 5.0  # tries of a Neo4j of its own, and seconds between two
_TOLD_EVERY = 60.0

log = structlog.get_logger()


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="the setting `host`")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="the setting `port`")] = None,
) -> None:
    """Serves the page, GraphQL and the audit webhook, and runs the detections, until Ctrl-C or SIGTERM."""
    if sys.stderr.isatty():
        _serve(host, port, say)
        return
    try:
        _serve(host, port, say_to_log)
    except GraphsvcError as error:
        log.error("ended", problem=str(error))  # noqa: TRY400  # the message says all
        raise typer.Exit(1) from None
    except Exception as error:
        log.exception("ended", problem=f"{type(error).__name__}: {error}")
        raise typer.Exit(1) from None


def _serve(host: str | None, port: int | None, say: Say) -> None:
    from graphsvc.cli.service import run  # noqa: PLC0415  # see there
    from graphsvc.web.app import require_usable  # noqa: PLC0415

    settings = load(host=host, port=port)
    require_usable(settings)
    require_free(settings)
    with ExitStack() as stack:
        run(_found(stack, settings, say))


def _found(stack: ExitStack, settings: Settings, say: Say) -> Found:
    """The database. One of its own that has a graph already is tried again: its disk may be full, or it was killed."""
    for attempt in range(1, _STARTS):
        _wait_for_room(settings)
        try:
            return stack.enter_context(found_database(settings, say))
        except PortTaken:
            raise
        except ServerUnavailable as error:
            if not (settings.data / "neo4j" / "data" / "databases").exists():
                raise
            log.warning("neo4j_start_failed", problem=str(error), attempt=attempt, again_in=_PAUSE)
            time.sleep(_PAUSE)
    return stack.enter_context(found_database(settings, say))


def _wait_for_room(settings: Settings) -> None:
    """On a full disk its own Neo4j would not start; as soon as there is room it does."""
    told = 0.0
    while not settings.neo4j_uri and free_bytes(settings.data) < LEAST_ROOM:
        if not told or time.monotonic() - told > _TOLD_EVERY:
            told = time.monotonic()
            log.error("disk_full", folder=str(settings.data), meaning="the service starts as soon as 64 MiB are free")
        time.sleep(1)


def require_free(settings: Settings) -> None:
    """Raise PortTaken before anything slow is started for nothing."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(
                f"port {settings.port} of {settings.host} cannot be used ({error.strerror}): set GRAPHSVC_PORT"
            ) from None
