"""`graphsvc serve`: page, GraphQL and webhook on one port."""

import socket
from typing import Annotated

import typer
import uvicorn

from graphsvc.cli.database import database
from graphsvc.errors import PortTaken
from graphsvc.graph.store import Store
from graphsvc.settings import Settings, load
from graphsvc.web.app import create_app

_GRACE = 10  # seconds that open requests get when it stops


class _Server(uvicorn.Server):
    """Says when it can be used: whoever started it waits for that line."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
            print(f"ready http://{host}:{self.config.port}", flush=True)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="the setting `host`")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="the setting `port`")] = None,
) -> None:
    """Serves the page, GraphQL and the audit webhook, and runs the detections, until Ctrl-C or SIGTERM."""
    settings = load(host=host, port=port)
    require_free(settings)
    with database(settings) as found:
        run(found)


def run(settings: Settings) -> None:
    with Store(settings.neo4j_uri, **settings.neo4j_login) as store:
        store.check()  # one line now instead of a traceback out of the server
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
    )
    server = _Server(config)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        # uvicorn raises the signal again that it stopped for; a service that was asked to stop and did has not failed
        if not server.started:
            raise


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
