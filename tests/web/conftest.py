"""The service that most of these tests talk to."""

import httpx
import pytest

from tests.service import serving


@pytest.fixture(scope="module")
def asked(session_store, neo4j_uri, tmp_path_factory):
    """One service for all tests of a file that post nothing, and ask what no graph has a part in."""
    with serving(neo4j_uri, tmp_path_factory.mktemp("asked")) as url, httpx.Client(base_url=url, timeout=30) as found:
        yield found


@pytest.fixture
def client(store, neo4j_uri, tmp_path):
    with serving(neo4j_uri, tmp_path) as url, httpx.Client(base_url=url, timeout=30) as found:
        found.pid = url.pid
        yield found
