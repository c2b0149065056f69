"""`graphsvc serve`: page, GraphQL and webhook on one port."""

import socket
import sys
from typing import Annotated

import structlog
import typer

from graphsvc.cli.database import found_database, say
from graphsvc.cli.service_log import say_to_log
from graphsvc.errors import GraphsvcError, PortTaken
from graphsvc.settings import Settings, load

log = structlog.get_logger()


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="the setting `host`")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="the setting `port`")] = None,
) -> None:
    """Serves the page, GraphQL and the audit webhook, and runs the detections, until Ctrl-C or SIGTERM."""
    from graphsvc.cli.service import run  # noqa: PLC0415  # see there

    is_terminal = sys.stderr.isatty()
    try:
        settings = load(host=host, port=port)
        require_free(settings)
        with found_database(settings, say if is_terminal else say_to_log) as found:
            run(found)
    except GraphsvcError as error:
        if is_terminal:
            raise
        log.error("ended", problem=str(error))  # noqa: TRY400  # the message says all
        raise typer.Exit(1) from None


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
