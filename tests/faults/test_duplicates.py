"""R9: every batch comes three times, and later a sample once more, to somebody who remembers nothing."""

import random
from itertools import chain

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.moment import parse_moment
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.ingest.noise_rules import load_noise_rules
from tests.builders import a_pipeline, an_exec, records
from tests.faults.ledger import Ledger
from tests.faults.targets import R9
from tests.graph_dump import dump

BATCH = 400


def batches(ledger, number):
    """Every one has execs too, for which policies fire."""
    return [[*ledger.take(BATCH), *_execs(ledger, n)] for n in range(number)]


def _execs(ledger, number):
    events = [an_exec(auditID=f"exec-{number}-{n}", user=f"operator-{number % 7}") for n in range(3)]
    for event in events:
        ledger.add(event, parse_moment(event["stageTimestamp"]))
    return events


def send(store, batch):
    """To a process that was just started."""
    account = a_pipeline(store, rules=load_noise_rules()).ingest(records(*batch), cluster="made", name="x")
    assert account.balances
    Engine(store, Reader(store), load_detections()).run_waiting()
    return account


@R9
def test_what_comes_again_changes_nothing(store, session_store, long, record_property):
    ledger = Ledger("twice")
    sent = batches(ledger, 250 if long else 2)
    for batch in sent:
        send(store, batch)
    once = dump(store)
    empty(session_store)
    for batch in sent:
        for _ in range(3):
            send(store, batch)
    # What cannot be read is known by its text and its place: elsewhere it is another record.
    whole = [event for event in chain.from_iterable(sent) if event["verb"]]
    sample = random.Random(9).sample(whole, len(whole) // 20)
    assert send(store, sample).calls == 0
    ledger.check(store)
    assert dump(store) == once
    alerts = store.read_text("MATCH (a:Alert) RETURN sum(a.occurrences)")[0][0]
    assert alerts > len(sent)
    record_property("events", ledger.sent)
    record_property("sent", 3 * ledger.sent + len(sample))
    record_property("occurrences", alerts)
