"""A Neo4j that a test may stop and start again, on the same port and data."""

import os
import signal

import pytest

from graphsvc.graph.migration import migrate
from graphsvc.graph.server.embedded import Neo4jServer, ServerSettings
from graphsvc.graph.server.launch import free_port
from graphsvc.graph.store import Store
from tests.web.posts import wait_for


class Database:
    def __init__(self, folder, cache):
        self._settings = ServerSettings(folder, cache, free_port(), 0, heap_mb=512, page_cache_mb=64)
        self.start()
        self.uri = self._server.uri

    @property
    def pid(self):
        return self._server.status().pid

    def start(self):
        self._server = Neo4jServer(self._settings)
        self._server.start()

    def stop(self, how=signal.SIGTERM):
        if how == signal.SIGTERM:
            self._server.stop()
        else:
            os.kill(self.pid, how)
            wait_for(lambda: not self._server.status().running)


@pytest.fixture
def database(tmp_path, neo4j_cache, few_detections):
    found = Database(tmp_path / "neo4j", neo4j_cache)
    with Store(found.uri) as store:
        migrate(store)
    yield found
    found.stop()
