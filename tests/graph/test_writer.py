"""Batches in, graph out: every call once, whatever comes twice, late or in pieces."""

import json
import threading
from contextlib import contextmanager, nullcontext

import pytest
import structlog

from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.store import Store
from graphsvc.graph.write import turn
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.segment import read_record
from graphsvc.ingest.noise_rules import load_noise_rules
from tests.bolt import driver
from tests.builders import a_pipeline, an_event, an_exec, ingest, records
from tests.faults.targets import R26
from tests.graph_dump import dump


def count(store, search=""):
    return Reader(store).count(Question(search)).calls


@contextmanager
def somebody_who_holds_the_turn(store):
    """As detections and retention do, all the time."""
    stopping = threading.Event()

    def hold():
        while not stopping.is_set():
            store.write(lambda tx: tx.run("hold_turn"))

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def test_a_call_becomes_its_path(store):
    ingest(store, an_exec())
    rows = store.read_text("""
        MATCH (c:ApiCall)-[:TOOK]->(p:CallPath)
        RETURN c.command, c.container, p.action, p.resource_name, p.status,
               [(p)--(d) WHERE NOT d:ApiCall AND NOT d:Object AND NOT d:Command | labels(d)[0] + ' ' + d.name]""")
    command, container, action, resource, status, dimensions = rows[0]
    assert (command, container, action) == ("sh -c 'id; ls'", "app", "exec")
    assert (resource, status) == ("shop/pods", "101 Switching Protocols")
    assert set(dimensions) == {
        "SourceIp 10.1.2.3",
        "GroupSet dev",
        "User alice@corp.example",
        "Resource shop/pods",
        "Action exec",
        "Status 101 Switching Protocols",
    }


def test_hops_draw_the_literal_path_and_skip_what_is_absent(store):
    ingest(store, an_exec())
    (names,) = store.read_text("MATCH path = (:SourceIp)-[:HOP*]->(:Status) RETURN [n IN nodes(path) | n.name]")[0]
    assert names == ["10.1.2.3", "dev", "alice@corp.example", "shop/pods", "exec", "101 Switching Protocols"]


def test_the_same_records_again_change_nothing(store):
    events = [an_event(auditID=f"a{n}") for n in range(5)] + [
        an_event(auditID=f"l{n}", verb="update", ref={"resource": "leases"}, user="system:x") for n in range(3)
    ]
    rules = load_noise_rules()
    first = ingest(store, *events, rules=rules)
    before = dump(store)
    again = ingest(store, *events, rules=rules)
    assert (first.calls, first.noise.total(), again.calls, again.noise.total(), again.duplicates) == (6, 2, 0, 0, 8)
    assert dump(store) == before


@pytest.mark.parametrize("batch", [1, 100])
def test_stages_merge_within_and_across_batches(store, batch):
    stages = [
        an_exec(auditID="one", stage=stage) for stage in ("RequestReceived", "ResponseStarted", "ResponseComplete")
    ]
    account = ingest(store, *stages, batch=batch)
    assert (account.calls, account.merged_stages, count(store)) == (1, 2, 1)
    assert store.read_text("MATCH (c:ApiCall) RETURN c.stage, c.stages") == [["ResponseComplete", 3]]


@pytest.mark.parametrize("batch", [1, 100])
@pytest.mark.parametrize("order", [1, -1])
def test_a_later_stage_with_another_status_moves_the_call(store, batch, order):
    started = an_exec(auditID="one", stage="ResponseStarted", code=101)
    panicked = an_exec(auditID="one", stage="Panic", code=500)
    ingest(store, *[started, panicked][::order], batch=batch)
    assert (count(store), count(store, "code:500"), count(store, "code:101")) == (1, 1, 0)
    assert store.read_text("MATCH (c:ApiCall)-[:TOOK]->(p) RETURN p.code") == [[500]]


@pytest.mark.parametrize("batch", [1, 100])
def test_stages_of_noise_count_once(store, batch):
    watch = {"verb": "watch", "ref": {"resource": "pods"}, "user": "system:kube-scheduler", "auditID": "w"}
    stages = [an_event(**watch, stage=s) for s in ("ResponseStarted", "ResponseComplete")]
    second = [{**event, "auditID": "w2"} for event in stages]
    account = ingest(store, *stages, *second, rules=load_noise_rules(), batch=batch)
    assert (account.noise.total(), account.merged_stages, account.calls) == (1, 2, 1)
    again = ingest(store, *second, *stages, rules=load_noise_rules(), batch=batch)
    assert (again.duplicates, again.noise.total(), again.calls) == (4, 0, 0)


DAY_ONE, DAY_TWO = "2026-11-01T", "2026-11-02T"


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_of_every_path_that_is_noise_the_first_call_a_day_is_kept(store, batch):
    """So a node at a new address, or with another client, is seen, and when it came."""

    def lease(audit_id, time, **more):
        return an_event(
            auditID=audit_id, verb="update", ref={"resource": "leases"}, user="system:node:a", time=time, **more
        )

    events = [
        *(lease(f"one-{n}", f"{DAY_ONE}0{n}:00:00Z") for n in range(5)),
        *(lease(f"two-{n}", f"{DAY_TWO}0{n}:00:00Z") for n in range(3)),
        *(lease(f"else-{n}", f"{DAY_TWO}0{n}:00:00Z", sourceIPs=["198.51.100.7"]) for n in range(3)),
    ]
    rules = load_noise_rules()
    account = ingest(store, *events, rules=rules, batch=batch)
    kept = {row[0] for row in store.read_text("MATCH (c:ApiCall) RETURN c.audit_id")}
    assert (kept, account.calls, account.noise.total()) == ({"one-0", "two-0", "else-0"}, 3, 8)
    earlier = lease("one-earlier", f"{DAY_ONE}00:00:00Z")
    before = dump(store)
    again = ingest(store, *reversed(events), rules=rules, batch=batch)
    assert (again.duplicates, again.calls, again.noise.total(), dump(store) == before) == (11, 0, 0, True)
    late = ingest(store, earlier, rules=rules)
    assert (late.calls, late.noise.total()) == (0, 1), "the day has its call"


def test_a_kept_call_of_noise_that_cannot_be_stored_is_noise(store, monkeypatch):
    lease = an_event(verb="update", ref={"resource": "leases"}, user="system:node:a")
    monkeypatch.setattr("graphsvc.graph.write.turn.call_row", lambda *_: {"id": object()})
    account = ingest(store, lease, rules=load_noise_rules())
    assert (account.calls, account.noise.total(), account.rejected_total) == (0, 1, 0)


@pytest.mark.parametrize("beside", [nullcontext, somebody_who_holds_the_turn])
def test_two_writers_of_one_database_do_not_disturb_each_other(store, beside):
    rules = load_noise_rules()
    first, second = a_pipeline(store, rules=rules), a_pipeline(store, rules=rules)
    noise = {"verb": "update", "ref": {"resource": "leases"}, "user": "system:x"}
    with beside(store):
        for number in range(30):
            events = [an_event(auditID=f"c{number}", user=f"user-{number}"), an_event(**noise, auditID=f"n{number}")]
            for pipeline in (first, second):
                pipeline.ingest(records(*events), cluster="test", name="x")
    assert count(store) == 31, "one call of noise a day is kept"
    assert Reader(store).noise(Question().period)[0].calls == 29
    assert store.read_text("MATCH (p:CallPath) RETURN count(p), count(DISTINCT p.id)") == [[31, 31]]
    assert store.read("turns") == [[60]]


def test_a_turn_that_takes_long_is_waited_for_and_blames_no_call(store, neo4j_uri):
    """Longer than the database waits for a lock, 10 s, and than the driver tries again."""
    ingest(store, an_event(auditID="before"))
    release, holds = threading.Event(), threading.Event()

    def hold(tx):
        tx.run("hold_turn")
        holds.set()
        release.wait(60)

    holder = threading.Thread(target=store.write, args=(hold,))
    holder.start()
    holds.wait()
    threading.Timer(11, release.set).start()
    with Store(neo4j_uri) as other, structlog.testing.capture_logs() as logged:
        other._driver.close()
        other._driver = driver(neo4j_uri, max_transaction_retry_time=-1)
        ingest(other, an_event(auditID="after"))
    holder.join()
    assert [entry["problem"].partition(":")[0] for entry in logged] == ["Neo4j is busy"]
    assert store.read_text("MATCH (c:ApiCall) RETURN count(c)") == [[2]]
    assert store.read_text("MATCH (r:Rejected) RETURN r.reason") == []


def test_a_source_goes_on_where_it_stopped(store):
    events = [an_event(auditID=f"a{n}") for n in range(10)]
    pipeline = a_pipeline(store, batch=2)

    def breaking():
        yield from records(*events)[:5]
        raise ConnectionError("cable")

    with pytest.raises(ConnectionError):
        pipeline.ingest(breaking(), cluster="test", name="x", source="s")
    account = pipeline.ingest(records(*events), cluster="test", name="x", source="s")
    assert (account.calls, account.duplicates, account.read) == (6, 4, 10)


def test_rejected_records_are_kept_once(store):
    bad = {"auditID": "x", "verb": {}}
    for _ in range(2):
        account = ingest(store, an_event(auditID="good"), bad)
        assert account.rejected_total == 1
        assert account.balances
    ((line, reason, kept),) = store.read_text("MATCH (r:Rejected) RETURN r.line, r.reason, r.raw")
    assert line == 2
    assert "Object missing required field" in reason or "$.verb" in reason
    assert json.loads(kept) == bad


@R26
def test_a_call_that_the_database_refuses_does_not_stop_its_siblings(store, monkeypatch):
    events = [an_event(auditID=f"a{n}", stage=s) for n in range(9) for s in ("ResponseStarted", "ResponseComplete")]
    real = turn.call_row
    monkeypatch.setattr(
        turn, "call_row", lambda c, a: {**real(c, a), **({"x": 10**30} if "a5" in str(c.properties) else {})}
    )
    account = ingest(store, *events)
    assert (account.calls, account.rejected_total, account.merged_stages) == (8, 1, 9)
    assert account.balances
    assert count(store) == 8
    assert "cannot be stored" in store.read_text("MATCH (r:Rejected) RETURN r.reason")[0][0]


@pytest.mark.parametrize("field", ["user", "groups", "verb", "name", "namespace", "resource", "subresource", "ip"])
def test_values_of_any_length_are_stored(store, field):
    long = "é" * 20_000
    event = an_event()
    ref = event["objectRef"]
    if field in {"user", "groups"}:
        event["user"] = (
            {"username": long} if field == "user" else {"username": "x", "groups": [long, *map(str, range(5_000))]}
        )
    elif field == "ip":
        event["sourceIPs"] = [long, long]
    elif field == "verb":
        event["verb"] = long
    else:
        ref[field] = long
    assert ingest(store, event).calls == 1
    assert count(store) == 1


def test_what_a_write_submitted_is_kept(store):
    spec = {"containers": [{"name": "a", "image": "nginx:1", "securityContext": {"privileged": True}}]}
    ingest(store, an_event(verb="create", code=201, requestObject={"spec": spec}))
    rows = store.read_text("MATCH (:ApiCall)-[:SUBMITTED]->(s:PodSpec) RETURN s.images, s.privileged, s.host_network")
    assert rows == [[["nginx:1"], True, False]]


def test_late_events_widen_what_was_seen(store):
    ingest(store, an_event(time="2026-11-20T12:00:00Z"))
    ingest(store, an_event(time="2026-11-17T12:00:00Z"), an_event(time="2026-11-22T12:00:00Z"))
    ((first, last),) = store.read_text(
        """MATCH (p:CallPath) UNWIND [p.first_seen, p.last_seen] AS seen
        WITH collect(datetime({epochMillis: seen}).day) AS days RETURN days[0], days[1]"""
    )
    assert (first, last) == (17, 22)


def test_a_call_leads_to_its_raw_event(store, tmp_path):
    archive = Archive(tmp_path)
    a_pipeline(store, archive=archive).ingest(
        records(an_event(auditID="a"), an_event(auditID="b")), cluster="c", name="x"
    )
    archive.close()
    for audit_id, place in store.read_text("MATCH (c:ApiCall) RETURN c.audit_id, c.archive"):
        assert json.loads(read_record(tmp_path, place).raw)["auditID"] == audit_id


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_an_end_that_meets_the_driver_at_work_stays_an_end(store, end):
    """As the driver does: interrupted while it reads, it fails over what it had begun to read."""

    def work(_tx):
        try:
            raise end
        finally:
            raise BufferError("Existing exports of data: object cannot be re-sized")

    with pytest.raises(end):
        store.write(work)
