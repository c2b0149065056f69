"""One real Neo4j for the whole run. Where none can be had the tests fail: skipped tests would have tested nothing."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.graph.migration import migrate
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.renewal import empty, end
from tests.faults.table import pytest_itemcollected, pytest_terminal_summary  # noqa: F401  # hooks

NEO4J_IMAGE = "neo4j:5.26.31-community"

# A suite in the background ignores Ctrl-C, and so would the commands that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Settings of the developer's shell must not colour the tests; only the server to test against is taken over.
_configured_uri = os.environ.get("GRAPHSVC_NEO4J_URI")
for _name in [name for name in os.environ if name.startswith("GRAPHSVC_")]:
    del os.environ[_name]

# Servers of tests live for minutes: what the JVM's second compiler costs, up to half of their work, never comes back.
# That compiler alone would get 48 MiB for its code, which Neo4j fills: a thread sweeps it all the time then.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m")

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="faults in their long versions, and a table of them")


@pytest.fixture(scope="session")
def long(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("long"))


# Of those that fire on what `tests.faults.ledger` makes.
FEW = {
    "new-user",
    "user-with-new-client",
    "pods-deleted",
    "refused-on-many",
    "refused-then-allowed",
    "refused-with-new-client",
}


@pytest.fixture(scope="session")
def few_parameters(long: bool) -> dict[str, str]:
    """Settings for commands on a database that was just started: it takes twenty seconds to plan all detections."""
    if long:
        return {}
    off = {f"{d.slug}.enabled": False for d in load_detections() if d.slug not in FEW}
    return {"GRAPHSVC_DETECTION_PARAMETERS": json.dumps(off)}


@pytest.fixture
def few_detections(monkeypatch: pytest.MonkeyPatch, few_parameters: dict[str, str]) -> None:
    for name, value in few_parameters.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def neo4j_cache() -> Path:
    """Shared with the program itself, so that Neo4j is assembled once for a machine."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "graphsvc"


@pytest.fixture(scope="session")
def neo4j_uri(neo4j_cache: Path) -> Iterator[str]:
    """The configured server, else a container, else a throw-away embedded one."""
    if _configured_uri:
        yield _configured_uri
    elif _docker_runs():
        yield from _container()
    else:
        with temporary_server(neo4j_cache, keeps_plans=True, say=print) as uri:
            yield uri


def _docker_runs() -> bool:
    # The client leaves its socket open when nobody answers; where there is no socket it need not be asked.
    if "DOCKER_HOST" not in os.environ and not Path("/var/run/docker.sock").exists():
        return False
    import docker  # noqa: PLC0415 - slow to import, and needed only to look for a daemon

    try:
        client = docker.from_env(timeout=5)
    except docker.errors.DockerException:
        return False
    client.close()
    return True


def _container() -> Iterator[str]:
    from testcontainers.core.container import DockerContainer  # noqa: PLC0415 - only where a daemon runs
    from testcontainers.core.wait_strategies import LogMessageWaitStrategy  # noqa: PLC0415

    container = DockerContainer(NEO4J_IMAGE).with_env("NEO4J_AUTH", "none").with_exposed_ports(7687)
    with container.waiting_for(LogMessageWaitStrategy("Started.").with_startup_timeout(120)) as running:
        yield f"bolt://{running.get_container_host_ip()}:{running.get_exposed_port(7687)}"


@pytest.fixture(scope="session")
def session_store(neo4j_uri: str) -> Iterator[Store]:
    with Store(neo4j_uri) as store:
        migrate(store)
        yield store


@pytest.fixture
def store(session_store: Store) -> Store:
    """An empty graph with the current schema."""
    end(session_store)
    empty(session_store)
    session_store.run_schema("MATCH (a:Act) DELETE a")  # which outlives a graph
    return session_store
