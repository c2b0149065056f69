"""Detections of one's own, from the command line: begun, checked, tried, listed, and run by a service."""

import json
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.builders import an_event, an_exec, raw
from tests.cli.test_commands import graphsvc, together
from tests.service import serving

ROOT = Path(__file__).parents[2]
POD = ["shop/pods/web-1"]
ALERTS = "{ alerts { edges { node { code } } } }"


@pytest.fixture
def database(store, neo4j_uri, tmp_path):
    return {
        "GRAPHSVC_NEO4J_URI": neo4j_uri,
        "GRAPHSVC_DATA": tmp_path / "data",
        "GRAPHSVC_DETECTIONS": tmp_path / "mine",
    }


@pytest.fixture
def tried(store, neo4j_uri, database):
    return partial(graphsvc, "detection", "test", LENT_DATABASE=neo4j_uri, **database)


@pytest.mark.parametrize(
    ("basis", "kind"),
    [
        *((basis, "policy") for basis in ("path", "call", "pod", "role", "binding", "body")),
        ("call", "anomaly"), ("path", "threshold"), ("pod", "sequence"),
    ],
)  # fmt: skip
def test_what_new_writes_is_sound_and_its_cases_come_out(database, tried, tmp_path, basis, kind):
    made = graphsvc("detection", "new", "MY-01", "mine", "--basis", basis, "--kind", kind, **database)
    assert made.stdout.decode().split() == [
        str(tmp_path / "mine" / f"mine.{ending}") for ending in ("cypher", "ndjson")
    ]
    checked = graphsvc("detection", "check", **database)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"1 can run\n")
    result = tried("mine")
    assert result.returncode == 0, result.stdout.decode()
    assert b"cases came out as expected" in result.stderr


def test_new_writes_over_nothing(database, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mine.cypher").write_text("// mine\n")
    for code, slug, words in [
        ("MY-01", "mine", "is there already"),
        ("EX-01", "other", "EX-01 is taken"),
        ("MY-01", "exec-into-pod", "exec-into-pod is taken"),
        ("MY 01", "other", "a code is as MY-01"),
        ("MY-01", "../other", "a slug as"),
    ]:
        result = graphsvc("detection", "new", code, slug, **database)
        assert (result.returncode, words in result.stderr.decode()) == (1, True), result.stderr
    assert (tmp_path / "mine" / "mine.cypher").read_text() == "// mine\n"
    result = graphsvc("detection", "new", "MY-01", "other", "--kind", "graph", **database)
    assert "no file to start with for a graph" in result.stderr.decode()


def test_check_says_what_is_wrong_by_file_and_line(database, tmp_path):
    graphsvc("detection", "new", "MY-01", "mine", **database)
    file = tmp_path / "mine" / "mine.cypher"
    good = file.read_text()
    for old, new, line, words in [
        ("p.ok", "p.ok AND", 11, "Invalid input"),
        ("p.ok", "EXISTS { CALL db.labels() YIELD label RETURN label }", 1, "calls a procedure"),
        ("medium", "loud", 4, "severity: `loud` is not one of"),
        ("MY-01", "EX-01", 1, "code: EX-01 is taken by exec/exec-into-pod.cypher"),
    ]:
        file.write_text(good.replace(old, new))
        result = graphsvc("detection", "check", file, **database)
        said = result.stdout.decode()
        assert (result.returncode, said.startswith(f"{file}:{line}: "), words in said) == (1, True, True), said
        assert graphsvc("detection", "check", **database).returncode == 1
    log = tmp_path / "log"
    log.write_bytes(raw(an_event(ref={"resource": "secrets", "namespace": "a", "name": "example"})))
    graphsvc("ingest", log, **database)
    file.write_text(good.replace("p.ok AND ", "").replace("STARTS WITH 'example'", ""))
    said = graphsvc("detection", "check", **database).stdout.decode()
    assert said.startswith(f"{file}:11: mine cannot be asked: Neo4j refused: Don't know how to treat"), said
    absent = graphsvc("detection", "check", tmp_path / "none.cypher", **database)
    assert (absent.returncode, b"there is no such file" in absent.stdout) == (1, True)


def test_test_says_what_was_expected_and_what_came(database, tried, tmp_path):
    graphsvc("detection", "new", "MY-01", "mine", **database)
    file = tmp_path / "mine" / "mine.cypher"
    cases = tmp_path / "cases.ndjson"
    lines = [json.loads(line) for line in (tmp_path / "mine" / "mine.ndjson").read_text().splitlines()]
    cases.write_text("\n".join(json.dumps(line | {"expect": "fires", "why": "so it is"}) for line in lines))
    result = tried(file, cases)
    assert result.returncode == 1
    assert result.stdout.decode().splitlines() == [
        "ok    line 1, fires: so it is",
        "WRONG line 2, expected fires, came silent: so it is",
    ]
    cases.write_text('{"expect": "perhaps", "event": {}}')
    assert f"{cases}:1: `expect` is one of" in tried("mine", cases).stderr.decode()
    assert "there is no such file" in tried(tmp_path / "none.cypher").stderr.decode()
    ours = tried("exec-into-pod")
    assert (ours.returncode, b"came out as expected" in ours.stderr) == (0, True)


def test_own_detections_are_listed_shown_and_named_by_doctor(database, tmp_path):
    graphsvc("detection", "new", "MY-01", "mine", **database)
    graphsvc("detection", "new", "MY-02", "broken", **database)
    broken = tmp_path / "mine" / "broken.cypher"
    broken.write_text(broken.read_text().replace("medium", "loud"))
    listed = graphsvc("detection", "list", **database)
    marked = {line.split()[0]: line.split()[3] == "own" for line in listed.stdout.decode().splitlines()}
    assert (marked["MY-01"], marked["EX-01"], "MY-02" in marked) == (True, False, False)
    assert f"{broken}:4: severity" in listed.stderr.decode()
    assert b"c.name STARTS WITH 'example'" in graphsvc("detection", "show", "MY-01", **database).stdout
    assert b"severity: `loud`" in graphsvc("detection", "show", "broken", **database).stderr
    doctor = graphsvc("doctor", **database)
    assert (doctor.returncode, f"own detection: {broken}:4: severity" in doctor.stdout.decode()) == (1, True)


def test_a_service_takes_up_files_while_it_runs(database, neo4j_uri, tmp_path):
    graphsvc("detection", "new", "MY-01", "mine", **database)
    file = tmp_path / "mine" / "mine.cypher"
    text = file.read_text().replace("get secrets", "get pods/exec").replace("'example'", "'web'")
    file.unlink()

    def states(address):
        answer = httpx.post(f"{address}/graphql", json={"query": "{ detections { slug own state } }"}).json()
        return {d["slug"]: d["state"] for d in answer["data"]["detections"] if d["own"]}

    def until(wanted):
        for _ in range(600):
            if wanted():
                return
            time.sleep(0.1)
        raise AssertionError("it never came")

    with serving(neo4j_uri, tmp_path / "data", GRAPHSVC_DETECTIONS=str(tmp_path / "mine")) as address:
        assert states(address) == {}
        file.write_text(text)
        until(lambda: states(address) == {"mine": "ok"})
        httpx.post(f"{address}/v1/audit", json={"kind": "EventList", "items": [an_exec()]}).raise_for_status()
        until(lambda: b"MY-01" in httpx.post(f"{address}/graphql", json={"query": ALERTS}).content)
        file.write_text(text.replace("p.ok AND", "p.ok AN"))
        until(lambda: "Invalid input" in states(address).get("mine", ""))
        file.unlink()
        until(lambda: states(address) == {})


def test_backtest_prints_what_would_have_fired(database, tmp_path):
    nothing = graphsvc("detection", "backtest", "EX-01", **database)
    assert (nothing.returncode, b"no calls are stored" in nothing.stderr) == (1, True)
    log = tmp_path / "log"
    calls = [an_exec(auditID=f"{day}", time=f"2026-11-{day}T12:00:00Z", user=f"u{day % 2}") for day in range(20, 25)]
    log.write_bytes(b"\n".join(map(raw, calls)))
    graphsvc("ingest", log, "--cluster", "one", **database)
    result = graphsvc("detection", "backtest", "EX-01", "--days", 4, **database)
    assert [line.split() for line in result.stdout.decode().splitlines()] == [
        ["2", "medium", "2026-11-21T12:00:00.000Z", "to", "2026-11-23T12:00:00.000Z", "one", "u1:", "exec", *POD],
        ["2", "medium", "2026-11-22T12:00:00.000Z", "to", "2026-11-24T12:00:00.000Z", "one", "u0:", "exec", *POD],
    ]
    assert "4 calls, 4 days: 4 times, 2 alerts" in result.stderr.decode()
    lines = graphsvc("detection", "backtest", "EX-01", "--json", "--cluster", "one", **database).stdout.splitlines()
    assert [json.loads(line)["calls"] for line in lines] == [[str(day)] for day in range(20, 25)]
    assert graphsvc("detection", "backtest", "EX-01", "--json", "--cluster", "two", **database).stdout == b""
    graphsvc("detection", "new", "MY-01", "mine", **database)
    file = tmp_path / "mine" / "mine.cypher"
    file.write_text(file.read_text().replace("get secrets", "get pods/exec").replace("'example'", "'web'"))
    assert b"5 times" in graphsvc("detection", "backtest", file, **database).stderr
    file.write_text(file.read_text().replace("p.ok AND", "p.ok AND EXISTS { CALL db.ping() YIELD success } AND"))
    refused = graphsvc("detection", "backtest", file, **database)
    assert (refused.returncode, b"calls a procedure" in refused.stderr) == (1, True)


def test_backtest_ends_at_ctrl_c_with_what_it_found(database, tmp_path):
    log = tmp_path / "log"
    log.write_bytes(b"\n".join(raw(an_exec(auditID=f"{n}", name=f"{n}")) for n in range(3_000)))
    graphsvc("ingest", log, **database)
    slowly = "from graphsvc.detection import backtest; backtest._SLICE = 1; from graphsvc.cli.main import main; main()"
    words = [sys.executable, "-c", slowly, "detection", "backtest", "EX-01", "--json"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, env=together(database), **pipes) as process:
        assert json.loads(process.stdout.readline())["code"] == "EX-01"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, b"interrupted at 2026-11-23T12:00:00" in said) == (130, True), said


def test_sigma_rules_become_detections_that_can_run(database, tmp_path):
    rules = ROOT / "tests" / "detection"
    made = graphsvc("detection", "import", "sigma", rules / "sigma.yml", **database)
    files = made.stdout.decode().split()
    assert (made.returncode, len(files), made.stderr) == (0, 6, b"")
    checked = graphsvc("detection", "check", *files, **database)
    assert (checked.stdout, checked.stderr) == (b"", b"6 can run\n")
    again = graphsvc("detection", "import", "sigma", rules / "sigma.yml", **database)
    assert (again.returncode, again.stderr.count(b"is there already")) == (1, 6)
    other = tmp_path / "other"
    refused = graphsvc("detection", "import", "sigma", rules, "--into", other, **database)
    assert (refused.returncode, len(list(other.iterdir()))) == (1, 7)
    assert b"left out: Field: the graph does not have the field `requestObject.metadata.finalizers`" in refused.stderr
