"""What is too large, too much or too deep, over HTTP: refused early, or kept without what is too much."""

import gzip
import http.client
import json
import random
import threading
from functools import cache

import anyio
import pytest
import zstandard
from starlette.requests import Request

from graphsvc.web import posted_body
from graphsvc.web.admission import LEAST, Admission
from graphsvc.web.posted_body import LARGEST_INFLATED, Inflater
from graphsvc.web.reception import MOST_EVENTS
from graphsvc.web.refusal import Refused
from tests.builders import raw
from tests.faults.targets import R13, R14, R15
from tests.service import asking, peak_memory, serving
from tests.web.posts import JSON, bare, event_list, metric, total, wait_for

GZIP = {**JSON, "content-encoding": "gzip"}


@cache
def bomb():
    """Packing a GiB takes longer than any test of it."""
    return gzip.compress(bytes(1 << 30))


def growth(client, act):
    """Bytes by which the service's peak grew while it was asked."""
    assert client.post("/v1/audit", content=event_list(bare()), headers=JSON).status_code == 200
    before = peak_memory(client.pid)
    act()
    return peak_memory(client.pid) - before


@R15
def test_bombs_are_stopped_early(client):
    assert len(bomb()) > 1_000_000

    def post():
        assert client.post("/v1/audit", content=bomb(), headers=GZIP).status_code == 413

    assert growth(client, post) < 100 << 20


@R15
def test_a_gzip_in_a_gzip_is_not_unpacked_again(client, store):
    twice = gzip.compress(bomb())
    assert client.post("/v1/audit", content=twice, headers=GZIP).status_code == 200
    wait_for(lambda: store.read_text("MATCH (r:Rejected) RETURN count(r)")[0][0] == 1)


def test_other_packings_are_not_taken(client):
    body = zstandard.ZstdCompressor().compress(event_list(bare()))
    answer = client.post("/v1/audit", content=body, headers={**JSON, "content-encoding": "zstd"})
    assert answer.status_code == 415


def test_all_members_of_a_gzip_are_read(client):
    body = event_list(*(bare(auditID=f"{n}") for n in range(9)))
    packed = gzip.compress(body[:500]) + gzip.compress(body[500:])
    assert client.post("/v1/audit", content=packed, headers=GZIP).json() == {"received": 9}


@R15
def test_inflating_stops_where_the_limit_is():
    found, member = Inflater(), gzip.compress(b"".join(random.Random(n).randbytes(1_000) * 20 for n in range(200)))
    for _ in range(LARGEST_INFLATED // 4_000_000):
        found.take(member)
    with pytest.raises(Refused):
        found.take(member)
    assert found.size <= LARGEST_INFLATED + 1


def test_too_many_events_are_refused(client):
    body = b'{"kind":"EventList","items":[' + b",".join([b"{}"] * (MOST_EVENTS + 1)) + b"]}"
    assert client.post("/v1/audit", content=body, headers=JSON).status_code == 413
    assert client.post("/v1/audit", content=b"[" + b"1," * (7 << 20) + b"1]", headers=JSON).status_code == 413


@R13
def test_a_huge_batch_and_a_huge_event(client, store):
    """12 MiB of events; then one of 8 MiB, which loses its body and keeps the rest."""
    big = [bare(auditID=f"b{n}", requestObject={"a": random.Random(n).randbytes(15_000).hex()}) for n in range(400)]

    def post():
        assert client.post("/v1/audit", content=event_list(*big), headers=JSON).json() == {"received": 400}
        huge = bare(auditID="huge", user="mallory", requestObject={"a": "x" * (8 << 20)})
        assert client.post("/v1/audit", content=event_list(huge, bare()), headers=JSON).json() == {"received": 2}

    assert growth(client, post) < 150 << 20
    wait_for(lambda: total(client) == 403)
    ((id_, truncated),) = store.read_text("MATCH (c:ApiCall {audit_id: 'huge'}) RETURN c.id, c.truncated")
    assert truncated is True
    event = client.post("/graphql", json={"query": f'{{ call(id: "{id_}") {{ event }} }}'}).json()["data"]["call"][
        "event"
    ]
    assert event["user"]["username"] == "mallory"
    assert "requestObject" not in event


def sender(client):
    return {"authorization": client.headers["authorization"]}


def begun(client, path, length):
    """A post that has said how long it is, and sent nothing of its body."""
    url = client.base_url
    connection = http.client.HTTPConnection(url.host, url.port, timeout=10)
    connection.putrequest("POST", path)
    for name, value in {**JSON, **sender(client), "content-length": str(length)}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection


@R13
def test_what_says_it_is_too_large_is_not_read(client):
    connection = begun(client, "/v1/audit", 64 << 20)
    assert connection.getresponse().status == 413  # without a byte of the body
    connection.close()
    assert client.get("/livez").status_code == 200


@R14
@pytest.mark.parametrize("levels", [500, 5_000, 1_000_000])
def test_deep_events_cost_no_sibling(client, levels):
    deep = b'{"a":' * levels + b"1" + b"}" * levels
    events = [bare(auditID="a"), bare(auditID="b", requestObject="X", user="mallory"), bare(auditID="c", more="X")]
    body = event_list(*events).replace(b'"X"', deep)
    assert client.post("/v1/audit", content=body, headers=JSON).json() == {"received": 3}
    wait_for(lambda: total(client) == 3)
    query = '{ apiCalls(search: "mallory") { edges { node { id } } } }'
    (edge,) = client.post("/graphql", json={"query": query}).json()["data"]["apiCalls"]["edges"]
    query = f'{{ call(id: "{edge["node"]["id"]}") {{ event }} }}'
    assert "errors" not in client.post("/graphql", json={"query": query}).json()


def test_only_so_much_is_read_at_a_time():
    admission = Admission(4 * LEAST)
    with admission.room() as first, admission.room() as second:
        first(3 * LEAST)
        second(1)
        assert admission.taken == 4 * LEAST
        with admission.room() as third, pytest.raises(Refused) as found:
            third(1)
        assert (found.value.status, found.value.headers) == (429, {"retry-after": "1"})
        with pytest.raises(Refused):
            first(3 * LEAST + 1)
    assert admission.taken == 0


def read(receive, **headers):
    fields = {**JSON, **headers}
    scope = {"type": "http", "headers": [(name.encode(), value.encode()) for name, value in fields.items()]}
    return anyio.run(posted_body.read_body, Request(scope, receive), lambda size: None)


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(posted_body, "SLOWEST", 0.01)
    with pytest.raises(Refused, match="did not arrive") as found:
        read(anyio.sleep_forever)
    assert found.value.status == 408


def test_a_sender_that_goes_away_is_no_error_of_ours():
    async def gone():
        return {"type": "http.disconnect"}

    with pytest.raises(Refused, match="went away"):
        read(gone)


def test_who_goes_away_while_asking_is_no_error_of_ours_either(store, neo4j_uri, tmp_path):
    log = tmp_path / "log"
    with serving(neo4j_uri, tmp_path, log=log) as url, asking(url) as client:
        connection = begun(client, "/graphql", 100)
        connection.send(b"{")
        wait_for(lambda: client.get("/readyz").status_code == 200)
        connection.close()
    assert {json.loads(line)["level"] for line in log.read_text().splitlines()} == {"info"}


def test_posts_are_put_off_before_they_are_read(client):
    """Nine senders that say 16 MiB and send nothing: the last one is put off, and all are forgotten when they go."""
    slow = []
    for _ in range(8):
        connection = begun(client, "/v1/audit", 16 << 20)
        connection.send(b"[")
        slow.append(connection)
    wait_for(lambda: metric(client, "graphsvc_posts_read_bytes") == 8 * 16 << 20)
    answer = client.post("/v1/audit", content=event_list(bare()), headers=JSON)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert metric(client, 'graphsvc_posts_refused_total{code="BUSY"}') == 1
    for connection in slow:
        connection.close()
    wait_for(lambda: metric(client, "graphsvc_posts_read_bytes") == 0)
    assert client.post("/v1/audit", content=event_list(bare()), headers=JSON).status_code == 200


def test_others_are_answered_while_a_body_is_taken_apart(client):
    """Four bodies of 15 MiB, and the service is asked whether it lives until they are done."""
    events = [bare(requestObject={"env": [{"name": "A", "value": "x" * 900}] * 40}) for _ in range(350)]
    body, answers = event_list(*events), []

    def post():
        answers.append(client.post("/v1/audit", content=body, headers=JSON).status_code)

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    beats = 0
    while any(thread.is_alive() for thread in threads):
        assert client.get("/livez").status_code == 200
        beats += 1
    assert answers == [200] * 4
    assert beats > 4  # a parse on the loop would let one through between two bodies


def test_bodies_of_another_kind_are_rejected_and_never_refused(client, store):
    for body in ({"message": {"data": "e30="}}, {"records": [{"data": "e30="}]}, {"logEvents": []}):
        assert client.post("/v1/audit", content=raw(body), headers=JSON).status_code == 200
    wait_for(lambda: store.read_text("MATCH (r:Rejected) RETURN count(r)")[0][0] == 3)
    reasons = {row[0][:18] for row in store.read_text("MATCH (r:Rejected) RETURN r.reason")}
    assert reasons == {"not an audit event"}
    assert client.get("/readyz").json() == {"status": "ok"}
