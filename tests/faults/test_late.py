"""R10: events come out of order, a day late, and later than anything that is kept."""

import random

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.ages import Ages
from graphsvc.domain.moment import DAY, HOUR, parse_moment, to_text
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write.retention import Retention
from tests.builders import a_pipeline, an_event, an_exec, records
from tests.faults.ledger import USERS, Ledger
from tests.faults.targets import R10

KEPT = Ages(90 * DAY, 400 * DAY, 400 * DAY, 180 * DAY, 30 * DAY, 400 * DAY, 2 * DAY)
OLD = 95 * DAY


def in_order_of_arrival(events, rng):
    """Shuffled within an hour; one in twenty comes a day late."""

    def arrival(event):
        late = DAY if rng.random() < 0.05 else 0
        return parse_moment(event["stageTimestamp"]) + rng.randrange(HOUR) + late

    return sorted(events, key=arrival)


def fold_closed_days(store):
    for _ in Retention(store, KEPT).steps():
        pass


def take(store, events):
    """With all detections on; the account, and codes and users of what fired."""
    fired = []
    account = a_pipeline(store).ingest(records(*events), cluster="made", name="x")
    engine = Engine(store, Reader(store), load_detections())
    engine.run_waiting(lambda found: fired.extend((o.detection.code, o.who) for o in found))
    assert account.balances
    return account, fired


@R10
def test_late_events_are_counted_where_they_belong(store, long, record_property):
    number, batch = (200_000, 2_000) if long else (3_000, 1_000)
    rng, ledger = random.Random(10), Ledger("late", strange=False)
    arriving = in_order_of_arrival(ledger.take(number), rng)
    fired = []
    for start in range(0, number, batch):
        account, found = take(store, arriving[start : start + batch])
        fired += found
        assert account.noise.total() == 0
        fold_closed_days(store)
    assert sorted(who for code, who in fired if code == "OR-05") == sorted(USERS)
    ledger.check(store)

    newest = max(parse_moment(event["stageTimestamp"]) for event in arriving)
    strangers = [
        make(auditID=f"old-{n}", user=f"stranger-{n}", time=to_text(newest - OLD - n * 1_000))
        for n in range(number // 200)
        for make in (an_event, an_exec)
    ]
    account, found = take(store, strangers)
    assert found == []
    assert (account.calls, account.noise.total()) == (0, len(strangers))
    assert sum(rule.calls for rule in Reader(store).noise(Question().period)) == len(strangers)
    assert Reader(store).count(Question()).calls == number
    record_property("events", number)
    record_property("folded days", store.read_text("MATCH (d:PathDay) RETURN count(DISTINCT d.day)")[0][0])
    record_property("older than kept", len(strangers))
