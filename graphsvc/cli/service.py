"""The web service as a process.

Apart from the commands that start it, which import it when they run: importing it takes as long as all else of a start.
"""

import socket

import uvicorn

from graphsvc.cli.database import Found
from graphsvc.graph.migration import migrate
from graphsvc.graph.store import Store
from graphsvc.graph.write.renewal import require_none
from graphsvc.web.app import create_app
from graphsvc.web.slow_clients import HeadInTime

_GRACE = 10  # seconds that open requests get when it stops


class _Server(uvicorn.Server):
    """Says when it can be used: whoever started it waits for that line."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
            print(f"ready http://{host}:{self.config.port}", flush=True)


def run(found: Found) -> None:
    settings = found.settings
    with Store(settings.neo4j_uri, **settings.neo4j_login) as store:  # one line now, not a traceback out of the server
        store.check()
        migrate(store)
        require_none(store)
    config = uvicorn.Config(
        create_app(settings, found.server),
        host=settings.host,
        port=settings.port,
        log_config=None,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
        http=HeadInTime,
    )
    server = _Server(config)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        # uvicorn raises the signal again that it stopped for; a service that was asked to stop and did has not failed
        if not server.started:
            raise
