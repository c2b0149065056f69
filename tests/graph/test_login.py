"""The login of a Neo4j of our own, against the real one: who gets in, who does not, and what becomes of old folders."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from neo4j.exceptions import AuthError

from graphsvc.errors import ServerUnavailable, StoreError
from graphsvc.graph.bolt_address import BoltAddress, parse_address
from graphsvc.graph.server import embedded
from graphsvc.graph.server.embedded import Neo4jServer, ServerSettings
from graphsvc.graph.server.launch import answers, free_port
from graphsvc.graph.server.login import initial_user, kept_password, known_password, password_file
from graphsvc.graph.server.register import Register
from graphsvc.graph.store import Store
from tests.bolt import driver

ATTEMPTS = 300

ANOTHER_COMMAND = """
import sys
from pathlib import Path
from graphsvc.graph.server.embedded import Neo4jServer, ServerSettings
from graphsvc.graph.store import Store
data, cache = map(Path, sys.argv[1:])
with Neo4jServer(ServerSettings(data, cache, 0, 0, 256, 16)) as server, Store(server.uri) as store:
    print(store.read("now"), store.uri)
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, neo4j_cache: Path) -> ServerSettings:
    data = tmp_path_factory.mktemp("login") / "neo4j"
    return ServerSettings(data, neo4j_cache, bolt_port=0, http_port=free_port(), heap_mb=256, page_cache_mb=16)


@pytest.fixture(scope="module")
def server(settings: ServerSettings) -> Iterator[Neo4jServer]:
    with Neo4jServer(settings) as running:
        yield running


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def lets_in(uri: str, given: tuple[str, str] | None) -> bool:
    address = parse_address(uri)
    user, password = given or ("", "")
    with driver(BoltAddress(address.uri, user, password).whole) as opened, opened.session() as session:
        try:
            session.run("RETURN 1").consume()
        except AuthError:
            return False
    return True


def users(uri: str) -> set[str]:
    with driver(uri) as opened, opened.session(database="system") as session:
        return {record["user"] for record in session.run("SHOW USERS")}


def test_nobody_gets_in_without_the_password(server: Neo4jServer, settings: ServerSettings) -> None:
    password = known_password(settings.data)
    assert len(password) == 32
    assert lets_in(server.uri, ("neo4j", password))
    for given in (None, ("neo4j", "neo4j"), ("neo4j", ""), ("neo4j", password[:-1]), ("admin", password)):
        assert not lets_in(server.uri, given), given
    shown = server.status().bolt_uri
    assert shown
    with pytest.raises(StoreError, match="refused the login"), Store(shown) as store:
        store.read("now")


def test_http_has_the_browser_and_runs_nothing(server: Neo4jServer, settings: ServerSettings) -> None:
    statements = {"statements": [{"statement": "RETURN 1"}]}
    assert httpx.get(f"{server.http_uri}/browser/").status_code == 200
    for auth in (None, ("neo4j", known_password(settings.data))):
        for path in ("/db/neo4j/tx/commit", "/db/data/transaction/commit", "/db/neo4j/query/v2"):
            assert httpx.post(f"{server.http_uri}{path}", json=statements, auth=auth).status_code in {404, 405}


def test_those_who_guess_do_not_lock_us_out(server: Neo4jServer) -> None:
    def guess(first: int) -> None:
        for number in range(first, first + ATTEMPTS // 3):
            assert not lets_in(server.uri, ("neo4j", f"guess-{number}"))

    threads = [threading.Thread(target=guess, args=(first,)) for first in range(0, ATTEMPTS, ATTEMPTS // 3)]
    for thread in threads:
        thread.start()
    slowest = 0.0
    while any(thread.is_alive() for thread in threads):
        began = time.monotonic()
        assert answers(server.uri)
        slowest = max(slowest, time.monotonic() - began)
    assert answers(server.uri)
    assert slowest < 5, "one that locks out would do it for at least 5 s"


def test_what_is_secret_is_closed_to_others(server: Neo4jServer, settings: ServerSettings) -> None:
    assert server.status().running
    assert mode(settings.data) == "0o700"
    assert mode(password_file(settings.data)) == "0o600"
    assert mode(settings.data / "data" / "dbms" / "auth.ini") == "0o600"


def test_the_password_is_in_its_file_and_nowhere_else(server: Neo4jServer, settings: ServerSettings) -> None:
    password = known_password(settings.data)
    lets_in(server.uri, ("neo4j", "wrong"))
    files = [file for file in settings.data.rglob("*") if file.is_file() and file != password_file(settings.data)]
    assert {"neo4j.conf", "console.log", "server.json", "auth.ini"} <= {file.name for file in files}
    assert [file for file in files if password.encode() in file.read_bytes()] == []
    assert password not in f"{server.status()} {settings} {Register(settings.data / 'run').server()}"
    pid = server.status().pid
    for about in ("cmdline", "environ"):
        assert password.encode() not in Path(f"/proc/{pid}/{about}").read_bytes()
    with Store(server.uri) as store:
        assert store.uri == server.status().bolt_uri
        with pytest.raises(StoreError) as refusal:
            store.read_text("RETURN")
    assert password not in f"{refusal.value!r} {refusal.value.__cause__!r}"


def test_a_second_process_joins_with_the_password(server: Neo4jServer, settings: ServerSettings) -> None:
    found = subprocess.run(
        [sys.executable, "-c", ANOTHER_COMMAND, settings.data, settings.cache],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip().endswith(server.status().bolt_uri or "-")
    assert known_password(settings.data) not in found.stdout + found.stderr


def test_a_restart_keeps_the_login(server: Neo4jServer) -> None:
    uri, before = server.uri, server.status().pid
    assert before
    os.kill(before, signal.SIGKILL)
    while not server.is_gone:
        time.sleep(0.05)
    server.restart()
    assert server.uri == uri
    assert server.status().pid != before
    assert answers(uri)
    assert not lets_in(uri, None)
    server.restart()
    assert server.status().pid != before, "one that answers is left alone"


@pytest.fixture
def folder(tmp_path: Path, neo4j_cache: Path) -> Iterator[ServerSettings]:
    chosen = ServerSettings(tmp_path / "old", neo4j_cache, 0, 0, heap_mb=256, page_cache_mb=16)
    yield chosen
    Neo4jServer(chosen).stop()


@contextmanager
def without_login(settings: ServerSettings) -> Iterator[Neo4jServer]:
    """As earlier versions ran it: it asks nobody, and its folder holds no password."""
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(embedded, "kept_password", lambda _data: "")
        server = Neo4jServer(settings)
        server.start()
    assert not password_file(settings.data).exists()
    assert lets_in(server.uri, None)
    yield server
    server.close()


def administer(uri: str, *statements: str) -> None:
    with driver(uri) as opened, opened.session(database="system") as session:
        for statement in statements:
            session.run(statement).consume()


def kept(uri: str) -> int:
    with driver(uri) as opened, opened.session() as session:
        return session.run("MATCH (n:Kept) RETURN count(n) AS kept").single(strict=True)["kept"]


def test_who_got_a_login_while_there_was_none_to_ask_for_loses_it(folder: ServerSettings) -> None:
    """Neo4j has another password than the folder then, as it has when the folder's is lost."""
    with without_login(folder) as before, driver(before.uri) as opened, opened.session() as session:
        session.run("CREATE (:Kept)").consume()
        administer(
            before.uri,
            "ALTER USER neo4j SET PASSWORD 'known to others' CHANGE NOT REQUIRED",
            "CREATE USER stranger SET PASSWORD 'known to others' CHANGE NOT REQUIRED",
        )
    with Neo4jServer(folder) as server:
        assert kept(server.uri) == 1
        assert users(server.uri) == {"neo4j"}
        for user in ("neo4j", "stranger"):
            assert not lets_in(server.uri, (user, "known to others"))


def test_one_that_runs_without_login_is_replaced_and_its_folder_taken_along(folder: ServerSettings) -> None:
    """An earlier version started it, or whoever set its password anew was killed meanwhile."""
    said: list[str] = []
    with without_login(folder) as left:
        with driver(left.uri) as opened, opened.session() as session:
            session.run("CREATE (:Kept)").consume()
        with Neo4jServer(folder, say=said.append) as server:
            assert kept(server.uri) == 1
            for given in (None, ("neo4j", "neo4j")):
                assert not lets_in(server.uri, given)
            assert left.status().pid == server.status().pid
    assert len([line for line in said if line.startswith("starting")]) == 1, "one start is enough"


def test_a_password_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    password_file(tmp_path).mkdir()
    with pytest.raises(ServerUnavailable, match=r"password holds the password of Neo4j and cannot be read"):
        kept_password(tmp_path)


def test_a_kept_password_is_made_once_and_closed_again(tmp_path: Path) -> None:
    data = tmp_path / "neo4j"
    assert known_password(data) == ""
    password = kept_password(data)
    for path, opened in ((data, 0o755), (password_file(data), 0o644)):
        path.chmod(opened)
    assert kept_password(data) == known_password(data) == password
    assert (mode(data), mode(password_file(data))) == ("0o700", "0o600")
    assert sorted(file.name for file in data.iterdir()) == ["password", "run"]


def test_the_hash_is_salted_and_hashed_often() -> None:
    name, _, rest = initial_user("a password").partition(":")
    digest, salt, rounds = rest.removeprefix("SHA-256,").rstrip(":\n").split(",")
    assert name == "neo4j"
    expected = bytes.fromhex(salt) + b"a password"
    for _ in range(int(rounds)):
        expected = hashlib.sha256(expected).digest()
    assert digest == expected.hex()
    assert initial_user("a password") != initial_user("a password")


@pytest.mark.parametrize(
    ("text", "uri", "user", "password"),
    [
        ("bolt://127.0.0.1:7687", "bolt://127.0.0.1:7687", "", ""),
        ("bolt://neo4j:secret@127.0.0.1:7687", "bolt://127.0.0.1:7687", "neo4j", "secret"),
        ("neo4j+s://a%40b:p%2Fw%3A@host", "neo4j+s://host", "a@b", "p/w:"),
        ("bolt://neo4j:p@ss/word@host:1", "bolt://host:1", "neo4j", "p@ss/word"),
        ("bolt://neo4j@host", "bolt://host", "neo4j", ""),
        ("nonsense", "nonsense", "", ""),
    ],
)
def test_an_address_may_carry_a_login(text: str, uri: str, user: str, password: str) -> None:
    address = parse_address(text)
    assert address == BoltAddress(uri, user, password)
    assert parse_address(address.whole) == address
    assert not password or password not in repr(address)


def test_arguments_of_a_store_go_before_its_address(server: Neo4jServer) -> None:
    uri, password = parse_address(server.uri).uri, parse_address(server.uri).password
    wrong = BoltAddress(uri, "neo4j", "wrong").whole
    with Store(wrong, user="neo4j", password=password) as store:
        assert store.read("now")
        assert store.uri == uri
    other = Store(server.uri, user="neo4j", password="wrong")
    with other, pytest.raises(StoreError, match="refused the login"):
        other.read("now")
