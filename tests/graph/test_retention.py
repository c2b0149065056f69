"""Weeks of made-up traffic: what is too old goes, everything that is kept is counted exactly."""

import random
from collections import Counter

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.ages import Ages
from graphsvc.domain.moment import DAY, HOUR, parse_moment, to_text
from graphsvc.domain.noise import OLDER_THAN_KEPT
from graphsvc.domain.period import Period
from graphsvc.graph.read.alerts import AlertFilter, AlertReader
from graphsvc.graph.read.polygraph import Wanted, arrange
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.graph.write.retention import Retention
from graphsvc.ingest.noise_rules import load_noise_rules
from tests.builders import a_pipeline, an_event, an_exec, ingest, records

START = parse_moment("2024-03-01T00:00:00Z")
DAYS = 47
AGES = Ages(
    calls=7 * DAY, counters=20 * DAY, objects=10 * DAY, sightings=25 * DAY, rejected=0, alerts=15 * DAY, fold=2 * DAY
)
LEASE = {"verb": "update", "ref": {"resource": "leases"}, "user": "system:x"}  # noise, but for the first a day
FIRING = {"exec-into-pod", "new-user", "refused-with-new-client", "refused-then-allowed"}  # of what is made up
FOR_EVER = Ages(0, 0, 0, 0, 0, 0, 0)


def made_up(day):
    """A day's events: regulars, newcomers, a new object and a new command every day, refusals, noise.

    Always the same number in the same hours, so that sizes can be compared.
    """
    rng = random.Random(day)

    def at(hour):
        return to_text(START + day * DAY + hour * HOUR + rng.randrange(HOUR))

    pod = {"resource": "pods", "namespace": "shop", "name": f"web-{day}", "apiVersion": "v1"}
    run = f"/api/v1/namespaces/shop/pods/web-1/exec?command=echo&command={day}"
    newcomer = {"user": f"newcomer-{day}", "ref": pod}
    return [
        *(an_event(auditID=f"{day}-{n}", user=f"regular-{n % 4}", time=at(n)) for n in range(24)),
        *(an_event(auditID=f"{day}-n{n}", sourceIPs=[f"10.9.{day}.{n}"], time=at(n * 7), **newcomer) for n in range(3)),
        *(an_event(auditID=f"{day}-x{n}", code=403, user="mallory", time=at(n * 5)) for n in range(3)),
        an_exec(auditID=f"{day}-exec", user="regular-0", requestURI=run, time=at(3)),
        *(an_event(auditID=f"{day}-lease-{n}", **LEASE, time=at(4)) for n in range(2)),
    ]


class Told:
    """The same calls in plain Python: time and user of each that is no noise, or the first a day of its path."""

    def __init__(self, *events):
        self.calls = []
        self.add(events)

    def add(self, events):
        found = [(parse_moment(e["requestReceivedTimestamp"]), e["user"]["username"]) for e in events]
        first = {time // DAY: (time, user) for time, user in reversed(found) if user == "system:x"}
        self.calls += [(time, user) for time, user in found if user != "system:x"] + list(first.values())

    def count(self, period, user=""):
        return sum(period.start <= t < period.stop and user in u for t, u in self.calls)

    @property
    def newest(self):
        return max(t for t, _ in self.calls)


def sizes(store):
    """Nodes by label and relationships by type."""
    nodes = store.read_text("MATCH (n) WHERE NOT n:__Migration UNWIND labels(n) AS l RETURN l, count(*)")
    return dict(nodes + store.read_text("MATCH ()-[r]->() RETURN type(r), count(*)"))


def retain(store, ages=AGES, **options):
    gone = Counter()
    for kind, number in Retention(store, ages, **options).steps():
        gone[kind] += number
    return gone


def check_counts(store, told, ages, *, seed=0):
    """Totals, random ranges, a term and timelines against plain Python, over all that is counted."""
    rng, reader = random.Random(seed), Reader(store)
    horizon = ages.horizon(told.newest, told.newest)
    first, stop = max(horizon.counters, min(t for t, _ in told.calls) // HOUR * HOUR), told.newest + 1
    whole = Period(first, stop)
    assert reader.count(Question(period=whole)).calls == told.count(whole)
    for _ in range(10):
        period = Period(*sorted(rng.choices(range(first, stop), k=2)))
        exact = period.outward(horizon.calls)
        assert reader.count(Question(period=period)).calls == told.count(exact)
        assert reader.count(Question("user:=regular-1", period=period)).calls == told.count(exact, "regular-1")
    for period, bars in ((whole, 10), (whole, 200), (Period(stop - 5 * HOUR, stop), 50), (Period(first, first + 5), 9)):
        line = reader.timeline(Question(period=period), bars)
        exact = period.outward(horizon.calls)
        bar = Counter((t - line.start) // line.step for t, _ in told.calls if exact.start <= t < exact.stop)
        assert (line.ok + line.denied).tolist() == [bar[n] for n in range(len(line.ok))]


@pytest.fixture(scope="module")
def told():
    return Told()


@pytest.fixture(scope="module")
def grown(session_store, told):
    """Sizes after each day, each taken by the real pipeline, looked at by the detections, and ended by retention."""
    empty(session_store)
    pipeline = a_pipeline(session_store, rules=load_noise_rules())
    engine = Engine(session_store, Reader(session_store), [d for d in load_detections() if d.slug in FIRING])
    history = []
    for day in range(DAYS):
        events = made_up(day)
        told.add(events)
        assert pipeline.ingest(records(*events), cluster="made-up", name=f"day {day}").balances
        engine.run_waiting()
        retain(session_store)
        history.append(sizes(session_store))
    return history


def test_size_levels_off(grown):
    assert grown[-1] == grown[30]
    kinds = {"ApiCall", "PathDay", "PathHour", "NoiseMarks", "NoiseHour", "Sighting", "Alert", "Object", "Command"}
    assert kinds <= set(grown[-1])


def test_counters_of_kept_days_are_exact(grown, session_store, told):
    check_counts(session_store, told, AGES)
    counted = Period(AGES.horizon(told.newest, told.newest).counters)
    assert Reader(session_store).count(Question()).calls == told.count(counted)


def test_tables_end_where_calls_do(grown, session_store, told):
    reader, horizon = Reader(session_store), AGES.horizon(told.newest, told.newest)
    seen, before, searched = [], "", 0
    while True:
        page = reader.calls(Question(), first=200, before=before)
        seen += [c.time for c in page.calls]
        before, searched = page.end_cursor, page.searched_back_to
        if not page.has_next:
            break
    assert sorted(seen) == sorted(t for t, _ in told.calls if t >= horizon.calls)
    assert searched == horizon.calls
    assert reader.calls(Question(period=Period(START, horizon.calls)), first=10).calls == []
    assert reader.extent() == Period(horizon.counters, told.newest + 1)


def test_evidence_stays_as_long_as_alerts_do_and_counts_nowhere(grown, session_store, told):
    reader, horizon = Reader(session_store), AGES.horizon(told.newest, told.newest)
    alerts = AlertReader(session_store, reader)
    execs = [a for a in alerts.page(Question(), AlertFilter(), first=200).alerts if a.detection == "exec-into-pod"]
    calls = reader.calls_by_id([i for a in execs for i in alerts.call_ids(a.id, 1_000)])
    assert {(c.time - START) // DAY for c in calls} == set(range((horizon.alerts - START) // DAY + 1, DAYS))
    kept = sum((c.time >= horizon.calls) for c in calls)
    assert kept < len(calls)
    assert reader.count(Question("is:alert code:101")).calls == kept
    assert len(reader.calls(Question("is:alert code:101"), first=200).calls) == kept


@pytest.mark.parametrize("rows", [7, 5_000])
def test_folding_changes_no_answer(store, rows):
    events = [e for day in range(5) for e in made_up(day)]
    ingest(store, *events, rules=load_noise_rules())
    told, warm = Told(*events), Reader(store)
    before = warm.count(Question()).counts.tolist()
    check_counts(store, told, FOR_EVER)
    hours = sizes(store)["PathHour"]
    assert retain(store, Ages(0, 0, 0, 0, 0, 0, fold=DAY), rows=rows)["hours folded"] > hours / 2
    assert sizes(store)["PathDay"] * 2 < hours
    for reader in (warm, Reader(store)):
        assert reader.count(Question()).counts.tolist() == before
    check_counts(store, told, FOR_EVER)


def test_a_late_call_of_a_folded_day_counts_at_once_and_is_folded_in_turn(store):
    events = [e for day in range(4) for e in made_up(day)]
    ages = Ages(0, 0, 0, 0, 0, 0, fold=DAY)
    ingest(store, *events, rules=load_noise_rules())
    retain(store, ages)
    days, reader = sizes(store)["PathDay"], Reader(store)
    count = reader.count(Question()).calls
    late = an_event(auditID="late", user="regular-1", time=to_text(START + 5))
    for _ in range(2):
        ingest(store, late)
        assert reader.count(Question()).calls == count + 1
    told = Told(*events, late)
    check_counts(store, told, FOR_EVER)
    assert retain(store, ages) == {"hours folded": 1}
    assert sizes(store)["PathDay"] == days
    check_counts(store, told, FOR_EVER)


def test_a_later_stage_moves_a_call_of_a_folded_day(store):
    started = an_exec(auditID="one", stage="ResponseStarted", code=101, time=to_text(START))
    ingest(store, started, an_event(time=to_text(START + 5 * DAY)))
    retain(store, Ages(0, 0, 0, 0, 0, 0, fold=DAY))
    ingest(store, {**started, "stage": "Panic", "responseStatus": {"code": 500}})
    for _ in range(2):
        reader = Reader(store)
        assert [reader.count(Question(q)).calls for q in ("", "code:500", "code:101")] == [2, 1, 0]
        retain(store, Ages(0, 0, 0, 0, 0, 0, fold=DAY))
    assert "PathHour" in sizes(store)
    assert store.read_text("MATCH (d:PathDay) RETURN d.calls, d.errors ORDER BY d.calls") == [[0, 0], [1, 1]]


def test_what_is_older_than_kept_is_counted_and_not_stored(store):
    ages = Ages(calls=10 * DAY, counters=0, objects=0, sightings=0, rejected=0, alerts=0, fold=0)
    old = [
        an_event(auditID="old", time=to_text(START)),
        an_event(auditID="lease", **LEASE, time=to_text(START)),
    ]
    ingest(store, old[0], an_event(time=to_text(START + 30 * DAY)), rules=load_noise_rules())
    Engine(store, Reader(store), ()).run_waiting()
    assert retain(store, ages) == {"calls": 1}
    before = sizes(store)
    for times in (1, 2):
        account = ingest(store, *old, an_event(auditID="new", time=to_text(START + 29 * DAY)), rules=load_noise_rules())
        assert account.balances
        assert (account.noise, account.calls) == ({OLDER_THAN_KEPT: 2}, 2 - times)
        assert account.kept_from == START + 20 * DAY
        noise = [(n.rule, n.calls) for n in Reader(store).noise(Period())]
        assert noise == [(OLDER_THAN_KEPT, 2 * times)]
    assert Reader(store).count(Question()).calls == 3
    assert sizes(store)["ApiCall"] == before["ApiCall"] + 1


def test_calls_stay_until_detections_have_looked_at_them(store):
    ages = Ages(calls=10 * DAY, counters=0, objects=0, sightings=0, rejected=0, alerts=0, fold=0)
    ingest(store, an_exec(auditID="old", time=to_text(START)))
    ingest(store, an_event(auditID="new", time=to_text(START + 30 * DAY)))
    assert retain(store, ages) == {}
    reader = Reader(store)
    assert Engine(store, reader, load_detections()).run_waiting() > 0
    assert AlertReader(store, reader).counts()["exec-into-pod"] == 1
    retain(store, ages)
    assert sizes(store)["ApiCall"] == 2, "the old one is evidence now"


def test_writers_forget_what_was_removed(store):
    """Two writers with warm caches; paths and objects are removed under them."""
    ages = Ages(calls=DAY, counters=DAY, objects=DAY, sightings=0, rejected=0, alerts=DAY, fold=0)
    pipelines = [a_pipeline(store), a_pipeline(store)]
    reader = Reader(store)

    def take(pipeline, day, number):
        event = an_exec(auditID=f"{day}-{number}", time=to_text(START + day * DAY + number))
        assert pipeline.ingest(records(event), cluster="test", name="x").calls == 1

    for number, pipeline in enumerate(pipelines):
        take(pipeline, 0, number)
    a_pipeline(store).ingest(
        records(an_event(user="other", verb="list", time=to_text(START + 9 * DAY))), cluster="test", name="x"
    )
    Engine(store, reader, ()).run_waiting()
    assert retain(store, ages)["paths"] == 1
    assert store.read_text("MATCH (u:User) RETURN u.name") == [["other"]]
    for number, pipeline in enumerate(pipelines):
        take(pipeline, 9, number)
    assert reader.count(Question("action:exec")).calls == 2
    assert reader.count(Question("name:web-1 action:exec")).calls == 2
    assert reader.count(Question("cmd:ls")).calls == 2
    ((hops,),) = store.read_text("MATCH (:User {name: 'alice@corp.example'})-[h:HOP]->() RETURN count(h)")
    assert hops == 1


def test_an_emptied_graph_is_noticed(store):
    pipeline, reader = a_pipeline(store), Reader(store)
    old, new = an_event(auditID="a", user="old"), an_event(auditID="b", user="new")
    pipeline.ingest(records(old, an_event(auditID="c", user="older")), cluster="test", name="x")
    assert reader.count(Question()).calls == 2
    empty(store)
    pipeline.ingest(records(new, an_event(auditID="d", user="newer")), cluster="test", name="x")
    assert reader.count(Question()).calls == 2
    assert [n.name for n in arrange(reader.fold(reader.count(Question())), Wanted(top=0)).columns[3].nodes] == [
        "new",
        "newer",
    ]
    assert reader.count(Question("user:=old")).calls == 0


def test_rejected_records_go_by_the_time_they_came(store):
    ingest(store, an_event(time=to_text(START)), {"auditID": "x", "verb": {}})
    ages = Ages(0, 0, 0, 0, rejected=DAY, alerts=0, fold=0)
    assert retain(store, ages) == {}
    store.run_schema("MATCH (r:Rejected) SET r.written = r.written - $day", day=2 * DAY)
    assert retain(store, ages) == {"rejected": 1}
    assert "Rejected" not in sizes(store)


def test_a_dry_run_tells_what_a_run_does(store):
    ingest(store, *(e for day in range(8) for e in made_up(day)), rules=load_noise_rules())
    Engine(store, Reader(store), load_detections()).run_waiting()
    ages = Ages(2 * DAY, 4 * DAY, 4 * DAY, 2 * DAY, rejected=DAY, alerts=2 * DAY, fold=DAY)
    before = sizes(store)
    told = Retention(store, ages).expired()
    assert sizes(store) == before
    gone = retain(store, ages)
    assert {k: n for k, n in gone.items() if k not in {"hours", "evidence", "crowds", "log hours", "log facts"}} == told
    assert Retention(store, ages).expired() == {}


def test_a_graph_without_calls_is_left_alone(store):
    assert retain(store) == {}
    assert Retention(store, AGES).expired() == {}
