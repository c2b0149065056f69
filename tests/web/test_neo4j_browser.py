"""The service with a Neo4j of its own: the way to Neo4j Browser, and a password that only its owner is told."""

import os
import signal
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from graphsvc.graph.server.instance import bolt_uri
from graphsvc.graph.server.launch import answers
from graphsvc.graph.server.login import known_password
from graphsvc.graph.server.register import Register
from graphsvc.web.neo4j_browser import browser
from tests.cli.test_commands import graphsvc
from tests.service import free_port, serving
from tests.web.posts import metric, wait_for


@pytest.mark.parametrize(
    ("user", "dbms", "method"),
    [("", "bolt://host:7687", "NO_AUTH"), ("neo4j", "bolt://neo4j@host:7687", "NATIVE")],
)
def test_the_link_names_the_user_and_keeps_the_password(user, dbms, method):
    store = SimpleNamespace(uri="bolt://host:7687", user=user)
    state = SimpleNamespace(browser_url="http://host:7474/", store=store)
    answer = browser(SimpleNamespace(app=SimpleNamespace(state=state)))
    link = urlsplit(answer.headers["location"])
    assert link.path == "/browser/"
    assert parse_qs(link.query) == {"dbms": [dbms], "preselectAuthMethod": [method]}


def test_the_password_is_told_to_its_owner_alone(tmp_path):
    data, log = tmp_path / "data", tmp_path / "log"
    settings = {
        "GRAPHSVC_NEO4J_DOCKER": "false",
        "GRAPHSVC_NEO4J_BOLT_PORT": "0",
        "GRAPHSVC_NEO4J_HTTP_PORT": str(free_port()),
        "GRAPHSVC_NEO4J_USER": "of-another-one",
    }
    heard = []
    with serving("", data, log=log, **settings) as url, httpx.Client(base_url=url, timeout=60) as client:
        password, register = known_password(data / "neo4j"), Register(data / "neo4j" / "run")
        heard += [client.get("/browser/").headers["location"], client.get("/readyz").text]
        for words in (("doctor",), ("neo4j", "start"), ("neo4j", "status")):
            told = graphsvc(*words, GRAPHSVC_DATA=data, **settings)
            assert told.returncode == 0, told.stderr
            heard.append((told.stdout + told.stderr).decode())
        asked = graphsvc("neo4j", "password", GRAPHSVC_DATA=data, **settings)
        assert (asked.stdout.decode(), asked.stderr) == (f"{password}\n", b"")

        os.kill(register.server().process.pid, signal.SIGKILL)
        wait_for(lambda: metric(client, "graphsvc_neo4j_restarts_total") == 1, seconds=240)
        wait_for(lambda: client.get("/readyz").status_code == 200, seconds=60)
        assert answers(bolt_uri(register.server().bolt_port, password))
        heard += [client.get(path).text for path in ("/readyz", "/metrics")]
    stopped = graphsvc("neo4j", "stop", GRAPHSVC_DATA=data, **settings)  # it was started to stay
    heard += [(stopped.stdout + stopped.stderr).decode(), log.read_text()]
    assert "bolt%3A%2F%2Fneo4j%40127.0.0.1" in heard[0]
    assert "neo4j_restarted" in heard[-1]
    assert [text for text in heard if password in text] == []


def test_there_is_no_password_before_the_first_start(tmp_path):
    told = graphsvc("neo4j", "password", GRAPHSVC_DATA=tmp_path / "data")
    assert (told.returncode, told.stdout) == (1, b"")
    assert b"no Neo4j of graphsvc's own was started in" in told.stderr
    elsewhere = graphsvc("neo4j", "password", GRAPHSVC_NEO4J_URI="bolt://me:secret@127.0.0.1:1")
    assert b"does not manage" in elsewhere.stderr
    assert b"secret" not in elsewhere.stderr
