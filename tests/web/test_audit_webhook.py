"""The webhook over HTTP: a real server on a real port, with a real database behind it."""

import gzip
import json

import httpx
import pytest

from graphsvc.graph.read.reader import Reader
from tests.builders import an_exec
from tests.faults.targets import R2, R9, R12, R26
from tests.service import serving
from tests.web.posts import JSON, bare, event_list, total, wait_for


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


@R9
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


@R12
@pytest.mark.parametrize("body", [b"not json", b"{}", b'{"kind":"EventList","items":[{"auditID":1}]}', b"[1, 2]"])
def test_bad_content_is_kept_and_never_refused(client, store, body):
    """An API server would send it five times and then lose its good siblings."""
    assert client.post("/v1/audit", content=body, headers=JSON).status_code == 200
    wait_for(lambda: store.read_text("MATCH (r:Rejected) RETURN count(r) > 0")[0][0])
    client.post("/v1/audit", content=event_list(bare()), headers=JSON)
    wait_for(lambda: total(client) == 1)


@R26
def test_one_poisonous_event_does_not_stop_the_rest(client):
    poison = [
        bare(code=10**30),
        bare(ref={"resource": "pods", "namespace": "A" * 9_000}),
        bare(auditID="good"),
        bare(verb=[]),
    ]
    assert client.post("/v1/audit", content=event_list(*poison), headers=JSON).status_code == 200
    wait_for(lambda: total(client) == 3)
    client.post("/v1/audit", content=event_list(bare(auditID="later")), headers=JSON)
    wait_for(lambda: total(client) == 4)
    assert client.get("/readyz").status_code == 200


def test_what_is_too_large_is_refused(client):
    bomb = gzip.compress(b" " * (70 << 20))
    assert client.post("/v1/audit", content=bomb, headers={**JSON, "content-encoding": "gzip"}).status_code == 413
    assert client.post("/v1/audit", content=b" " * (17 << 20), headers=JSON).status_code == 413
    assert client.post("/v1/audit", content=b"x", headers={"content-type": "text/plain"}).status_code == 415
    assert client.post("/v1/audit", content=b"x", headers={**JSON, "content-encoding": "br"}).status_code == 415


def test_a_token_names_the_cluster(store, neo4j_uri, tmp_path):
    tokens = json.dumps({"prod": "secret-prod", "test": "secret-test"})
    with serving(neo4j_uri, tmp_path, GRAPHSVC_AUDIT_TOKENS=tokens) as url, httpx.Client(base_url=url.bare) as client:
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic secret-prod"}):
            assert client.post("/v1/audit", content=event_list(bare()), headers={**JSON, **headers}).status_code == 401
        answer = client.post(
            "/v1/audit", content=event_list(bare()), headers={**JSON, "authorization": "Bearer secret-test"}
        )
        assert answer.status_code == 200
        wait_for(lambda: [c.name for c in Reader(store).clusters()] == ["test"])


@R2
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
