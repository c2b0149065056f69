"""Receipts from the graph: counted once, whatever comes twice, late, in pieces, or again from the archive."""

import itertools
import random
import time

import pytest

from graphsvc.detection.silence import SILENT, SilenceWatch
from graphsvc.domain.moment import HOUR, MINUTE, parse_moment, to_text
from graphsvc.domain.noise import noise_filter
from graphsvc.domain.period import Period
from graphsvc.domain.receipt import ReceiptState
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.read.receipts import ReceiptReader
from graphsvc.graph.write.log_hours import MOST_OPEN
from graphsvc.graph.write.renewal import empty
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.segment import PUSH
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.rebuild import Rebuild
from tests.builders import a_pipeline, an_event, ingest, records
from tests.graph_dump import dump

START = parse_moment("2026-11-23T12:00:00Z")
LEASE = {"verb": "update", "ref": {"resource": "leases", "namespace": "kube-system", "name": "x"}}
RULES = load_noise_rules()


def at(minute, second=0):
    return to_text(START + minute * MINUTE + second * 1_000)


def beats(*minutes, user="system:kube-scheduler"):
    return [
        an_event(auditID=f"{user}-{minute}-{second}", time=at(minute, second), user=user, **LEASE)
        for minute in minutes
        for second in (1, 31)
    ]


def stages(id_, *names, minute=0, **more):
    return [an_event(auditID=id_, stage=name, time=at(minute), **more) for name in names]


def receipt(store, **options):
    return next(r for r in ReceiptReader(store).receipts(**options) if r.cluster == "test")


@pytest.mark.parametrize("rules", [RULES, ()], ids=["dropped", "kept"])
@pytest.mark.parametrize("batch", [1, 7, 1_000])
def test_heartbeats_are_counted_once_by_minute(store, rules, batch):
    events = beats(*range(50, 70), *range(80, 100))
    random.Random(batch).shuffle(events)
    ingest(store, *events, an_event(time=at(55)), rules=rules, batch=batch)
    found = receipt(store)
    assert (found.heartbeats, found.first, found.until) == (80, START + 50 * MINUTE, START + 100 * MINUTE)
    assert [(h.start, h.stop) for h in found.holes] == [(START + 70 * MINUTE, START + 80 * MINUTE)]
    before = dump(store)
    ingest(store, *events, rules=rules)
    assert (receipt(store), dump(store)) == (found, before)


def test_a_period_is_answered_in_whole_hours(store):
    ingest(store, *beats(*range(0, 240, 1)), rules=RULES)
    found = receipt(store, period=Period(START + HOUR + 5, START + 2 * HOUR + 5))
    assert (found.first, found.until) == (START + HOUR, START + 3 * HOUR)
    assert ReceiptReader(store).receipts(clusters=("other",)) == []


def test_a_log_without_heartbeats_says_that_nobody_can_know(store):
    ingest(store, an_event(), an_event(verb="update", ref={"resource": "leases"}))
    assert receipt(store).state is ReceiptState.UNKNOWN


REQUESTS = [
    (0, stages("whole", "RequestReceived", "ResponseComplete")),
    (0, stages("session", "ResponseStarted", "Panic")),
    (1, stages("received", "RequestReceived")),
    (1, stages("started", "RequestReceived", "ResponseStarted")),
    (1, stages("watch", "ResponseStarted", verb="watch", ref={"resource": "pods"}, user="system:kube-scheduler")),
    (0, stages("seen", "ResponseStarted", "ResponseComplete", verb="watch", ref={"resource": "pods"},
               user="system:kube-scheduler")),
    (0, stages("noise", "RequestReceived", "ResponseComplete", user="system:kube-scheduler", **LEASE)),
]  # fmt: skip


@pytest.mark.parametrize("batch", [1, 2, 1_000])
@pytest.mark.parametrize("rules", [RULES, ()], ids=["dropped", "kept"])
@pytest.mark.parametrize("seed", range(3))
def test_requests_that_never_ended_are_those_without_a_last_stage_in_any_order(store, batch, rules, seed):
    events = list(itertools.chain.from_iterable(told for _, told in REQUESTS))
    random.Random(seed).shuffle(events)
    ingest(store, *events, an_event(time=at(180)), rules=rules, batch=batch)
    found = receipt(store)
    assert (found.never_ended, found.under_way) == (sum(open_ for open_, _ in REQUESTS), 0)
    ingest(store, *reversed(events), rules=rules, batch=batch)
    assert receipt(store) == found
    late = [e for told in REQUESTS for e in stages(told[1][0]["auditID"], "ResponseComplete", minute=0)]
    for event, (_, told) in zip(late, REQUESTS, strict=True):
        event.update({key: told[0][key] for key in ("verb", "user", "objectRef", "requestURI")})
    ingest(store, *late, rules=rules)
    assert receipt(store).never_ended == 0


def test_where_very_many_do_not_end_so_many_are_told(store, monkeypatch):
    monkeypatch.setattr("graphsvc.graph.write.log_hours.MOST_OPEN", 5)
    ingest(store, *(an_event(auditID=f"r{n}", stage="RequestReceived", time=at(0)) for n in range(9)), batch=3)
    ingest(store, an_event(time=at(180)))
    assert (receipt(store).never_ended, MOST_OPEN) == (5, 10_000)


@pytest.mark.parametrize("batch", [1, 1_000])
def test_what_the_server_lost_is_a_hole(store, batch):
    lost = [an_event(auditID=f"l{n}", time=at(5), annotations={"graphsvc/reported-lost": "true"}) for n in range(3)]
    for _ in range(2):
        ingest(store, *lost, *beats(*range(10)), batch=batch)
    found = receipt(store)
    assert [(h.kind.value, h.start, h.calls) for h in found.holes] == [("reported_lost", START + 5 * MINUTE, 3)]
    assert (found.reported_lost, found.state) == (3, ReceiptState.HOLES)


def pushed(folder, events, received, cluster="test"):
    archive = Archive(folder, PUSH)
    archive.append(cluster, "webhook", records(*events), at=received)
    archive.close()


def rebuilt(store, folder):
    writer = Writer(store)
    for _ in Rebuild(folder, Pipeline(writer, None, noise_filter(RULES)), writer, print).steps():
        pass


def test_a_graph_that_is_written_anew_says_the_same(store, tmp_path):
    events = [*beats(*range(30), *range(40, 90)), *(event for _, told in REQUESTS for event in told)]
    for n in range(0, len(events), 9):
        pushed(tmp_path, events[n : n + 9], START + 95 * MINUTE)
    rebuilt(store, tmp_path)
    before, found = dump(store), receipt(store)
    assert len(found.holes) == 1
    assert ReceiptReader(store).arrivals(START) == {"test": [(START + 95 * MINUTE) // MINUTE]}
    empty(store)
    rebuilt(store, tmp_path)
    assert (dump(store), receipt(store)) == (before, found)


def test_only_what_is_told_as_it_happens_arrives(store, tmp_path):
    ingest(store, *beats(1), an_event(time=at(1)))
    pushed(tmp_path, beats(1), START + 5 * HOUR)
    rebuilt(store, tmp_path)
    assert ReceiptReader(store).arrivals(0) == {}
    followed = a_pipeline(store, rules=RULES)
    followed.is_live = True
    followed.ingest(records(*beats(2)), cluster="test", name="old")
    assert ReceiptReader(store).arrivals(0) == {}, "a file that lay there"
    followed.ingest(records(an_event(time=to_text(time.time_ns() // 1_000_000))), cluster="test", name="new")
    assert list(ReceiptReader(store).arrivals(0)) == ["test"]


def alerts(store):
    return store.read_text("MATCH (a:Alert) RETURN a.code, a.cluster, a.status, a.occurrences ORDER BY a.first_seen")


class Clock:
    """What a watch is told of the time."""

    def __init__(self, moment):
        self.moment = moment

    def __call__(self):
        return self.moment


def test_an_alert_when_a_cluster_falls_silent_that_closes_when_it_speaks_again(store, tmp_path):
    clock = Clock(START + 10 * MINUTE)
    watch = SilenceWatch(store, Reader(store), 15 * MINUTE, clock)
    pushed(tmp_path, [*beats(1), an_event(time=at(1), auditID="last")], START + 2 * MINUTE)
    rebuilt(store, tmp_path)

    def after(minutes):
        """Looking all the time."""
        for _ in range(minutes):
            clock.moment += MINUTE
            watch.look(None)
        return alerts(store)

    assert after(14) == []
    assert after(3) == [["GS-02", "test", "open", 1]]
    assert after(30) == [["GS-02", "test", "open", 1]]
    assert SilenceWatch(store, Reader(store), 15 * MINUTE, clock).look(None) is not None
    assert alerts(store) == [["GS-02", "test", "open", 1]], "who has just begun to listen knows nothing"
    pushed(tmp_path, beats(56), clock.moment)
    rebuilt(store, tmp_path)
    assert after(1) == [["GS-02", "test", "closed", 1]]
    assert after(200)[1:] == [["GS-02", "test", "open", 1]], "the next silence is another alert"
    assert [row[0] for row in store.read_text("MATCH (a:Alert) RETURN a.detection")] == [SILENT.slug] * 2
