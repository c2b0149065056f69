"""Killed in the middle of a log and started again, the graph is the one of an undisturbed run."""

import os
import random
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

from graphsvc.graph.write.renewal import empty
from tests.faults.targets import R1
from tests.graph_dump import dump
from tests.nursery import Command

pytestmark = R1

LOG = Path(__file__).parents[2] / "demo" / "modern.log.gz"


@pytest.fixture(scope="module")
def start(neo4j_uri, few_parameters):
    return partial(ingesting, neo4j_uri, few_parameters)


def ingesting(uri, settings, folder):
    own = {"GRAPHSVC_NEO4J_URI": uri, "GRAPHSVC_DATA": str(folder), "GRAPHSVC_LEARNING": "90s"}
    environment = {**os.environ, **settings, **own}
    words = ("ingest", "--cluster", "rec", LOG)
    return Command(*words, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


def finish(start, folder):
    process = start(folder)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said.decode()


@pytest.fixture(scope="module")
def undisturbed(session_store, start, tmp_path_factory):
    empty(session_store)
    finish(start, tmp_path_factory.mktemp("undisturbed"))
    return dump(session_store)


def batches_written(store):
    rows = store.read_text("MATCH (c:Checkpoint) RETURN sum(c.position)")
    return rows[0][0]


def test_kill_9_in_the_middle_loses_and_doubles_nothing(undisturbed, session_store, start, tmp_path, long):
    for seed in range(3 if long else 1):
        kill_and_finish(session_store, start, tmp_path / str(seed), random.Random(seed))
        nodes, hops = dump(session_store)
        assert nodes == undisturbed[0]
        assert hops == undisturbed[1]
        assert session_store.read_text("MATCH (b:Batch) RETURN count(b)") == [[0]]


def kill_and_finish(store, start, folder, rng):
    empty(store)
    process = start(folder)
    while process.poll() is None and not batches_written(store):
        time.sleep(0.02)
    time.sleep(rng.random() * 0.8)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert was_running, "the log was too short to be interrupted"
    finish(start, folder)
