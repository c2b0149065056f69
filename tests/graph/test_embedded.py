"""The embedded Neo4j is started, shared, killed and stopped for real."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from neo4j.exceptions import AuthError

from graphsvc.errors import PortTaken, ServerUnavailable
from graphsvc.graph.bolt_address import parse_address
from graphsvc.graph.server import java
from graphsvc.graph.server.assembly import assemble
from graphsvc.graph.server.embedded import Neo4jServer, ServerSettings, temporary_server
from graphsvc.graph.server.instance import JVM_FLAGS, Instance, command, prepare
from tests.bolt import driver

ANOTHER_COMMAND = """
import sys
from pathlib import Path
from graphsvc.graph.server.embedded import Neo4jServer, ServerSettings
data, cache = map(Path, sys.argv[1:])
with Neo4jServer(ServerSettings(data, cache, bolt_port=0, http_port=0, heap_mb=256, page_cache_mb=16)) as server:
    print(server.uri, flush=True)
    sys.stdin.read()
"""

A_COMMAND_WITH_A_TEMPORARY_SERVER = """
import sys
from pathlib import Path
from graphsvc.graph.server.embedded import temporary_server
with temporary_server(Path(sys.argv[1])) as uri:
    print(uri, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def settings(tmp_path: Path, neo4j_cache: Path) -> Iterator[ServerSettings]:
    chosen = ServerSettings(tmp_path / "data", neo4j_cache, bolt_port=0, http_port=0, heap_mb=256, page_cache_mb=16)
    yield chosen
    Neo4jServer(chosen).stop()


@contextmanager
def another_command(settings: ServerSettings) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with python(ANOTHER_COMMAND, settings.data, settings.cache) as process:
        assert process.stdout
        yield process, process.stdout.readline().strip()


@contextmanager
def python(script: str, *arguments: Path) -> Iterator[subprocess.Popen[str]]:
    command_line = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(
        command_line,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the traces of commands that are interrupted on purpose
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            if process.stdin:
                process.stdin.close()


def ask(uri: str, query: str) -> list[object]:
    with driver(uri) as opened, opened.session() as session:
        return [record[0] for record in session.run(query)]


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def listens(uri: str) -> bool:
    host, port = parse_address(uri).uri.removeprefix("bolt://").split(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def test_commands_share_one_server_and_the_last_one_stops_it(settings: ServerSettings) -> None:
    servers = [Neo4jServer(settings) for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(Neo4jServer.start, servers))

    ours = servers[0]
    assert len({server.uri for server in servers}) == 1
    assert set(ours.status().users) == {os.getpid()}
    assert ours.http_uri is None
    with another_command(settings) as (other, theirs):
        assert theirs == ours.uri
        assert set(ours.status().users) == {os.getpid(), other.pid}
        for server in servers[1:]:
            server.close()
    assert ask(ours.uri, "RETURN 1") == [1]

    ours.close()
    assert not Neo4jServer(settings).status().running
    assert not listens(theirs)


def test_one_that_was_started_to_stay_outlives_its_users(settings: ServerSettings) -> None:
    keeper = Neo4jServer(settings)
    keeper.start(stay=True)
    with Neo4jServer(settings):
        pass
    assert keeper.status().stays

    with another_command(settings) as (user, uri):
        stopped = keeper.stop()
        assert stopped.users == (user.pid,)
        assert not listens(uri)


def test_a_killed_server_is_replaced_and_loses_nothing_committed(settings: ServerSettings) -> None:
    with Neo4jServer(settings) as server:
        ask(server.uri, "CREATE (:Kept)")
        os.kill(server.status().pid or 0, signal.SIGKILL)
        assert eventually(lambda: not server.status().running)

        with Neo4jServer(settings) as replacement:
            assert ask(replacement.uri, "MATCH (n:Kept) RETURN count(n)") == [1]


def test_an_interrupt_does_not_reach_the_server_and_a_killed_user_does_not_keep_it(settings: ServerSettings) -> None:
    with another_command(settings) as (starter, uri):
        ours = Neo4jServer(settings)
        ours.start()
        os.killpg(starter.pid, signal.SIGINT)
        starter.wait()
    assert ask(uri, "RETURN 1") == [1]
    assert ours.status().users == (os.getpid(),)

    with another_command(settings) as (user, joined):
        assert joined == uri
        ours.close()
        user.kill()
        user.wait()
    assert listens(uri)

    with Neo4jServer(settings) as next_one:
        assert next_one.uri == uri
        assert next_one.status().users == (os.getpid(),)
    assert not listens(uri)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_command_that_ends_while_the_server_starts_leaves_nothing_for_ever(
    settings: ServerSettings, how: signal.Signals
) -> None:
    watcher = Neo4jServer(settings)
    with python(ANOTHER_COMMAND, settings.data, settings.cache) as starter:
        assert eventually(lambda: watcher.status().running)
        starter.send_signal(how)
        starter.wait()

    assert watcher.status().running == (how == signal.SIGKILL)
    with Neo4jServer(settings) as next_one:
        assert ask(next_one.uri, "RETURN 1") == [1]
    assert not watcher.status().running


def test_a_taken_port_names_the_setting(settings: ServerSettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        server = Neo4jServer(ServerSettings(settings.data, settings.cache, port, 0, heap_mb=256, page_cache_mb=16))
        with pytest.raises(PortTaken, match=f"port {port} is taken: set GRAPHSVC_NEO4J_BOLT_PORT"):
            server.start()


def test_a_server_that_dies_at_once_shows_its_last_words(settings: ServerSettings) -> None:
    server = Neo4jServer(ServerSettings(settings.data, settings.cache, 0, 0, heap_mb=1, page_cache_mb=16))
    with pytest.raises(ServerUnavailable, match="heap"):
        server.start()
    assert not server.status().running


def test_a_temporary_server_leaves_nothing_even_after_an_error(
    neo4j_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def fail_while_it_runs() -> None:
        with temporary_server(neo4j_cache) as uri:
            assert ask(uri, "RETURN 1") == [1]
            with pytest.raises(AuthError):
                ask(parse_address(uri).uri, "RETURN 1")
            raise RuntimeError(uri)

    with pytest.raises(RuntimeError) as failure:
        fail_while_it_runs()
    assert not listens(str(failure.value))
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_server_goes_when_its_command_is_killed(
    neo4j_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with python(A_COMMAND_WITH_A_TEMPORARY_SERVER, neo4j_cache) as process:
        assert process.stdout
        uri = process.stdout.readline().strip()
        assert listens(uri)
        process.kill()

    assert eventually(lambda: not listens(uri))
    assert eventually(lambda: list(tmp_path.iterdir()) == [])


def test_two_commands_assemble_once(tmp_path: Path) -> None:
    said: list[str] = []
    with ThreadPoolExecutor() as pool:
        homes = list(pool.map(lambda _: assemble(tmp_path, say=said.append), range(2)))

    assert homes[0] == homes[1]
    assert sum(line.startswith("assembling") for line in said) == 1
    assert {"neo4j-5.26.31.jar", "neo4j-browser-5.24.0.jar"} <= {jar.name for jar in (homes[0] / "lib").iterdir()}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["assembly.lock", "neo4j-5.26.31"]


def test_a_machine_without_java_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "_packaged_java", lambda: iter(()))
    with pytest.raises(ServerUnavailable, match=r"found none.*openjdk-17-jre-headless.*GRAPHSVC_NEO4J_URI"):
        assemble(tmp_path, say=print)


def test_an_old_java_is_named_and_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("""#!/bin/sh\necho 'openjdk version "11.0.2" 2019-01-15' >&2\n""")
    old.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert java.find_java().major in java.ACCEPTED

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "_packaged_java", lambda: iter(()))
    with pytest.raises(ServerUnavailable, match="version 11"):
        java.find_java()


def test_a_machine_without_maven_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = java.find_java()
    monkeypatch.setenv("JAVA_HOME", str(found.home))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerUnavailable, match="install Maven"):
        assemble(tmp_path, say=print)


def test_the_command_line_is_the_official_launchers(tmp_path: Path, neo4j_cache: Path) -> None:
    home, found = assemble(neo4j_cache, say=print), java.find_java()
    instance = Instance(tmp_path, bolt_port=7687, http_port=0, heap_mb=512, page_cache_mb=64)
    prepare(instance)
    (tmp_path / "lib").symlink_to(home / "lib")
    with (tmp_path / "conf" / "neo4j.conf").open("a") as conf:
        conf.writelines(f"server.jvm.additional={flag}\n" for flag in JVM_FLAGS)

    official = subprocess.run(
        [found.binary, "-cp", f"{home}/lib/*", "org.neo4j.server.startup.Neo4jCommand", "console", "--dry-run"],
        env={**os.environ, "NEO4J_HOME": str(tmp_path), "NEO4J_CONF": str(tmp_path / "conf")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    ours = command(instance, java=found, home=home)
    assert without_class_path(ours) == without_class_path(official)
    assert official[-4:] == ours[-4:]


def without_class_path(command_line: list[str]) -> set[str]:
    """The launcher also names the folder of configuration, which holds no classes here, and writes heaps in kB."""
    at = command_line.index("-cp")
    rest = command_line[1:at] + command_line[at + 2 :]
    return {argument.replace("524288k", "512m") for argument in rest}
