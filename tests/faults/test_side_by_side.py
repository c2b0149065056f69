"""Two ingests, a service with posts and `graphsvc retain` at once: the same counts and alerts as one by one."""

import json

import httpx
import msgspec

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.moment import parse_moment
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.ingest.noise_rules import load_noise_rules
from tests.builders import a_pipeline, an_exec, records
from tests.faults.commands import finish, start
from tests.faults.ledger import Ledger
from tests.faults.targets import SIDE_BY_SIDE
from tests.service import serving
from tests.web.posts import JSON, event_list, metric, wait_for

SOURCES = ("first", "second", "posted")
POST = 100  # events of a post
# Anomalies fire from the first event on; what fires is then known by who did it, not by who came first.
SETTINGS = {"GRAPHSVC_LEARNING": "0"}
WAITED = "database_away"  # a turn that took longer than locks are waited for; where much else goes on it may happen
# Which call of noise is the first of its day depends on the order in which they came; so does which cluster shows a
# client first, and which call of many in a window is the one that makes them enough.
_ALERTS = """MATCH (a:Alert)
WHERE NOT a.what STARTS WITH 'UpdateLease' AND a.kind IN ['policy', 'anomaly']
  AND a.detection <> 'refused-with-new-client'
RETURN a.id, a.detection, a.cluster, a.who, a.what, a.occurrences, a.first_seen, a.last_seen
ORDER BY a.id"""


def events_of(source, number):
    """In order of time, with users that no other source has: no order between sources matters then."""
    ledger = Ledger(source, users=[f"{source}-{n}@corp.example" for n in range(30)])
    events = ledger.take(number)
    moments = [event["stageTimestamp"] for event in events if "stageTimestamp" in event]
    for n, moment in enumerate(moments[:: number // 40]):
        event = an_exec(auditID=f"{source}-exec-{n}", user=f"{source}-operator-{n % 7}", time=moment)
        ledger.add(event, parse_moment(moment))
        events.append(event)
    return ledger, sorted(events, key=lambda event: event.get("stageTimestamp", ""))


def logs(folder, source, events, files):
    """Several files, so that there are many batches for the detections."""
    size = len(events) // files + 1
    for n in range(files):
        file = folder / f"{source}-{n:03}.log"
        file.write_bytes(b"".join(msgspec.json.encode(e) + b"\n" for e in events[n * size : (n + 1) * size]))
        yield file


def post(url, events, is_enough):
    """As slowly as the others need: all of it is posted at the end, however early they are done."""
    with httpx.Client(base_url=url, timeout=60) as client:
        for n in range(0, len(events), POST):
            assert client.post("/v1/audit", content=event_list(*events[n : n + POST]), headers=JSON).status_code == 200
            is_enough(n / len(events))
        wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=240)


def none_waits(store):
    return store.read_text("MATCH (b:Batch) RETURN count(b)") == [[0]]


@SIDE_BY_SIDE
def test_side_by_side_gives_what_one_by_one_gives(store, session_store, neo4j_uri, tmp_path, long, record_property):
    number, files = (150_000, 60) if long else (600, 2)
    ledgers, events = zip(*(events_of(source, number) for source in SOURCES), strict=True)
    whole = ledgers[0] + ledgers[1] + ledgers[2]
    names = [list(logs(tmp_path, source, found, files)) for source, found in zip(SOURCES, events, strict=True)]
    for source, found in zip(SOURCES, events, strict=True):
        assert a_pipeline(store, rules=load_noise_rules()).ingest(records(*found), cluster=source, name=source).balances
    Engine(store, Reader(store), load_detections()).run_waiting()
    whole.check(store)
    alone = store.read_text(_ALERTS)
    assert {row[2] for row in alone} == set(SOURCES)
    assert len({row[1] for row in alone}) > 1, "policies and anomalies"

    empty(session_store)
    folder, log, retained = tmp_path / "together", tmp_path / "log", []
    with serving(neo4j_uri, folder, log=log, GRAPHSVC_CLUSTER="posted", **SETTINGS) as url:
        ingests = [
            start(neo4j_uri, folder, "ingest", "--cluster", source, *found, **SETTINGS)
            for source, found in zip(SOURCES[:2], names[:2], strict=True)
        ]
        retain = start(neo4j_uri, folder, "retain")

        def in_step(share):
            """Posts are as far as the ingests are, and one `retain` follows the other."""
            nonlocal retain
            if retain.poll() is not None and (long or not retained):
                retained.append(finish(retain))
                retain = start(neo4j_uri, folder, "retain")
            text = "MATCH (c:ApiCall)-[:TOOK]->(p {cluster: 'first'}) RETURN count(c)"
            if ingests[0].poll() is None:
                wait_for(
                    lambda: ingests[0].poll() is not None or store.read_text(text)[0][0] >= share * number * 0.9, 600
                )

        post(url, events[2], in_step)
        said = [finish(process) for process in ingests]
        retained.append(finish(retain))
        wait_for(lambda: none_waits(store), seconds=240)
    whole.check(store)
    assert store.read_text(_ALERTS) == alone
    assert [line for text in (*said, *retained) for line in text.splitlines() if is_trouble(line)] == []
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {event["event"] for event in lines if event["level"] != "info"} <= {WAITED}
    record_property("events", whole.sent)
    record_property("alerts", len(alone))
    record_property("runs of retain", len(retained))


def is_trouble(line):
    return WAITED not in line and any(
        word in line for word in ("graphsvc:", "Traceback", "error", "warning", "failed", "busy")
    )
