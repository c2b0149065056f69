"""The web service as a process.

Apart from the commands that start it, which import it when they run: importing it takes as long as all else of a start.
"""

import socket

import uvicorn

from graphsvc.access.entry import local_viewer
from graphsvc.cli.database import Found
from graphsvc.graph.migration import migrate
from graphsvc.graph.store import Store
from graphsvc.graph.write.renewal import require_none
from graphsvc.web.app import create_app
from graphsvc.web.slow_clients import HeadInTime

_GRACE = 10  # seconds that open requests get when it stops


class _Server(uvicorn.Server):
    """Says when it can be used: whoever started it waits for that line. `link` signs in who reads it, once."""

    def __init__(self, config: uvicorn.Config, link: str) -> None:
        super().__init__(config)
        self._link = link

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
            address = f"{'https' if self.config.is_ssl else 'http'}://{host}:{self.config.port}"
            link = f" sign in once with {address}{self._link}" if self._link else ""
            print(f"ready {address}{link}", flush=True)


def run(found: Found) -> None:
    settings = found.settings
    with Store(settings.neo4j_uri, **settings.neo4j_login) as store:  # one line now, not a traceback out of the server
        store.check()
        migrate(store)
        require_none(store)
    app = create_app(settings, found.server)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
        http=HeadInTime,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        proxy_headers=bool(settings.behind_proxy),
        forwarded_allow_ips=[str(network) for network in settings.behind_proxy],
    )
    # Where others read what it says, a link would be a secret in a log: `graphsvc login` gives one there.
    link = f"/login?code={app.state.entry.links.new(local_viewer(), until_used=True)}" if settings.is_local else ""
    server = _Server(config, link)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        # uvicorn raises the signal again that it stopped for; a service that was asked to stop and did has not failed
        if not server.started:
            raise
