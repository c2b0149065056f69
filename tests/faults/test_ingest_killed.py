"""R1: an ingest of one log is killed again and again, each time somewhere in the middle."""

import os
import random
import signal
import subprocess
import time

from graphsvc.ingest.pipeline import FILE_BATCH
from tests.faults.ledger import Ledger
from tests.faults.targets import R1
from tests.nursery import Command
from tests.web.posts import wait_for


def taken(store):
    return store.read_text("MATCH (c:Checkpoint) RETURN coalesce(sum(c.position), 0)")[0][0]


def start(uri, folder, file):
    environment = {**os.environ, "GRAPHSVC_NEO4J_URI": uri, "GRAPHSVC_DATA": str(folder)}
    return Command("ingest", "--cluster", "made", file, env=environment, stderr=subprocess.DEVNULL)


@R1
def test_killed_many_times_a_log_is_taken_once(store, neo4j_uri, tmp_path, few_detections, long, record_property):
    kills, events = (50, 1_000_000) if long else (1, FILE_BATCH + 2_500)
    ledger, rng, resumed = Ledger("killed"), random.Random(1), []
    file = tmp_path / "audit.log"
    ledger.write(file, events)
    for number in range(kills):
        began, before = time.monotonic(), taken(store)
        process = start(neo4j_uri, tmp_path, file)
        wait_for(lambda before=before: taken(store) > before, seconds=120)
        resumed.append(time.monotonic() - began)
        share = (number + 1) * events // (kills + 1)
        wait_for(lambda share=share: taken(store) >= share, seconds=600)
        time.sleep(rng.random() * 0.5)
        assert process.poll() is None, "the log was too short to be interrupted"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert start(neo4j_uri, tmp_path, file).wait(timeout=1_200) == 0
    ledger.check(store)
    record_property("kills", kills)
    record_property("events", ledger.sent)
    record_property("writes again after at most", f"{max(resumed):.0f} s")
