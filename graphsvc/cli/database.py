"""Finds the database that a command works on: the configured one, or one of its own for as long as it runs."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from graphsvc.graph.server.container import Container, container, suits
from graphsvc.graph.server.embedded import Neo4jServer, ServerSettings
from graphsvc.graph.store import Store
from graphsvc.settings import Settings

Say = Callable[[str], None]


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


@dataclass(frozen=True)
class Found:
    """Settings that name a running database, and its server where it is one of graphsvc's own."""

    settings: Settings
    server: Container | Neo4jServer | None


@contextmanager
def found_database(settings: Settings, say: Say = say) -> Iterator[Found]:
    if settings.neo4j_uri:
        yield Found(settings, None)
        return
    with _own_server(settings, say) as server:
        browser = settings.neo4j_browser_url or server.http_uri or ""
        # Its address carries the login; one in the settings is that of another Neo4j.
        own = {"neo4j_uri": server.uri, "neo4j_browser_url": browser, "neo4j_user": "", "neo4j_password": SecretStr("")}
        yield Found(settings.model_copy(update=own), server)


@contextmanager
def database(settings: Settings) -> Iterator[Settings]:
    """Settings that name a running database."""
    with found_database(settings) as found:
        yield found.settings


def _own_server(settings: Settings, say: Say) -> AbstractContextManager[Container | Neo4jServer]:
    wanted = server_settings(settings)
    if settings.neo4j_docker and suits(wanted.data, say):
        return container(wanted, say)
    return Neo4jServer(wanted, say=say)


def open_store(settings: Settings, *, patience: float = 0) -> Store:
    return Store(settings.neo4j_uri, **settings.neo4j_login, patience=patience)


def free_bytes(folder: Path) -> int:
    """Of the disk that a folder is on, or will be."""
    return shutil.disk_usage(next(p for p in (folder, *folder.absolute().parents) if p.exists())).free
