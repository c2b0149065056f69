"""Finds the database that a command works on: the configured one, or the embedded one for as long as it runs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from graphsvc.graph.embedded.server import Neo4jServer, ServerSettings
from graphsvc.graph.store import Store
from graphsvc.settings import Settings


def say(text: str) -> None:
    """Progress for people goes to standard error; standard output belongs to results."""
    print(text, file=sys.stderr, flush=True)


def server_settings(settings: Settings) -> ServerSettings:
    return ServerSettings(
        data=settings.data / "neo4j",
        cache=settings.cache,
        bolt_port=settings.neo4j_bolt_port,
        http_port=settings.neo4j_http_port,
        heap_mb=settings.neo4j_heap_mb,
        page_cache_mb=settings.neo4j_page_cache_mb,
    )


@contextmanager
def database(settings: Settings) -> Iterator[Settings]:
    """Settings that name a running database."""
    if settings.neo4j_uri:
        yield settings
        return
    with Neo4jServer(server_settings(settings), say=say) as server:
        browser = settings.neo4j_browser_url or server.http_uri or ""
        yield settings.model_copy(update={"neo4j_uri": server.uri, "neo4j_browser_url": browser})


def open_store(settings: Settings) -> Store:
    return Store(
        settings.neo4j_uri,
        user=settings.neo4j_user,
        password=settings.neo4j_password.get_secret_value(),
        database=settings.neo4j_database,
    )
