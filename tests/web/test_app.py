"""The service over HTTP: a real server on a real port, with a real database behind it."""

import json
import re
from collections import Counter
from pathlib import Path

import httpx
import pytest

from graphsvc.detection.engine import Engine
from graphsvc.domain.moment import parse_moment
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.web.security import POLICY
from tests.builders import an_event, an_exec, ingest
from tests.service import serving
from tests.web.posts import JSON, bare, event_list, total, wait_for


def test_a_service_retains_and_says_so(store, neo4j_uri, tmp_path):
    days = [an_event(auditID=f"{d}", time=f"2024-0{d}-01T00:30:00Z", user=f"u{d}") for d in range(1, 8)]
    ingest(store, *days)
    Engine(store, Reader(store), ()).run_waiting()
    with (
        serving(neo4j_uri, tmp_path, GRAPHSVC_KEEP_CALLS="90d") as url,
        httpx.Client(base_url=url, timeout=60) as client,
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
    nodes, trails = found["nodes"], found["trails"]
    assert sum(trails["calls"]) == 12
    assert sum(trails["paths"]) == found["paths"] == 6
    for number, column in enumerate(found["columns"]):
        calls = [n for n, c in zip(nodes["calls"], nodes["column"], strict=True) if c == number]
        assert sum(calls) + column["absent"] == 12
        through = Counter()
        for node, n in zip(trails["nodes"][number], trails["calls"], strict=True):
            through[node] += n
        through.pop(-1, None)
        assert sorted(through.values()) == sorted(calls)
    narrowed = client.get("/v1/polygraph", params={"search": "user:=u1 -is:denied"}).json()
    assert narrowed["calls"] == Reader(store).count(Question("user:=u1 -is:denied")).calls > 0
    assert [n for n in narrowed["nodes"]["id"] if n.startswith("user")] == ["user:u1"]


def test_some_calls_of_a_picture_light_up(client, store):
    ingest(store, *(an_event(auditID=f"{n}", user=f"u{n}", code=403 if n % 4 == 0 else 200) for n in range(12)))
    ingest(store, an_event(auditID="other", user="u3", ref={"resource": "nodes", "name": "n1"}))
    scope = {"top": 3, "search": "-user:=u1"}
    drawn = client.get("/v1/polygraph", params=scope).json()
    lit = client.get(
        "/v1/polygraph/light", params={**scope, "only": "user:==u3 resource:==shop/pods", "usual": 1}
    ).json()
    assert (lit["lit"]["calls"], lit["lit"]["denied"], lit["usual"]["calls"]) == ([1], [0], [1])
    users = [drawn["nodes"]["name"][drawn["trails"]["nodes"][3][trail]] for trail in lit["lit"]["trails"]]
    assert users == ["u3"] or users == ["more"]
    assert client.get("/v1/polygraph/light", params={**scope, "only": "user:==nobody"}).json()["lit"]["trails"] == []
    assert client.get("/v1/polygraph/light", params={**scope, "only": "(a"}).json()["error"]["code"] == "BAD_SEARCH"


def test_values_are_listed_page_by_page(client, store):
    ingest(store, *(an_event(auditID=f"{n}", user=f"u{n % 5}") for n in range(12)), an_exec(auditID="e", user="u0"))
    asked = {"column": "user", "first": 2, "text": "U"}
    users = client.get("/v1/polygraph/values", params=asked).json()["columns"]["user"]
    assert (users["total"], users["name"], users["calls"]) == (5, ["u0", "u1"], [4, 3])
    users = client.get("/v1/polygraph/values", params={**asked, "skip": 2}).json()["columns"]["user"]
    assert users["name"] == ["u2", "u3"]
    everything = client.get("/v1/polygraph/values", params={"search": "user:==u0"}).json()
    assert (everything["calls"], everything["columns"]["user"]["total"]) == (4, 1)
    assert everything["commands"] == {"total": 1, "lines": [{"text": "sh -c 'id; ls'", "where": "u0 · shop/pods"}]}
    assert client.get("/v1/polygraph/values", params={"column": "nobody"}).status_code == 400


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
def test_bad_questions_are_told(asked, url, code):
    answer = asked.get(url)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code


def test_every_answer_carries_the_policy(asked):
    for path in ("/", "/livez", "/v1/polygraph", "/nowhere"):
        headers = asked.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"


def test_page_and_deep_links(asked):
    source = (Path(__file__).parents[2] / "frontend/src/state/url.ts").read_text()
    pages = json.loads(re.search(r"PAGES = (\[.*?\])", source).group(1))
    for path in ("/", *(f"/{page}" for page in pages)):
        answer = asked.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 200
        assert "<title>" in answer.text
        assert answer.headers["cache-control"] == "no-cache"
    asset = asked.get("/").text.split('src="')[1].split('"')[0]
    assert "immutable" in asked.get(asset).headers["cache-control"]
    assert asked.get("/assets/gone.js").status_code == 404
    nowhere = asked.get("/nope", headers={"accept": "text/html"})
    assert (nowhere.status_code, "<title>" in nowhere.text) == (404, True)


def test_foreign_names_for_this_address_are_refused(asked):
    assert asked.get("/livez", headers={"host": "evil.example"}).status_code == 400


def test_health(client):
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").json() == {"status": "ok"}


def test_browser_link_and_favourites(asked):
    assert asked.get("/browser/").status_code == 404  # no Browser with a configured database
    assert asked.get("/browser/favourites.zip").content[:2] == b"PK"
    assert "node.SourceIp" in asked.get("/browser/style.grass").text
