"""A graph written anew from the archive is the graph that was there."""

import gzip
import json
import shutil
import signal
import time
from pathlib import Path

import httpx
import pytest

from graphsvc.graph.write.renewal import empty
from tests.builders import an_event, an_exec, raw
from tests.cli.test_commands import graphsvc
from tests.graph_dump import dump
from tests.nursery import Command
from tests.service import serving

DEMO = Path(__file__).parents[2] / "demo"


def odd_log(folder):
    """Everything but plain events: wrapped ones, klog, broken ones, noise, repeats."""
    log = folder / "odd.log"
    wrapped = {
        "logGroup": "/aws/eks/prod/cluster",
        "logStream": "kube-apiserver-audit-1",
        "logEvents": [{"message": json.dumps(an_event(auditID=f"w{n}"))} for n in range(3)],
    }
    twice = raw(an_exec(auditID="twice"))
    lines = [json.dumps(wrapped).encode(), b"I1123 12:57:49.015123       1 controller.go:615] x", twice, b"{", twice]
    lines += [raw(an_event(auditID="bad", verb={"no": "text"})), raw(an_event(auditID="e", user="system:kube-proxy"))]
    log.write_bytes(b"\n".join(lines))
    return log


def post(address, *events):
    body = json.dumps({"kind": "EventList", "items": list(events)}).encode()
    answer = httpx.post(f"{address}/v1/audit", content=body, headers={"content-type": "application/json"}, timeout=30)
    return answer.raise_for_status().json()["received"]


def wait_until_written(store, calls):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        rows = store.read_text("MATCH (c:ApiCall) WHERE c.audit_id STARTS WITH 'p' RETURN count(c)")
        if rows == [[calls]] and store.read_text("MATCH (b:Batch) RETURN count(b)") == [[0]]:
            return
        time.sleep(0.1)
    pytest.fail("what was posted never arrived")


@pytest.fixture(scope="module")
def first(session_store, neo4j_uri, tmp_path_factory):
    """A graph made from files and posts, and its settings. Whatever is made of the graph, its archive stays."""
    empty(session_store)
    tmp_path = tmp_path_factory.mktemp("first")
    settings = {"GRAPHSVC_NEO4J_URI": neo4j_uri, "GRAPHSVC_DATA": tmp_path, "GRAPHSVC_LEARNING": "90s"}
    short = tmp_path / "short.log"
    short.write_bytes(
        b"".join(gzip.decompress((DEMO / "modern.log.gz").read_bytes()).splitlines(keepends=True)[:4_000])
    )
    history = tmp_path / "history.log"
    history.write_bytes(raw(an_exec(user="old-hand", auditID="h")))
    graphsvc("ingest", history, "--cluster", "rec", "--learn", **settings)
    graphsvc("ingest", odd_log(tmp_path), **settings)
    # Sums of closed days would be made by retention, which does not care for archives.
    with serving(neo4j_uri, tmp_path, GRAPHSVC_LEARNING="90s", GRAPHSVC_FOLD_AFTER="0") as address:
        post(address, an_exec(auditID="p1"), {"auditID": "broken"})
        graphsvc("ingest", short, "--cluster", "rec", **settings)
        post(address, an_exec(auditID="p2"), an_exec(auditID="p1"))
        wait_until_written(session_store, 2)
    return settings, dump(session_store)


def test_rebuilt_graph_is_equal(first, session_store):
    store = session_store
    settings, before = first
    refused = graphsvc("rebuild", **settings)
    assert refused.returncode == 1
    assert b"--replace" in refused.stderr
    done = graphsvc("rebuild", "--replace", **settings)
    assert done.returncode == 0, done.stderr.decode()
    nodes, hops = dump(store)
    assert nodes == before[0]
    assert hops == before[1]
    assert any("Rejected" in node for node in nodes)
    assert any("Alert" in node for node in nodes)


def test_rebuild_that_was_killed_goes_on(first, session_store):
    store = session_store
    settings, before = first
    environment = {k: str(v) for k, v in settings.items()}
    process = Command("rebuild", "--replace", env=environment)
    while process.poll() is None and store.read_text("MATCH (c:ApiCall) RETURN count(c)")[0][0] in {0, *range(9, 4000)}:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert b"being written anew" in graphsvc("ingest", settings["GRAPHSVC_DATA"] / "odd.log", **settings).stderr
    done = graphsvc("rebuild", **settings)
    assert done.returncode == 0, done.stderr.decode()
    assert b"goes on" in done.stderr
    assert dump(store) == before


def test_archive_tells_and_shows_what_it_has(first, tmp_path):
    settings = {**first[0], "GRAPHSVC_DATA": tmp_path}
    shutil.copytree(first[0]["GRAPHSVC_DATA"] / "archive", tmp_path / "archive")
    checked = graphsvc("archive", "check", **settings)
    assert checked.returncode == 0, checked.stdout.decode()
    assert checked.stdout.decode().count("whole") == 4
    lines = graphsvc("archive", "cat", "--cluster", "prod", **settings).stdout.splitlines()
    assert [json.loads(line)["auditID"] for line in lines] == ["w0", "w1", "w2"]
    (posts,) = (tmp_path / "archive").glob("push-*.seg")
    data = bytearray(posts.read_bytes())
    data[len(data) // 4] ^= 1  # in the first of two
    posts.write_bytes(bytes(data))
    checked = graphsvc("archive", "check", **settings)
    assert checked.returncode == 1
    assert b"damaged" in checked.stdout
