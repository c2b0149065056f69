"""None of the planted secrets reaches archive, graph, logs, metrics, alerts or answers, whichever way it comes in."""

import base64
import gzip
import json
import re
import time

import httpx
import pytest

from graphsvc.domain.redaction import redact_line
from graphsvc.graph.write.renewal import empty
from graphsvc.ingest.archive.check import archived_records
from tests.builders import raw
from tests.cli.test_commands import detect_on, graphsvc, report_of, told
from tests.planted import plants
from tests.service import serving

PLANTS = plants()
NEEDLES = [(name, secret.encode()) for name, secret, _ in PLANTS]


def leaks(text):
    return sorted({name for name, needle in NEEDLES if needle in text})


@pytest.mark.parametrize(("name", "secret", "event"), PLANTS, ids=[name for name, _, _ in PLANTS])
def test_one_line(name, secret, event):
    cut = redact_line(raw(event))
    assert secret.encode() not in cut, cut
    assert json.loads(cut)["auditID"] == event["auditID"]
    go_writes = raw(event).replace(b"&", b"\\u0026").replace(b"<", b"\\u003c")
    assert secret.encode() not in redact_line(go_writes)


def test_there_are_enough_of_them():
    assert len({secret for _, secret, _ in PLANTS}) >= 200


def test_evidence_about_the_same_places_stays():
    kept = []
    for name, _, event in PLANTS:
        cut = json.loads(redact_line(raw(event)))
        kept.append(all(cut[key] == event[key] for key in ("verb", "user", "sourceIPs", "requestReceivedTimestamp")))
        if not name.startswith("oauth"):
            assert cut["objectRef"] == event["objectRef"]
    assert all(kept)


def wrapped(events):
    """As CloudWatch's subscription sends them, packed."""
    logs = [{"id": str(n), "timestamp": 1, "message": raw(e).decode()} for n, e in enumerate(events)]
    document = {"messageType": "DATA_MESSAGE", "owner": "1", "logGroup": "/aws/eks/prod/cluster", "logStream": "s"}
    packed = gzip.compress(json.dumps({**document, "logEvents": logs}).encode())
    return json.dumps({"awslogs": {"data": base64.b64encode(packed).decode()}}).encode()


def spoilt(line):
    """Cut where clouds cut, no object any more, or broken inside."""
    return [line[: len(line) * 3 // 4], b"x" + line, line.replace(b'"auditID"', b'"n": 1e999, "auditID"')]


@pytest.fixture
def everything(store, neo4j_uri, tmp_path):
    """All plants by every road; gives all that the program said on the way."""
    events = [event for _, _, event in PLANTS]
    data = tmp_path / "data"
    settings = {"GRAPHSVC_NEO4J_URI": neo4j_uri, "GRAPHSVC_DATA": data, "GRAPHSVC_LEARNING": "0"}
    logs = {"plain.log": b"\n".join(map(raw, events)), "eks.log": wrapped(events)}
    logs["spoilt.log"] = b"\n".join(line for event in events for line in spoilt(raw(event)))
    for name, text in logs.items():
        (tmp_path / name).write_bytes(text)
    # Its database is this one before it has anything, and is emptied after it.
    detected = detect_on(neo4j_uri, tmp_path / "plain.log", **settings)
    said = detected.stdout + detected.stderr
    empty(store)
    for name in logs:
        result = graphsvc("ingest", tmp_path / name, "--report", "json", **settings)
        report = report_of(result)
        assert report["read"] == told(report)
        said += result.stdout + result.stderr
    for arguments in (
        ["rejected", "--json", "--limit", 10_000],
        ["archive", "check"],
    ):
        result = graphsvc(*arguments, **settings)
        said += result.stdout + result.stderr
    log = tmp_path / "service.log"
    with serving(neo4j_uri, data, log=log, GRAPHSVC_LEARNING="0") as address, httpx.Client(base_url=address) as client:
        for start in range(0, len(events), 50):
            post(client, json.dumps({"kind": "EventList", "items": events[start : start + 50]}).encode())
        for line in logs["spoilt.log"].splitlines()[:60]:
            post(client, line)
        wait_until_idle(client)
        said += client.get("/metrics").content + answers(client)
    return said + log.read_bytes()


def post(client, body):
    assert client.post("/v1/audit", content=body, headers={"content-type": "application/json"}).status_code == 200


def wait_until_idle(client):
    deadline = time.monotonic() + 60
    while re.search(r"^graphsvc_(posts|batches)_waiting [^0]", client.get("/metrics").text, re.MULTILINE):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(client):
    """Everything that the page could show: tables, whole events, alerts, what was rejected or dropped."""

    def ask(query):
        return client.post("/graphql", json={"query": query}, timeout=60)

    calls, after = [], ""
    while True:
        fields = "edges { node { id uri name reason command userAgent } } pageInfo { hasNextPage endCursor }"
        page = ask(f'{{ apiCalls(first: 200, after: "{after}") {{ {fields} }} }}')
        calls.append(page.content)
        found = page.json()["data"]["apiCalls"]
        calls += [ask(f'{{ call(id: "{e["node"]["id"]}") {{ event }} }}').content for e in found["edges"]]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    others = [
        "{ alerts(first: 50) { edges { node { who what why title } } } }",
        "{ rejected(first: 200) { total records { raw reason } } }",
        '{ dropped(rule: "events", first: 200) { text } }',
        "{ polygraph(top: 0, group: false) { columns { nodes { name commands } } } }",
    ]
    told = [ask(query) for query in others]
    assert [answer.json()["errors"] for answer in told if "errors" in answer.json()] == []
    assert told[1].json()["data"]["rejected"]["total"] > 100
    return b"".join((*calls, *(answer.content for answer in told), client.get("/v1/polygraph").content))


def test_nothing_leaks(everything, store, tmp_path):
    assert leaks(everything) == []
    archived = [record.raw for _, record in archived_records(tmp_path / "data" / "archive")]
    assert len(archived) > 5 * len(PLANTS)
    assert leaks(b"\n".join(archived)) == []
    graph = store.read_text("MATCH (n) RETURN properties(n) AS p UNION ALL MATCH ()-[r]->() RETURN properties(r) AS p")
    assert leaks(repr(graph).encode()) == []
    assert store.read_text("MATCH (a:Alert) RETURN count(a) > 2") == [[True]]
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            assert leaks(file.read_bytes()) == []
