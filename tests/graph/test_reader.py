"""Every count of the Polygraph against the same count made by other means: plain Python over the raw file."""

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from graphsvc.domain.moment import HOUR, parse_moment
from graphsvc.domain.period import Period
from graphsvc.domain.polygraph import NodeKind
from graphsvc.graph.read.alerts import AlertReader
from graphsvc.graph.read.picture import PictureReader
from graphsvc.graph.read.polygraph import Wanted, arrange
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.ingest.record.record import read_records
from tests.builders import a_pipeline, an_event, an_exec, ingest

LOG = Path(__file__).parents[2] / "demo" / "modern.log.gz"


@pytest.fixture(scope="module")
def reader(session_store):
    """The recorded cluster, without the noise filter."""
    empty(session_store)
    with gzip.open(LOG) as stream:
        account = a_pipeline(session_store).ingest(read_records(stream), cluster="rec", name="log")
    assert account.balances
    return Reader(session_store)


@pytest.fixture(scope="module")
def calls():
    """One event a call, the last stage; made without a line of the product."""
    merged = {}
    with gzip.open(LOG, "rt") as lines:
        for line in lines:
            event = json.loads(line)
            merged[event["auditID"]] = event
    return list(merged.values())


def millis(event):
    return parse_moment(event["requestReceivedTimestamp"])


def whole(reader):
    """The complete graph, ungrouped."""
    return arrange(reader.fold(reader.count(Question())), Wanted(top=0, group=False))


def hops(shown):
    ends = [(shown.nodes[s], shown.nodes[t]) for s, t in shown.hops.ends.tolist()]
    return [(s, t, calls) for (s, t), calls in zip(ends, shown.hops.calls.tolist(), strict=True)]


def test_total(reader, calls):
    assert reader.count(Question()).calls == len(calls) == 7666


@pytest.mark.parametrize(
    ("column", "value_of"),
    [
        (0, lambda e: e["sourceIPs"][-1]),
        (1, lambda e: ", ".join(sorted(g for g in e["user"].get("groups", []) if g != "system:authenticated"))),
        (3, lambda e: e["user"].get("username", "")),
        (4, lambda e: e.get("impersonatedUser", {}).get("username", "")),
        (7, lambda e: str(e["responseStatus"]["code"])),
    ],
)
def test_nodes_of_a_column(reader, calls, column, value_of):
    expected = Counter(value_of(e) for e in calls)
    expected.pop("", None)
    found = {n.name.split()[0] if column == 7 else n.name: n.calls for n in whole(reader).columns[column].nodes}
    assert found == expected


def test_resources(reader, calls):
    expected = Counter()
    for event in calls:
        ref = event.get("objectRef")
        if ref:
            namespace = "" if ref["resource"] == "namespaces" else ref.get("namespace", "")
            expected[f"{namespace}/{ref['resource']}" if namespace else ref["resource"]] += 1
    nodes = whole(reader).columns[5].nodes
    found = {n.name: n.calls for n in nodes if not n.name.startswith("/") and n.name != "other URLs"}
    assert found == expected


def test_hops_between_user_and_resource(reader, calls):
    found = {(s.name, t.name): calls for s, t, calls in hops(whole(reader)) if (s.column, t.column) == (3, 5)}
    expected = Counter()
    for event in calls:
        ref = event.get("objectRef")
        if ref and event["user"].get("username") and not event.get("impersonatedUser"):
            namespace = "" if ref["resource"] == "namespaces" else ref.get("namespace", "")
            expected[event["user"]["username"], f"{namespace}/{ref['resource']}" if namespace else ref["resource"]] += 1
    assert {k: v for k, v in found.items() if not k[1].startswith(("/", "other"))} == expected


def test_counts_flow_through_every_column(reader):
    lines = hops(whole(reader))
    for column in range(7):
        assert sum(n for s, t, n in lines if s.column <= column < t.column) == reader.count(Question()).calls


@pytest.mark.parametrize("banded", [False, True])
@pytest.mark.parametrize("search", ["", "user:* -is:denied"])
def test_only_this_finds_a_nodes_calls_and_exclude_the_others(reader, search, banded):
    """Every value, group, `more` and band of the recorded graph."""
    answer = reader.count(Question(search))
    steady = reader.steady(answer, Period(), []) if banded else None
    nodes = arrange(reader.fold(answer, steady), Wanted(top=6)).nodes
    assert banded == any(node.kind is NodeKind.STEADY for node in nodes)
    for node in nodes:
        only = reader.count(Question(f"({search}) {node.search}" if search else node.search))
        without = reader.count(Question(f"{search} -({node.search})"))
        counted = (node.calls, node.errors, node.denied, node.paths)
        assert (only.calls, only.errors, only.denied, only.paths) == counted, node.search
        assert only.calls + without.calls == answer.calls


def test_steady_is_what_machines_do_without_failing_and_not_for_the_first_time(reader, calls):
    def count(search, period=None):
        return reader.count(Question(search, period=period or Period())).calls

    assert count("is:machine") + count("is:human") == len(calls)
    assert 0 < count("is:steady") == count("is:machine -is:error") < count("is:machine")
    times = sorted(map(millis, calls))
    later = Period(times[len(times) // 2], times[-1] + 1)
    assert 0 < count("is:steady", later) == count("is:machine -is:error -is:new", later)
    assert count("is:steady name:*", later) == count("is:machine -is:error -is:new name:*", later) > 0
    assert count("is:steady OR name:web*", later) == count("(is:machine -is:error -is:new) OR name:web*", later)


@pytest.mark.parametrize("seed", range(6))
def test_any_period(reader, calls, seed):
    rng = random.Random(seed)
    times = sorted(map(millis, calls))
    start, stop = sorted(rng.choices(range(times[0] - 1000, times[-1] + 1000), k=2))
    expected = sum(start <= t < stop for t in times)
    assert reader.count(Question(period=Period(start, stop))).calls == expected


def text_of(event):
    ref = event.get("objectRef", {})
    code = event["responseStatus"]["code"]
    return [
        *event["sourceIPs"],
        *(g for g in event["user"].get("groups", []) if g != "system:authenticated"),
        event["user"].get("username", ""),
        event.get("impersonatedUser", {}).get("username", ""),
        ref.get("namespace", ""),
        ref.get("resource", ""),
        str(code),
        ref.get("name", ""),
        event.get("userAgent", "").split(" ")[0],
    ]


@pytest.mark.parametrize(
    "term", ["amira", "storefront", "web-api", "kube-proxy", "nosuchthing", "198.51.100", "ip-10-60-1-11"]
)
@pytest.mark.parametrize("minus", ["", "pods", "kube-system"])
def test_terms_and_minus(reader, calls, term, minus):
    """Terms that action names and generated object names do not contain, so that plain text search is a fair judge."""
    expected = sum(
        any(term in t for t in text_of(e)) and not (minus and any(minus in t.lower() for t in text_of(e)))
        for e in calls
    )
    query = f"{term} -{minus}" if minus else term
    assert abs(reader.count(Question(query)).calls - expected) <= _named_by_server(calls, term, minus)


def _named_by_server(calls, term, minus):
    """Calls whose object got its name in the answer: there the product knows more than `objectRef`."""
    named = [e for e in calls if e["verb"] == "create" and "name" not in e.get("objectRef", {"name": 1})]
    names = [(e.get("responseObject") or {}).get("metadata", {}).get("name", "") for e in named]
    return sum(term in n or bool(minus and minus in n) for n in names)


@pytest.mark.parametrize("query", ["", "amira", "web-api", "is:denied", "exec", "code:>=400 -code:404"])
def test_timeline_table_and_graph_agree(reader, query):
    answer = reader.count(Question(query))
    extent = reader.extent()
    line = reader.timeline(Question(query, period=extent), 60)
    assert line.ok.sum() + line.failed.sum() + line.denied.sum() == answer.calls
    assert line.denied.sum() == answer.denied
    seen, before = [], ""
    while True:
        page = reader.calls(Question(query), first=150, before=before)
        seen += [c.id for c in page.calls]
        before = page.end_cursor
        if not page.has_next:
            break
    assert len(seen) == len(set(seen)) == answer.calls
    assert seen == sorted(seen, reverse=True)


def test_errors_only(reader, calls):
    expected = sum(e["responseStatus"]["code"] >= 400 for e in calls)
    assert reader.count(Question(errors_only=True)).calls == expected


def test_clusters_are_kept_apart(store):
    ingest(store, an_event(auditID="a"), an_event(auditID="b"), cluster="one")
    ingest(store, an_event(auditID="a"), cluster="two")
    found = Reader(store)
    assert {c.name: c.calls for c in found.clusters()} == {"one": 2, "two": 1}
    assert found.count(Question(clusters=("two",))).calls == 1
    assert found.count(Question("cluster:one")).calls == 2
    assert found.count(Question(clusters=())).calls == 0


def test_minus_role_keeps_calls_of_assumed_aws_roles(store):
    extra = {"arn": ["arn:aws:sts::111122223333:assumed-role/Developer/alice@corp.example"]}
    ingest(store, an_exec(user={"username": "dev", "groups": ["dev"], "extra": extra}))
    found = Reader(store)
    for query, calls in (
        ("exec -role", 1),
        ("alice@corp", 1),
        ("aws:assumed-role", 1),
        ("assumed-role", 0),
        ("cmd:ls -role", 1),
    ):
        assert found.count(Question(query)).calls == calls, query


def test_new_is_first_seen_inside_the_period(store):
    ingest(store, an_event(time="2026-11-01T00:00:00Z"), an_event(time="2026-11-20T00:00:00Z"))
    ingest(store, an_event(time="2026-11-20T00:00:00Z", user="newcomer"))
    period = Period(parse_moment("2026-11-19T00:00:00Z"), parse_moment("2026-11-21T00:00:00Z"))
    assert Reader(store).count(Question("is:new", period=period)).calls == 1


def test_commands_are_searched_and_listed(store):
    ingest(store, an_exec(), an_event())
    found = Reader(store)
    answer = found.count(Question('cmd:"id; ls"'))
    assert answer.calls == 1
    path = int(answer.snapshot.ids[answer.busiest(1)[0]])
    assert PictureReader(found, AlertReader(store, found)).beside(answer) == ([], {path: ["sh -c 'id; ls'"]})


def test_a_long_timeline_counts_by_the_hour(store):
    ingest(store, *(an_event(auditID=f"d{d}", time=f"2026-11-{d:02}T10:30:00Z") for d in range(1, 21)))
    found = Reader(store)
    line = found.timeline(Question(period=found.extent()), 30)
    assert line.step % HOUR == 0
    assert line.ok.sum() == 20


def test_a_reader_sees_what_was_written_after_it_began(store):
    found = Reader(store)
    assert found.count(Question()).calls == 0
    ingest(store, an_event(user="late"))
    assert found.count(Question("late")).calls == 1
