"""Neo4j in a container, as far as it can be tested where no Docker daemon runs.

No daemon runs here: `docker` is a stand-in that writes down how it was called and answers like the command line of
Docker, and behind the port that it tells is the real Neo4j of this test run. Proven are the order of choice, what is
asked of Docker and when, how its answers are taken, and who stops the container. Not proven: that a real daemon accepts
these arguments, that the image makes the settings out of its environment (its entry point was read for it), that data
outlives the container in its volume, and how long any of this takes.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from graphsvc.cli.database import database, server_settings
from graphsvc.errors import LoginRefused, PortTaken, ServerUnavailable
from graphsvc.graph.bolt_address import parse_address
from graphsvc.graph.server.container import IMAGE, container, suits
from graphsvc.graph.server.embedded import Neo4jServer
from graphsvc.graph.server.login import password_file
from graphsvc.settings import Settings
from tests.bolt import driver

STAND_IN = """#!/bin/sh
cd "${0%/*}"
echo "$@" >> calls
case "$1 $2" in
"context inspect") cat endpoint ;;
"info ") test -e daemon ;;
"image inspect") test -e image ;;
"pull "*) test -e registry || { echo "no such host" >&2; exit 1; } ;;
"create --name") touch exists ;;
"cp --archive") tar -xf - -C copied ;;
"start "*) test ! -e refusal || { cat refusal >&2; exit 125; }
    test -e short-lived || touch running ;;
"container inspect") test -e exists || { echo "No such container" >&2; exit 1; }
    if test -e running; then cat ports; else echo; fi ;;
"logs --tail") echo "its last words" >&2 ;;
"stop -t") rm -f running ;;
"rm --volumes") test ! -e running && rm -f exists ;;
*) echo "not known to the stand-in: $*" >&2; exit 1 ;;
esac
"""

ANOTHER_COMMAND = """
import sys
from pathlib import Path
from graphsvc.cli.database import database
from graphsvc.settings import Settings
with database(Settings(data=Path(sys.argv[1]))) as found:
    print(found.neo4j_uri, flush=True)
    sys.stdin.read()
"""


class Docker:
    """What the stand-in is told and what it was asked; each fact of its small world is a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, *facts: str) -> None:
        for fact in facts:
            (self.folder / fact).touch()

    def lost(self, fact: str) -> None:
        (self.folder / fact).unlink()

    def write(self, fact: str, text: str) -> None:
        (self.folder / fact).write_text(text)

    @property
    def runs(self) -> bool:
        return (self.folder / "running").exists()

    def asked(self, words: str) -> list[str]:
        calls = self.folder / "calls"
        return [line for line in calls.read_text().splitlines() if line.startswith(words)] if calls.exists() else []


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, neo4j_uri: str) -> Docker:
    """A daemon that has the image; the port of its container is that of the real Neo4j of this test run."""
    folder = tmp_path / "stand-in"
    (folder / "copied").mkdir(parents=True)
    program = folder / "docker"
    program.write_text(STAND_IN)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setenv("GRAPHSVC_NEO4J_DOCKER", "true")
    docker = Docker(folder)
    docker.write("endpoint", "unix:///var/run/docker.sock\n")
    docker.write("ports", f'{{"7473/tcp":null,"7687/tcp":[{{"HostIp":"127.0.0.1","HostPort":"{port(neo4j_uri)}"}}]}}\n')
    docker.has("daemon", "image")
    return docker


@pytest.fixture
def settings(tmp_path: Path, neo4j_uri: str) -> Settings:
    """The password of its data folder is that of the real Neo4j behind the stand-in."""
    chosen = Settings(data=tmp_path / "data", neo4j_bolt_port=0, neo4j_http_port=0)
    give_password(chosen.data, neo4j_uri)
    return chosen


def give_password(data: Path, uri: str) -> None:
    if password := parse_address(uri).password:
        file = password_file(data / "neo4j")
        file.parent.mkdir(parents=True)
        file.write_text(password)


def port(uri: str) -> int:
    return urlsplit(uri).port or 0


def ask(uri: str, query: str) -> list[object]:
    with driver(uri) as opened, opened.session() as session:
        return [record[0] for record in session.run(query)]


def name_in(command_line: str) -> str:
    words = command_line.split()
    return words[words.index("--name") + 1]


def test_runs_while_in_use_and_is_removed_afterwards(docker: Docker, settings: Settings, neo4j_uri: str) -> None:
    with database(settings) as found:
        assert port(found.neo4j_uri) == port(neo4j_uri)
        assert ask(found.neo4j_uri, "RETURN 1") == [1]
        assert docker.runs

    assert not docker.runs
    name = name_in(docker.asked("create")[0])
    assert docker.asked("stop") == [f"stop -t 60 {name}"]
    assert docker.asked("rm")[-1] == f"rm --volumes {name}"


def test_is_pinned_bound_to_this_machine_and_named_after_the_data_folder(
    docker: Docker, settings: Settings, neo4j_uri: str
) -> None:
    for data in ("one", "two"):
        give_password(settings.data / data, neo4j_uri)
    for data in ("one", "two", "one"):
        with database(settings.model_copy(update={"data": settings.data / data, "neo4j_heap_mb": 300})):
            pass

    one, two, one_again = docker.asked("create")
    words = one.split()
    assert name_in(one) == name_in(one_again) != name_in(two)
    assert words[-1] == IMAGE == "neo4j:5.26.31-community"
    assert words[words.index("--volume") + 1] == f"{name_in(one)}:/data"
    published = [words[at + 1] for at, word in enumerate(words) if word == "--publish"]
    assert [address.rpartition(":")[2] for address in published] == ["7687"]
    assert all(address.startswith("127.0.0.1:") for address in published)


def test_the_browser_is_published_where_the_settings_want_it(
    docker: Docker, settings: Settings, neo4j_uri: str
) -> None:
    docker.write("ports", f'{{"7687/tcp":[{{"HostPort":"{port(neo4j_uri)}"}}],"7474/tcp":[{{"HostPort":"17474"}}]}}\n')
    with database(settings.model_copy(update={"neo4j_http_port": 17474})) as found:
        assert found.neo4j_browser_url == "http://127.0.0.1:17474"
    assert "--publish 127.0.0.1:17474:7474" in docker.asked("create")[0]


def test_is_configured_like_the_embedded_one(docker: Docker, settings: Settings) -> None:
    with database(settings.model_copy(update={"neo4j_heap_mb": 300})):
        pass
    command_line = docker.asked("create")[0]
    for setting in (
        "NEO4J_dbms_security_auth__enabled=true",
        "NEO4J_dbms_security_auth__max__failed__attempts=0",
        "NEO4J_server_memory_heap_max__size=300m",
        "NEO4J_internal_dbms_cypher__ip__blocklist=0.0.0.0/0,::/0",
        "NEO4J_db_tx__log_rotation_retention__policy=256M size",
        "NEO4J_server_bolt_advertised__address=127.0.0.1:",
    ):
        assert f"--env {setting}" in command_line
    assert "listen" not in command_line


def test_docker_is_given_the_hash_of_the_password_and_nothing_else(docker: Docker, settings: Settings) -> None:
    with database(settings) as found:
        password = password_file(server_settings(settings).data).read_text().strip()
        assert parse_address(found.neo4j_uri).login == ("neo4j", password)
        assert password not in (docker.folder / "calls").read_text()
        assert password not in repr(found)
    words = [line.split()[0] for line in docker.asked("c") + docker.asked("start")]
    assert [word for word in words if word in {"create", "cp", "start"}] == ["create", "cp", "start"]
    assert docker.asked("cp") == [f"cp --archive - {name_in(docker.asked('create')[0])}:/data"]
    file = docker.folder / "copied" / "dbms" / "auth.ini"
    assert file.read_text().startswith("neo4j:SHA-256,")
    assert file.stat().st_mode & 0o777 == 0o600


def test_another_password_than_its_data_folders_is_told(docker: Docker, settings: Settings, neo4j_uri: str) -> None:
    if not parse_address(neo4j_uri).login:
        return  # a configured server without login takes any password
    password_file(server_settings(settings).data).write_text("of another folder")
    told = r"has another password than .*/data/neo4j/password holds"
    with pytest.raises(LoginRefused, match=told), database(settings):
        pass
    assert not docker.runs


def test_a_second_command_joins_and_the_last_one_stops_it(docker: Docker, settings: Settings) -> None:
    with database(settings):
        with another_command(settings.data) as other:
            assert other.stdout
            assert other.stdout.readline().startswith("bolt://neo4j:")
        assert other.returncode == 0
        assert docker.runs
    assert not docker.runs
    assert len(docker.asked("create")) == len(docker.asked("stop")) == 1


def test_a_killed_user_does_not_keep_it_alive(docker: Docker, settings: Settings) -> None:
    with another_command(settings.data, GRAPHSVC_NEO4J_BOLT_PORT="0", GRAPHSVC_NEO4J_HTTP_PORT="0") as other:
        assert other.stdout
        assert other.stdout.readline().startswith("bolt://neo4j:")
        other.kill()
        other.wait()
    assert docker.runs

    with database(settings):
        assert len(docker.asked("create")) == 1
    assert not docker.runs


def another_command(data: Path, **environment: str) -> "subprocess.Popen[str]":
    """Its input ends with the block, and with it the command."""
    return subprocess.Popen(
        [sys.executable, "-c", ANOTHER_COMMAND, str(data)],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_image_is_pulled_once(docker: Docker, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    docker.lost("image")
    docker.has("registry")
    with database(settings):
        pass
    assert docker.asked("pull") == [f"pull {IMAGE}"]
    assert f"pulling {IMAGE}" in capsys.readouterr().err


def test_the_embedded_one_stands_in_for_an_image_that_cannot_be_pulled(
    docker: Docker, settings: Settings, neo4j_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docker.lost("image")
    small = {"cache": neo4j_cache, "neo4j_heap_mb": 256, "neo4j_page_cache_mb": 16}
    chosen = settings.model_copy(update=small)
    with database(chosen) as found:
        assert ask(found.neo4j_uri, "RETURN 1") == [1]
        assert Neo4jServer(server_settings(chosen)).status().running
    assert f"{IMAGE} cannot be pulled, so Docker is not used: no such host" in capsys.readouterr().err
    assert docker.asked("create") == []

    docker.has("image")
    assert not suits(server_settings(chosen).data, print), "the graph stays in the server that it was begun in"


def test_without_a_daemon_of_this_machine_it_is_not_used(
    docker: Docker, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    docker.write("endpoint", "ssh://build@elsewhere\n")
    assert not suits(settings.data, print)
    assert docker.asked("info") == []

    docker.write("endpoint", "unix:///var/run/docker.sock\n")
    docker.lost("daemon")
    assert not suits(settings.data, print)

    docker.has("daemon")
    assert suits(settings.data, print)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not suits(settings.data, print)


def test_a_daemon_that_does_not_answer_is_not_waited_for(docker: Docker, settings: Settings) -> None:
    docker.write("docker", "#!/bin/sh\ncase $1 in info) exec sleep 60 ;; esac\n")
    assert not suits(settings.data, print)


def test_a_setting_keeps_docker_out_of_it(docker: Docker, settings: Settings, neo4j_cache: Path) -> None:
    small = {"cache": neo4j_cache, "neo4j_heap_mb": 256, "neo4j_page_cache_mb": 16, "neo4j_docker": False}
    with database(settings.model_copy(update=small)) as found:
        assert ask(found.neo4j_uri, "RETURN 1") == [1]
    assert docker.asked("") == []


def test_a_configured_database_goes_before_everything(docker: Docker, settings: Settings, neo4j_uri: str) -> None:
    with database(settings.model_copy(update={"neo4j_uri": neo4j_uri})) as found:
        assert found.neo4j_uri == neo4j_uri
    assert docker.asked("") == []


def test_a_graph_in_a_volume_is_not_taken_for_an_empty_one(docker: Docker, settings: Settings) -> None:
    with database(settings):
        pass
    (server_settings(settings).data / "data" / "databases").mkdir(parents=True)
    assert suits(server_settings(settings).data, print), "an embedded one that was started by hand changes nothing"

    docker.lost("daemon")
    with (
        pytest.raises(ServerUnavailable, match=r"Docker volume graphsvc-[0-9a-f]{8}.*GRAPHSVC_NEO4J_DOCKER=false"),
        database(settings),
    ):
        pass


def test_a_taken_port_names_the_setting(docker: Docker, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        taken = holder.getsockname()[1]
        wanted = server_settings(settings.model_copy(update={"neo4j_bolt_port": taken}))
        with (
            pytest.raises(PortTaken, match=f"port {taken} is taken: set GRAPHSVC_NEO4J_BOLT_PORT"),
            container(wanted, print),
        ):
            pass
    assert docker.asked("create") == []


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        ("Bind for 127.0.0.1:7687 failed: port is already allocated.", PortTaken),
        ("no space left on device", ServerUnavailable),
    ],
)
def test_what_the_daemon_refuses_is_told(
    docker: Docker, settings: Settings, refusal: str, kind: type[ServerUnavailable]
) -> None:
    docker.write("refusal", f"docker: Error response from daemon: {refusal}\n")
    with pytest.raises(kind, match=refusal) as failure, database(settings):
        pass
    assert failure.type is kind


def test_one_that_ends_at_once_shows_its_last_words(docker: Docker, settings: Settings) -> None:
    docker.has("short-lived")
    with pytest.raises(ServerUnavailable, match=r"ended before Neo4j was ready:\nits last words"), database(settings):
        pass
    assert not (docker.folder / "exists").exists()
