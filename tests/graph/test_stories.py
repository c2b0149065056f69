"""Alerts on one thing are one, and what belongs together is one story, through the engine and the graph."""

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.graph.read.alerts import AlertFilter, AlertReader
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.read.stories import StoryPlace, StoryReader
from tests.builders import an_event, an_exec, ingest

DETECTIONS = {d.code: d for d in load_detections()}
EXEC, SECRETS = DETECTIONS["EX-01"], DETECTIONS["SE-03"]
ALL_SECRETS = {"requestURI": "/api/v1/secrets", "verb": "list", "ref": {"resource": "secrets"}}


def an_exec_in(pod, **values):
    ref = {"resource": "pods", "namespace": "shop", "name": pod, "subresource": "exec"}
    return an_exec(ref=ref, requestURI=f"/api/v1/namespaces/shop/pods/{pod}/exec?command=id", **values)


def run(store):
    Engine(store, Reader(store), tuple(DETECTIONS.values())).run_waiting()


def reader_of(store):
    alerts = AlertReader(store, Reader(store))
    return alerts, StoryReader(store, alerts)


def test_pods_of_one_workload_are_one_alert_that_names_all(store):
    pods = ["web-5cf5c8cd6f-4trmj", "web-6ff7485bd8-7s4cw", "web-6ff7485bd8-x7k2p"]
    ingest(store, *(an_exec_in(p, sourceIPs=[f"10.1.2.{n}"]) for n, p in enumerate(pods)), an_exec_in("db-0"))
    run(store)
    alerts, _ = reader_of(store)
    found = {a.thing: a for a in alerts.page(Question(), AlertFilter(), first=50).alerts if a.code == "EX-01"}
    assert set(found) == {"workload shop/web", "workload shop/db"}
    web = found["workload shop/web"]
    assert (web.occurrences, web.things) == (3, [f"shop/pods/{p}" for p in pods])
    facets = alerts.facets(web.id)
    assert {f.name for f in facets.objects} == {f"shop/pods/{p}" for p in pods}
    assert {(f.name, f.calls) for f in facets.addresses} == {("10.1.2.0", 1), ("10.1.2.1", 1), ("10.1.2.2", 1)}
    assert [(f.name, f.calls) for f in facets.clients] == [("kubectl/v1.36.3", 3)]


def test_what_is_known_of_an_alert_grows_and_never_shrinks(store):
    ingest(store, an_exec_in("web-0", code=403))
    ingest(store, an_exec_in("web-0", time="2026-11-23T13:00:00.000000Z"))
    run(store)
    alerts, _ = reader_of(store)
    before = next(a for a in alerts.page(Question(), AlertFilter(), first=50).alerts if a.code == "EX-01")
    ingest(store, an_exec_in("web-1", sourceIPs=["203.0.113.9"], time="2026-11-23T12:30:00.000000Z"))
    run(store)
    after = alerts.get([before.id])[0]
    assert after.risk > before.risk
    assert (after.outside, after.ok, len(after.things)) == (True, True, 2)
    assert (after.what, after.occurrences) == (before.what, before.occurrences + 1)
    assert after.first_seen < before.first_seen <= after.last_seen


def test_alerts_of_one_caller_are_one_story_and_a_page_goes_on(store):
    ingest(
        store,
        an_exec_in("web-0", user="eve"),
        an_event(user="eve", **ALL_SECRETS),
        an_exec_in("web-0", user="bob"),
        an_exec_in("web-0", user="zoe", time="2026-11-27T12:00:00.000000Z"),
    )
    run(store)
    _, stories = reader_of(store)
    whole = stories.page(Question(), AlertFilter(), first=50)
    assert (whole.total, whole.complete, whole.has_next) == (3, True, False)
    worst = whole.stories[0]
    assert worst.story.who == ["eve"]
    assert {"EX-01", "SE-03"} <= {a.code for a in worst.alerts}
    assert [s.story.risk for s in whole.stories] == sorted((s.story.risk for s in whole.stories), reverse=True)
    paged, place = [], None
    while (page := stories.page(Question(), AlertFilter(), first=1, after=place)).stories:
        paged += [s.story.id for s in page.stories]
        last = page.stories[-1].story
        place = StoryPlace(last.risk, last.last, last.id)
    assert paged == [s.story.id for s in whole.stories]


def test_a_story_is_found_by_any_of_its_alerts(store):
    ingest(store, an_exec_in("web-0", user="eve"), an_event(user="eve", **ALL_SECRETS), an_exec_in("x", user="bob"))
    run(store)
    _, stories = reader_of(store)
    found = stories.page(Question(search="secrets"), AlertFilter(), first=50)
    assert [s.story.who for s in found.stories] == [["eve"]]
    assert {"EX-01"} <= {a.code for a in found.stories[0].alerts}  # whole, not only what fits
    assert stories.page(Question(search="user:nobody"), AlertFilter(), first=50).total == 0
    assert stories.page(Question(), AlertFilter(statuses=["closed"]), first=50).total == 0
    assert stories.page(Question(), AlertFilter(kinds=["nothing"]), first=50).total == 0
    assert stories.page(Question(clusters=("elsewhere",)), AlertFilter(), first=50).total == 0


def test_two_detections_on_one_call_share_it(store):
    ingest(store, an_exec_in("web-0", user="system:anonymous"))
    run(store)
    rows = store.read_text("MATCH (a:Alert)-[s:SHARES]-(b:Alert) RETURN count(DISTINCT a), count(DISTINCT s)")
    alerts = rows[0][0]
    assert alerts > 1
    assert rows[0][1] == alerts * (alerts - 1) // 2


def test_an_alert_of_an_older_version_is_told_anew(store):
    ingest(store, an_exec_in("web-0"))
    run(store)
    old = ("thing", "things", "risk", "ok", "outside", "new", "astray", "system", "clues")
    store.run_schema(f"MATCH (a:Alert) REMOVE {', '.join(f'a.{name}' for name in old)}")
    _, stories = reader_of(store)
    assert stories.page(Question(), AlertFilter(), first=50).total > 0
    ingest(store, an_exec_in("web-1"))
    run(store)
    alerts, _ = reader_of(store)
    found = next(a for a in alerts.page(Question(), AlertFilter(), first=50).alerts if a.code == "EX-01")
    assert (found.occurrences, found.ok, found.things) == (2, True, ["shop/pods/web-1"])
