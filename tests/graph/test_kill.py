"""Killed in the middle of a log and started again, the graph is the one of an undisturbed run."""

import random
import signal
import time
from pathlib import Path

import pytest

from graphsvc.graph.write.renewal import empty
from tests.faults.commands import finish, start
from tests.faults.targets import R1
from tests.graph_dump import dump

pytestmark = R1

LOG = Path(__file__).parents[2] / "demo" / "modern.log.gz"


@pytest.fixture(scope="module")
def ingesting(neo4j_uri, few_parameters):
    """Starts an ingest of the log with this data folder."""
    settings = {"GRAPHSVC_LEARNING": "90s", **few_parameters}
    return lambda folder: start(neo4j_uri, folder, "ingest", "--cluster", "rec", LOG, **settings)


@pytest.fixture(scope="module")
def undisturbed(session_store, ingesting, tmp_path_factory):
    empty(session_store)
    finish(ingesting(tmp_path_factory.mktemp("undisturbed")), seconds=300)
    return dump(session_store)


def batches_written(store):
    rows = store.read_text("MATCH (c:Checkpoint) RETURN sum(c.position)")
    return rows[0][0]


def test_kill_9_in_the_middle_loses_and_doubles_nothing(undisturbed, session_store, ingesting, tmp_path, long):
    for seed in range(3 if long else 1):
        kill_and_finish(session_store, ingesting, tmp_path / str(seed), random.Random(seed))
        nodes, hops = dump(session_store)
        assert nodes == undisturbed[0]
        assert hops == undisturbed[1]
        assert session_store.read_text("MATCH (b:Batch) RETURN count(b)") == [[0]]


def kill_and_finish(store, ingesting, folder, rng):
    empty(store)
    process = ingesting(folder)
    while process.poll() is None and not batches_written(store):
        time.sleep(0.02)
    time.sleep(rng.random() * 0.8)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert was_running, "the log was too short to be interrupted"
    finish(ingesting(folder), seconds=300)
