"""The service that most of these tests talk to."""

import pytest

from tests.service import asking, serving


@pytest.fixture(scope="module")
def asked(session_store, neo4j_uri, tmp_path_factory):
    """One service for all tests of a file that post nothing, and ask what no graph has a part in."""
    folder = tmp_path_factory.mktemp("asked")
    with serving(neo4j_uri, folder) as url, asking(url) as found:
        yield found


@pytest.fixture
def client(store, neo4j_uri, tmp_path):
    with serving(neo4j_uri, tmp_path) as url, asking(url) as found:
        found.pid = url.pid
        yield found
