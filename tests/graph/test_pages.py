"""Pages of calls: whole however rare what they show, exact wherever they are cut, and no dearer in a larger graph."""

import random

import pytest

from graphsvc.domain.ages import Ages
from graphsvc.domain.moment import DAY, HOUR, parse_moment, to_text
from graphsvc.domain.period import Period
from graphsvc.graph.read import pages
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.graph.write.retention import Retention
from tests.builders import an_event, an_exec, ingest
from tests.graph.profiled import ProfiledStore

START = parse_moment("2026-11-01T00:00:00Z")
DAYS = 12
FOLDED = Ages(0, 0, 0, 0, 0, 0, fold=2 * DAY)


def made_up(rng, number):
    """Bursts and gaps, common and rare callers, objects that many paths touch, failures, two clusters."""
    hour = rng.choice([0, 1, 5, 30, 31, 77, 200, 201, DAYS * 24 - 1])
    user = rng.choice(["steady"] * 20 + ["now-and-then"] * 3 + ["rare"])
    name = rng.choice(["web-1", "web-2", "steady-pod", "only-once"][: 3 + (number % 97 == 0)])
    given = {"auditID": f"m{number}", "user": user, "time": to_text(START + hour * HOUR + rng.randrange(HOUR))}
    if rng.random() < 0.1:
        uri = f"/api/v1/namespaces/shop/pods/{name}/exec?command=run-{rng.randrange(3)}"
        ref = {"resource": "pods", "namespace": "shop", "name": name, "subresource": "exec"}
        return an_exec(requestURI=uri, ref=ref, **given)
    ref = {"resource": rng.choice(["pods", "secrets"]), "namespace": "shop", "name": name}
    return an_event(verb=rng.choice(["get", "list"]), ref=ref, code=rng.choice([200, 200, 200, 403]), **given)


def user(event):
    return event["user"]["username"]


def named(event):
    return event["objectRef"]["name"]


def command(event):
    return event["requestURI"].partition("?command=")[2]


def failed(event):
    return event["responseStatus"]["code"] >= 400


SEARCHES = {
    "": lambda e: True,
    "user:=rare": lambda e: user(e) == "rare",
    "user:=now-and-then": lambda e: user(e) == "now-and-then",
    "-user:=steady": lambda e: user(e) != "steady",
    "steady": lambda e: user(e) == "steady" or named(e) == "steady-pod",
    "name:only-once": lambda e: named(e) == "only-once",
    "-name:web": lambda e: not named(e).startswith("web"),
    "cmd:run-1": lambda e: command(e) == "run-1",
    "web-1 OR user:=rare": lambda e: named(e) == "web-1" or user(e) == "rare",
    "code:403 user:=rare": lambda e: failed(e) and user(e) == "rare",
    "user:=nobody": lambda e: False,
    "nothing-is-named-so": lambda e: False,
}


@pytest.fixture(scope="module")
def events():
    rng = random.Random(5)
    return [(("one", "two")[n % 3 == 0], made_up(rng, n)) for n in range(1_500)]


@pytest.fixture(scope="module")
def reader(session_store, events):
    """One that has kept counters before days were folded, and sees calls that came late to folded days."""
    empty(session_store)
    found = Reader(session_store)
    for part, fold in ((events[:1_200], True), (events[1_200:], False)):
        for cluster in ("one", "two"):
            ingest(session_store, *(e for c, e in part if c == cluster), cluster=cluster)
        found.calls(Question("user:=rare"), first=1)
        if fold:
            assert dict(Retention(session_store, FOLDED).steps())["hours folded"]
    return found


def time_of(event):
    return parse_moment(event["requestReceivedTimestamp"])


def paged(reader, question, first):
    """Audit ids over all pages, which are full but for the last one."""
    seen, before = [], ""
    while True:
        page = reader.calls(question, first=first, before=before)
        seen += page.calls
        if not page.has_next:
            return [c.id for c in seen], [c.properties["audit_id"] for c in seen]
        assert len(page.calls) == first
        before = page.end_cursor


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("seed", range(4))
def test_pages_give_each_call_once_whatever_is_asked(reader, events, search, seed):
    rng = random.Random(f"{search}{seed}")
    ends = sorted(rng.choices(range(START - HOUR, START + DAYS * DAY + HOUR), k=2))
    period = Period(*ends) if seed else Period()
    errors_only, clusters = rng.random() < 0.3, rng.choice([None, ("one",), ("one", "two")])
    ids, found = paged(reader, Question(search, clusters, period, errors_only), rng.choice([1, 7, 100, 200][seed:]))
    expected = {
        e["auditID"]
        for cluster, e in events
        if SEARCHES[search](e)
        and (clusters is None or cluster in clusters)
        and period.start <= time_of(e) < period.stop
        and (failed(e) or not errors_only)
    }
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert ids == sorted(ids, reverse=True)


def test_a_page_that_asked_enough_calls_says_how_far_it_looked(reader, events, monkeypatch):
    """Only where paths do not decide; the pages go on from there, and together are whole."""
    monkeypatch.setattr(pages, "_MOST_ASKED", 5)
    question, found, before, reached = Question("name:only-once"), [], "", []
    while True:
        page = reader.calls(question, first=5, before=before)
        found += [c.properties["audit_id"] for c in page.calls]
        reached.append(page.searched_back_to)
        if not page.has_next:
            break
        assert page.searched_back_to == int(page.end_cursor[:12], 16)
        before = page.end_cursor
    assert len(reached) > 2
    assert reached == sorted(reached, reverse=True)
    assert sorted(found) == sorted(e["auditID"] for _, e in events if named(e) == "only-once")


def grown(store, number):
    """A hundred and fifty calls of somebody long ago, and so many of others since, at one time and another."""
    old = (an_event(auditID=f"r{n}", user="rare", time=to_text(START + n * 40_000)) for n in range(150))
    times = (START + DAY + n * 10 * DAY // number for n in range(number))
    since = (an_event(auditID=f"s{number}-{n}", user=f"u{n % 5}", time=to_text(t)) for n, t in enumerate(times))
    ingest(store, *old, *since)


def test_a_page_deep_in_the_past_is_whole_and_costs_the_same_however_much_came_since(store, neo4j_uri):
    hits = []
    for number in (500, 5_000):
        grown(store, number)
        with ProfiledStore(neo4j_uri) as profiled:
            reader = Reader(profiled)
            reader.calls(Question("user:=rare"), first=1)  # paths and counters are kept from now on
            profiled.hits = 0
            page = reader.calls(Question("user:=rare"), first=100)
            hits.append(profiled.hits)
        assert len(page.calls) == 100
        assert page.has_next
        assert {c.path.user for c in page.calls} == {"rare"}
    assert hits[1] < hits[0] * 1.5, hits


def test_a_page_of_what_is_common_costs_the_same_however_much_there_is(store, neo4j_uri):
    """All in the same hours: only the calls of a page are touched."""
    questions = Question(), Question("user:=u1"), Question(errors_only=True)
    hits = []
    for number in (2_000, 6_000):
        times = (to_text(START + n * 900) for n in range(number))
        calls = ((f"c{number}-{n}", f"u{n % 4}", 403 if n % 8 == 1 else 200, time) for n, time in enumerate(times))
        ingest(store, *(an_event(auditID=id_, user=name, code=code, time=time) for id_, name, code, time in calls))
        hits.append([hits_of(neo4j_uri, question) for question in questions])
    assert all(later < before * 1.5 for before, later in zip(*hits, strict=True)), hits


def hits_of(uri, question):
    """Of a page, by a reader that knows paths and counters."""
    with ProfiledStore(uri) as profiled:
        reader = Reader(profiled)
        assert len(reader.calls(question, first=50).calls) == 50
        profiled.hits = 0
        reader.calls(question, first=50)
        return profiled.hits
