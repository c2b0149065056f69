"""The service over HTTP: a real server on a real port, with a real database behind it."""

import json
import re
from pathlib import Path

import httpx
import pytest

from graphsvc.detection.engine import Engine
from graphsvc.domain.moment import parse_moment
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.web.security import POLICY
from tests.builders import an_event, ingest
from tests.service import serving
from tests.web.posts import JSON, bare, event_list, total, wait_for


def test_a_service_retains_and_says_so(store, neo4j_uri, tmp_path):
    days = [an_event(auditID=f"{d}", time=f"2024-0{d}-01T00:30:00Z", user=f"u{d}") for d in range(1, 8)]
    ingest(store, *days)
    Engine(store, Reader(store), ()).run_waiting()
    with (
        serving(neo4j_uri, tmp_path, GRAPHSVC_KEEP_CALLS="90d") as url,
        httpx.Client(base_url=url) as client,
    ):
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
    source = (Path(__file__).parents[2] / "frontend/src/state/url.ts").read_text()
    pages = json.loads(re.search(r"PAGES = (\[.*?\])", source).group(1))
    for path in ("/", *(f"/{page}" for page in pages)):
        answer = client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 200
        assert "<title>" in answer.text
        assert answer.headers["cache-control"] == "no-cache"
    asset = client.get("/").text.split('src="')[1].split('"')[0]
    assert "immutable" in client.get(asset).headers["cache-control"]
    assert client.get("/assets/gone.js").status_code == 404
    nowhere = client.get("/nope", headers={"accept": "text/html"})
    assert (nowhere.status_code, "<title>" in nowhere.text) == (404, True)


def test_foreign_names_for_this_address_are_refused(client):
    assert client.get("/livez", headers={"host": "evil.example"}).status_code == 400


def test_health(client):
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").json() == {"status": "ok"}


def test_browser_link_and_favourites(client):
    assert client.get("/browser/").status_code == 404  # no Browser with a configured database
    assert client.get("/browser/favourites.zip").content[:2] == b"PK"
    assert "node.SourceIp" in client.get("/browser/style.grass").text
