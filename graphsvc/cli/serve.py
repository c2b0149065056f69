"""`graphsvc serve`: page, GraphQL and webhook on one port."""

import socket
from typing import Annotated

import typer

from graphsvc.cli.database import database
from graphsvc.errors import PortTaken
from graphsvc.settings import Settings, load


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="the setting `host`")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="the setting `port`")] = None,
) -> None:
    """Serves the page, GraphQL and the audit webhook, and runs the detections, until Ctrl-C or SIGTERM."""
    from graphsvc.cli.service import run  # noqa: PLC0415  # see there

    settings = load(host=host, port=port)
    require_free(settings)
    with database(settings) as found:
        run(found)


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
