"""R8 with the service's own Neo4j: its disk fills up, or it is killed, and it comes back without anybody's help."""

import contextlib
import itertools
import json
import os
import signal
import threading

import httpx
import pytest
from neo4j.exceptions import DatabaseError

from graphsvc.graph.server.instance import bolt_uri
from graphsvc.graph.server.login import known_password
from graphsvc.graph.server.register import Register
from tests.bolt import driver
from tests.faults.targets import R5, R8
from tests.service import serving
from tests.small_disk import fill, small_disk
from tests.web.posts import JSON, bare, event_list, metric, total, wait_for


@pytest.fixture
def disk(tmp_path, few_detections):
    """Room for an empty Neo4j and little else."""
    with small_disk(tmp_path / "disk", "320m") as folder:
        yield folder


def break_down(data):
    """Write until the server needs more of the disk than it has: a log that is full goes on in another one."""
    text = "UNWIND range(1, 2000) AS n CREATE (:Ballast {text: $text})"
    uri = bolt_uri(Register(data / "run").server().bolt_port, known_password(data))
    with driver(uri) as opened, contextlib.suppress(DatabaseError):
        for _ in range(1_000):
            with opened.session() as session:
                session.run(text, text="x" * 400).consume()


def is_broken(client):
    return "restart" in client.get("/readyz").text


@R5
@R8
def test_an_own_neo4j_comes_back_by_itself(disk, tmp_path, long, record_property):
    posted, log, names = 0, tmp_path / "log", itertools.count()
    settings = {"GRAPHSVC_NEO4J_DOCKER": "false", "GRAPHSVC_NEO4J_HTTP_PORT": "0", "GRAPHSVC_NEO4J_BOLT_PORT": "0"}
    with serving("", disk, log=log, **settings) as url, httpx.Client(base_url=url, timeout=60) as client:

        def post():
            nonlocal posted
            name = next(names)
            body = event_list(*(bare(auditID=f"{name}-{n}", requestURI=f"/api/{name}/{n}") for n in range(200)))
            code = client.post("/v1/audit", content=body, headers=JSON).status_code
            posted += 200 * (code == 200)
            return code

        assert post() == 200
        for kill in range(5 if long else 1):
            os.kill(Register(disk / "neo4j" / "run").server().process.pid, signal.SIGKILL)
            assert post() == 200
            wait_for(lambda: "neo4j" in client.get("/readyz").text, seconds=60)
            wait_for(lambda kill=kill: metric(client, "graphsvc_neo4j_restarts_total") == kill + 1, seconds=120)
            wait_for(lambda: client.get("/readyz").status_code == 200, seconds=60)
            wait_for(lambda: total(client) == posted, seconds=60)
        restarts = metric(client, "graphsvc_neo4j_restarts_total")
        for _ in range(3 if long else 1):
            filler = disk / "filler"
            fill(filler)
            break_down(disk / "neo4j")
            wait_for(lambda: is_broken(client), seconds=60)
            assert "restart" in client.get("/readyz").json()["reason"]
            told = client.get("/v1/polygraph")
            assert told.status_code == 503
            assert "restart" in told.json()["error"]["message"]
            filler.unlink()
            wait_for(lambda: client.get("/readyz").status_code == 200, seconds=120)
            assert post() == 200
            wait_for(lambda: total(client) == posted, seconds=60)
            assert metric(client, "graphsvc_neo4j_restarts_total") > restarts
        record_property("events", posted)
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert all({"time", "level", "event"} <= event.keys() for event in events)
    assert {"neo4j_restart", "neo4j_restarted"} <= {event["event"] for event in events}


@R8
def test_a_service_that_starts_on_a_full_disk_waits_for_room(disk, tmp_path):
    filler, log = disk / "filler", tmp_path / "log"
    fill(filler)

    def make_room():
        # Only once the service has said that there is none, however long a busy machine takes to start it.
        wait_for(lambda: log.exists() and "disk_full" in log.read_text(), 120)
        filler.unlink()

    room = threading.Thread(target=make_room, daemon=True)
    room.start()
    settings = {"GRAPHSVC_NEO4J_DOCKER": "false", "GRAPHSVC_NEO4J_HTTP_PORT": "0", "GRAPHSVC_NEO4J_BOLT_PORT": "0"}
    with serving("", disk, log=log, **settings) as url:
        assert httpx.get(f"{url}/readyz", timeout=60).json() == {"status": "ok"}
    room.join()
    assert not filler.exists()
