"""Callers who make up names leave a bounded number of paths, and every one of their calls is still found."""

import random

import pytest

from graphsvc.domain import crowd
from graphsvc.domain.period import Period
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write.renewal import empty
from tests.builders import an_event, ingest
from tests.faults.targets import SCANNER
from tests.graph_dump import dump

pytestmark = SCANNER

HOUR = "2026-11-23T12"


def a_guess(number, *, code=403, user="system:anonymous", time=None):
    """A scanner's call: everything that it can choose is new."""
    rng = random.Random(number)
    name = f"x{number}"
    return an_event(
        auditID=f"guess-{number}",
        verb="get",
        code=code,
        user={"username": user, "groups": ["system:unauthenticated"]},
        sourceIPs=[f"{rng.randrange(1, 224)}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(256)}"],
        userAgent=f"scanner-{number}/1.0",
        requestURI=f"/apis/{name}.example/v1/namespaces/{name}/{name}/{name}",
        ref={"resource": name, "namespace": name, "name": name, "apiGroup": f"{name}.example"},
        time=time or f"{HOUR}:{number // 60 % 60:02}:{number % 60:02}Z",
    )


@pytest.fixture
def limits(monkeypatch):
    """Small ones: what is bounded is tested, not how much."""
    monkeypatch.setattr(crowd, "REFUSED_PATHS", 20)
    monkeypatch.setattr(crowd, "PATHS", 60)
    monkeypatch.setattr(crowd, "OBJECTS", 30)


def count(store, label):
    return store.read_text(f"MATCH (n:{label}) RETURN count(n)")[0][0]


def test_a_scanner_leaves_few_paths_and_all_its_calls(store, limits):
    account = ingest(store, *map(a_guess, range(500)))
    assert account.balances
    assert (account.calls, account.folded) == (500, 480)
    assert count(store, "CallPath") <= 2 * crowd.REFUSED_PATHS + 5
    assert count(store, "Object") <= crowd.OBJECTS
    assert Reader(store).count(Question()).calls == 500
    path = "MATCH (c:ApiCall {audit_id: 'guess-499'})-[:TOOK]->(p) RETURN p.source_ip, p.client, p.resource, c.folded"
    ((address, client, resource, told),) = store.read_text(path)
    assert (address, client, resource) == ("other addresses", "other clients", "other resources")
    assert "client=scanner-499/1.0" in told
    assert "namespace=x499" in told


def test_made_up_names_are_still_found(store, limits):
    ingest(store, *map(a_guess, range(300)))
    reader = Reader(store)
    for text in ("x3", "x15", "x299"):
        expected = {f"guess-{n}" for n in range(300) if text in f"x{n}"}
        found = reader.calls(Question(f"name:{text}"), first=200).calls
        assert {c.properties["audit_id"] for c in found} == expected
        assert reader.count(Question(f"name:{text}")).calls == len(expected)


def test_ordinary_calls_are_as_ever_beside_a_scanner(store, limits):
    ingest(store, *map(a_guess, range(100)))
    ingest(store, an_event(auditID="mine", user="alice"), an_event(auditID="no", user="bob", code=403))
    ((client,),) = store.read_text("MATCH (:ApiCall {audit_id: 'mine'})-[:TOOK]->(p) RETURN p.client")
    assert client == "kubectl/v1.36.3"


def test_known_paths_of_refused_calls_stay(store, limits):
    ingest(store, an_event(auditID="before", user="bob", code=403))
    ingest(store, *map(a_guess, range(100)))
    account = ingest(store, an_event(auditID="after", user="bob", code=403))
    assert account.folded == 0
    assert Reader(store).count(Question("user:bob")).calls == 2


def test_successful_callers_have_bounds_too(store, limits):
    events = [a_guess(n, code=200, user="robot") for n in range(400)]
    account = ingest(store, *events)
    assert account.folded == 400 - crowd.PATHS
    # What was created exists, so its name stays; addresses and clients are the caller's to choose.
    assert len(store.read_text("MATCH (p:CallPath {client: 'other clients'}) RETURN DISTINCT p.source_ip")) <= 21
    assert store.read_text("MATCH (p:CallPath {resource: 'other resources'}) RETURN count(p)") == [[0]]


def test_each_hour_and_cluster_by_itself(store, limits):
    ingest(store, *map(a_guess, range(100)))
    later = [a_guess(n, time="2026-11-23T13:30:00Z") for n in range(1_000, 1_010)]
    assert ingest(store, *later).folded == 0
    assert ingest(store, *map(a_guess, range(2_000, 2_010)), cluster="other").folded == 0
    assert ingest(store, *map(a_guess, range(3_000, 3_010))).folded == 10


def test_the_same_calls_again_change_nothing(store, limits):
    events = list(map(a_guess, range(200)))
    ingest(store, *events, batch=30)
    before = dump(store)
    account = ingest(store, *events, batch=70)
    assert (account.calls, account.duplicates) == (0, 200)
    assert dump(store) == before


def test_pieces_of_a_log_make_the_same_graph(store, limits, session_store):
    events = list(map(a_guess, range(200)))
    for start in range(0, 200, 40):
        ingest(store, *events[start : start + 40])
    nodes = count(store, "CallPath"), count(store, "Object")
    period = Period()
    assert Reader(store).count(Question(period=period)).calls == 200
    empty(session_store)
    ingest(store, *events)
    assert (count(store, "CallPath"), count(store, "Object")) == nodes


def test_a_later_stage_of_a_folded_call_stays_with_it(store, limits):
    ingest(store, *map(a_guess, range(100)))
    started = {**a_guess(500), "stage": "ResponseStarted", "verb": "watch"}
    ingest(store, started)
    account = ingest(store, {**started, "stage": "ResponseComplete", "responseStatus": {"code": 500}})
    assert (account.calls, account.merged_stages) == (0, 1)
    assert store.read_text("MATCH (c:ApiCall {audit_id: 'guess-500'}) RETURN c.stages") == [[3]]
    assert Reader(store).count(Question()).calls == 101
