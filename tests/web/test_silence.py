"""A service that listens: it tells how whole logs are, and when a cluster has fallen silent."""

import time

import pytest

from graphsvc.domain.moment import HOUR, MINUTE, to_text
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.segment import PUSH
from tests.builders import an_event, records
from tests.service import asking, serving
from tests.web.posts import JSON, bare, event_list, metric, wait_for

LEASE = {"verb": "update", "ref": {"resource": "leases", "name": "x"}, "user": "system:kube-scheduler"}
ALERTS = "{ alerts { edges { node { code status cluster } } } }"


def now():
    return time.time_ns() // 1_000_000


@pytest.fixture
def sent(tmp_path):
    """An hour ago: heartbeats, but for ten minutes of them, then nothing."""
    start = now() - HOUR
    archive = Archive(tmp_path / "archive", PUSH)
    beats = [an_event(time=to_text(start + minute * MINUTE), **LEASE) for minute in (0, 1, 2, 3, 13, 14)]
    archive.append("prod", "webhook", records(*beats), at=start + 15 * MINUTE)
    archive.close()
    return tmp_path


def alerts(client):
    answer = client.post("/graphql", json={"query": ALERTS}).json()
    assert answer["data"], answer
    edges = answer["data"]["alerts"]["edges"]
    return [tuple(edge["node"].values()) for edge in edges]


def test_a_service_tells_of_holes_and_of_silence(store, neo4j_uri, sent):
    tokens = '{"prod": "secret"}'
    with (
        serving(neo4j_uri, sent, GRAPHSVC_SILENT_AFTER="1s", GRAPHSVC_AUDIT_TOKENS=tokens) as url,
        asking(url) as client,
    ):
        wait_for(lambda: alerts(client) == [("GS-02", "OPEN", "prod")])
        assert metric(client, 'graphsvc_log_holes{cluster="prod"}') == 1
        last = metric(client, 'graphsvc_cluster_last_event_timestamp_seconds{cluster="prod"}')
        assert now() - HOUR < last * 1_000 < now()
        query = "{ receipts { cluster state holes latestHoles { kind told } } }"
        (receipt,) = client.post("/graphql", json={"query": query}).json()["data"]["receipts"]
        assert receipt["latestHoles"] == [{"kind": "NO_HEARTBEAT", "told": "no heartbeat for 9 minutes"}]
        post = event_list(bare(time=to_text(now())))
        client.post("/v1/audit", content=post, headers={**JSON, "authorization": "Bearer secret"}).raise_for_status()
        wait_for(lambda: alerts(client) == [("GS-02", "CLOSED", "prod")])
