"""Killed in the middle of retention, and disturbed by readers and writers: every count stays exact, always."""

import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.ages import Ages
from graphsvc.domain.moment import DAY, to_text
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.ingest.noise_rules import load_noise_rules
from tests.builders import a_pipeline, an_event, ingest, records
from tests.graph.test_retention import START, Told, check_counts, made_up, retain, sizes

AGES = Ages(3 * DAY, 8 * DAY, 5 * DAY, 3 * DAY, 0, 5 * DAY, fold=DAY)
FOR_EVER_FOLDED = Ages(0, 0, 0, 0, 0, 0, fold=DAY)
DAYS, LATE = 14, 200
# A process of its own, with small steps, so that there is a middle to be killed in.
PROGRAM = """
import sys
from graphsvc.domain.ages import Ages
from graphsvc.graph.write.retention import Retention
from graphsvc.graph.store import Store
with Store(sys.argv[1]) as store:
    for kind, number in Retention(store, Ages(*map(int, sys.argv[2:])), rows=3).steps():
        print(kind, flush=True)
"""


def start(uri):
    ages = [AGES.calls, AGES.counters, AGES.objects, AGES.sightings, AGES.rejected, AGES.alerts, AGES.fold]
    command = [sys.executable, "-c", PROGRAM, uri, *map(str, ages)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def old(store):
    """A graph that was never cleaned up."""
    events = [e for day in range(DAYS) for e in made_up(day)]
    ingest(store, *events, rules=load_noise_rules())
    Engine(store, Reader(store), load_detections()).run_waiting()
    return Told(*events)


@pytest.mark.parametrize("kind", ["hours", "daily counters", "hours folded", "calls", "objects"])
def test_kill_9_in_the_middle_leaves_all_counts_exact(store, old, neo4j_uri, kind):
    if kind == "daily counters":
        retain(store, FOR_EVER_FOLDED)
    process = start(neo4j_uri)
    for line in process.stdout:
        if line.strip() == kind:
            break
    time.sleep(random.Random(kind).random() * 0.02)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert was_running, "there was too little to be interrupted"
    check_counts(store, old, AGES)
    assert retain(store, AGES)
    check_counts(store, old, AGES)
    assert retain(store, AGES) == {}
    assert sizes(store)["Hour"] <= 9 * 24


def test_readers_and_writers_are_not_disturbed(store, old):
    """Days are folded, over and over, while readers ask, cold and warm, and a writer brings late calls."""
    warm, wrong, stopping, written = Reader(store), [], threading.Event(), [len(old.calls)]

    def ask(reader_of):
        while not stopping.is_set():
            before = written[0]
            found = reader_of().count(Question()).calls
            if not before <= found <= written[0] + LATE:
                wrong.append((before, found, written[0]))

    threads = [threading.Thread(target=ask, args=(of,)) for of in (lambda: Reader(store), lambda: warm)]
    for thread in threads:
        thread.start()
    pipeline, rng = a_pipeline(store), random.Random(1)
    for number in range(25):
        times = [START + rng.randrange(DAYS - 1) * DAY + rng.randrange(DAY) for _ in range(LATE)]
        late = [an_event(auditID=f"late-{number}-{n}", time=to_text(time)) for n, time in enumerate(times)]
        pipeline.ingest(records(*late), cluster="test", name="late")
        written[0] += LATE
        retain(store, FOR_EVER_FOLDED, rows=20)
    stopping.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert warm.count(Question()).calls == Reader(store).count(Question()).calls == written[0]
