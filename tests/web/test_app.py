"""The service over HTTP: a real server on a real port, with a real database behind it."""

import gzip
import json
import time
from pathlib import Path

import httpx
import pytest

from graphsvc.detection.engine import Engine
from graphsvc.domain.moment import parse_moment
from graphsvc.graph.reader import Question, Reader
from graphsvc.web.security import POLICY
from tests.builders import an_event, an_exec, ingest, raw
from tests.service import serving

LOG = Path(__file__).parents[2] / "demo" / "modern.log.gz"


def event_list(*events):
    return raw({"kind": "EventList", "apiVersion": "audit.k8s.io/v1", "metadata": {}, "items": list(events)})


def bare(**given):
    """An item of an EventList has no kind and version of its own."""
    return {k: v for k, v in an_event(**given).items() if k not in {"kind", "apiVersion"}}


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def client(store, neo4j_uri, tmp_path):
    with serving(neo4j_uri, tmp_path) as url, httpx.Client(base_url=url, timeout=30) as found:
        yield found


def total(client):
    return client.get("/v1/polygraph").json()["calls"]


JSON = {"content-type": "application/json"}


def test_posted_events_arrive(client):
    answer = client.post("/v1/audit", content=event_list(bare(), bare(user="bob")), headers=JSON)
    assert (answer.status_code, answer.json()) == (200, {"received": 2})
    wait_for(lambda: total(client) == 2)
    assert 'graphsvc_records_total{outcome="call"} 2.0' in client.get("/metrics").text


def test_posted_events_fire_detections(client):
    client.post("/v1/audit", content=event_list({**an_exec()}), headers=JSON)
    query = {"query": "{ alerts { edges { node { code who what } } } }"}

    def codes():
        edges = client.post("/graphql", json=query).json()["data"]["alerts"]["edges"]
        return {e["node"]["code"] for e in edges}

    wait_for(lambda: "EX-01" in codes())


def test_a_post_again_counts_once(client):
    body = event_list(bare(auditID="a"), bare(auditID="b"))
    for _ in range(3):
        assert client.post("/v1/audit", content=body, headers=JSON).status_code == 200
    wait_for(lambda: 'outcome="duplicate"} 4.0' in client.get("/metrics").text)
    assert total(client) == 2


def test_gzip_bodies_are_taken(client):
    headers = {**JSON, "content-encoding": "gzip"}
    assert client.post("/v1/audit", content=gzip.compress(event_list(bare())), headers=headers).status_code == 200
    wait_for(lambda: total(client) == 1)


@pytest.mark.parametrize("body", [b"not json", b"{}", b'{"kind":"EventList","items":[{"auditID":1}]}', b"[1, 2]"])
def test_bad_content_is_kept_and_never_refused(client, store, body):
    """An API server would send it five times and then lose its good siblings."""
    assert client.post("/v1/audit", content=body, headers=JSON).status_code == 200
    wait_for(lambda: store.read_text("MATCH (r:Rejected) RETURN count(r) > 0")[0][0])
    client.post("/v1/audit", content=event_list(bare()), headers=JSON)
    wait_for(lambda: total(client) == 1)


def test_one_poisonous_event_does_not_stop_the_rest(client):
    poison = [bare(code=10**30), bare(ref={"resource": "pods", "namespace": "A" * 9_000}), bare(auditID="good")]
    assert client.post("/v1/audit", content=event_list(*poison), headers=JSON).status_code == 200
    wait_for(lambda: total(client) == 2)
    client.post("/v1/audit", content=event_list(bare(auditID="later")), headers=JSON)
    wait_for(lambda: total(client) == 3)
    assert client.get("/readyz").status_code == 200


def test_what_is_too_large_is_refused(client):
    bomb = gzip.compress(b" " * (70 << 20))
    assert client.post("/v1/audit", content=bomb, headers={**JSON, "content-encoding": "gzip"}).status_code == 413
    assert client.post("/v1/audit", content=b" " * (17 << 20), headers=JSON).status_code == 413
    assert client.post("/v1/audit", content=b"x", headers={"content-type": "text/plain"}).status_code == 415
    assert client.post("/v1/audit", content=b"x", headers={**JSON, "content-encoding": "br"}).status_code == 415


def test_a_token_names_the_cluster(store, neo4j_uri, tmp_path):
    tokens = json.dumps({"prod": "secret-prod", "test": "secret-test"})
    with serving(neo4j_uri, tmp_path, GRAPHSVC_AUDIT_TOKENS=tokens) as url, httpx.Client(base_url=url) as client:
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic secret-prod"}):
            assert client.post("/v1/audit", content=event_list(bare()), headers={**JSON, **headers}).status_code == 401
        answer = client.post(
            "/v1/audit", content=event_list(bare()), headers={**JSON, "authorization": "Bearer secret-test"}
        )
        assert answer.status_code == 200
        wait_for(lambda: [c.name for c in Reader(store).clusters()] == ["test"])


def test_acknowledged_events_survive_kill_9(store, neo4j_uri, tmp_path):
    acknowledged = 0
    for round_ in range(3):
        with serving(neo4j_uri, tmp_path, kill=True) as url, httpx.Client(base_url=url) as client:
            for number in range(20):
                events = [bare(auditID=f"{round_}-{number}-{n}") for n in range(10)]
                if client.post("/v1/audit", content=event_list(*events), headers=JSON).status_code == 200:
                    acknowledged += 10
    with serving(neo4j_uri, tmp_path) as url, httpx.Client(base_url=url) as client:
        wait_for(lambda: total(client) == acknowledged)
    assert acknowledged == 600


def test_a_service_retains_and_says_so(store, neo4j_uri, tmp_path):
    days = [an_event(auditID=f"{d}", time=f"2024-0{d}-01T00:30:00Z", user=f"u{d}") for d in range(1, 8)]
    ingest(store, *days)
    Engine(store, Reader(store), ()).run_waiting()
    with serving(neo4j_uri, tmp_path) as url, httpx.Client(base_url=url) as client:
        assert client.get("/readyz").status_code == 200
        wait_for(lambda: "graphsvc_retention_run_timestamp_seconds 0.0" not in client.get("/metrics").text)
        metrics = client.get("/metrics").text
        assert 'graphsvc_removed_total{kind="calls"} 4.0' in metrics
        assert 'graphsvc_removed_total{kind="hours_folded"} 6.0' in metrics
        assert total(client) == 7, "counters are kept for longer"
        calls = {"query": "{ apiCalls { edges { node { time } } searchedBackTo } noise { rule title } }"}
        found = client.post("/graphql", json=calls).json()["data"]
        assert len(found["apiCalls"]["edges"]) == 3
        assert found["apiCalls"]["searchedBackTo"].startswith("2024-04-02T00:00:00")
        late = bare(auditID="late", time="2024-01-01T00:00:00Z")
        client.post("/v1/audit", content=event_list(late), headers=JSON)
        wait_for(lambda: client.post("/graphql", json=calls).json()["data"]["noise"])
        noise = client.post("/graphql", json=calls).json()["data"]["noise"]
        assert noise == [{"rule": "older-than-kept", "title": "Calls older than those that are kept"}]


def test_the_canvas_document_adds_up(client, store):
    ingest(store, *(an_event(auditID=f"{n}", user=f"u{n % 3}", code=403 if n % 4 == 0 else 200) for n in range(12)))
    found = client.get("/v1/polygraph").json()
    assert (found["calls"], found["errors"], found["denied"]) == (12, 3, 3)
    assert sum(found["paths"]["calls"]) == 12
    for column in found["columns"]:
        names, codes = found["values"][column]["names"], found["paths"][column]
        assert all(-1 <= code < len(names) for code in codes)
    narrowed = client.get("/v1/polygraph", params={"search": "user:=u1 -is:denied"}).json()
    assert narrowed["calls"] == Reader(store).count(Question("user:=u1 -is:denied")).calls > 0
    assert narrowed["values"]["user"]["names"] == ["u1"]


def test_periods_are_given_in_words_or_milliseconds(client, store):
    ingest(store, an_event(time="2026-11-23T12:00:00Z"), an_event(time="2026-11-23T13:00:00Z"))
    texts = {"from": "2026-11-23T12:30:00Z", "to": "2026-11-23T13:30:00Z"}
    numbers = {key: str(parse_moment(value)) for key, value in texts.items()}
    for period in (texts, numbers):
        assert client.get("/v1/polygraph", params=period).json()["calls"] == 1
    line = client.get("/v1/timeline", params={**texts, "bars": 10}).json()
    assert sum(line["ok"]) == 1
    assert line["extent"]["from"] == parse_moment("2026-11-23T12:00:00Z")


@pytest.mark.parametrize(
    ("url", "code"),
    [("/v1/polygraph?search=(a", "BAD_SEARCH"), ("/v1/timeline?from=yesterday", "BAD_INPUT")],
)
def test_bad_questions_are_told(client, url, code):
    answer = client.get(url)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code


def test_every_answer_carries_the_policy(client):
    for path in ("/", "/livez", "/v1/polygraph", "/nowhere"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"


def test_page_and_deep_links(client):
    for path in ("/", "/alerts", "/detections"):
        answer = client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 200
        assert "<title>" in answer.text
        assert answer.headers["cache-control"] == "no-cache"
    asset = client.get("/").text.split('src="')[1].split('"')[0]
    assert "immutable" in client.get(asset).headers["cache-control"]
    assert client.get("/assets/gone.js").status_code == 404


def test_foreign_names_for_this_address_are_refused(client):
    assert client.get("/livez", headers={"host": "evil.example"}).status_code == 400


def test_health(client):
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").json() == {"status": "ok"}


def test_browser_link_and_favourites(client):
    assert client.get("/browser/").status_code == 404  # no Browser with a configured database
    assert client.get("/browser/favourites.zip").content[:2] == b"PK"
    assert "node.SourceIp" in client.get("/browser/style.grass").text
