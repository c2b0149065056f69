"""R30: the store is lost, and an older copy of it takes its place. The archive and the logs bring back the rest."""

import re
import shutil
from collections import Counter

import httpx
import pytest

from graphsvc.graph.store import Store
from tests.faults.commands import finish, start
from tests.faults.ledger import Ledger
from tests.faults.targets import R30
from tests.graph_dump import dump
from tests.service import serving
from tests.web.posts import JSON, event_list, metric, wait_for

POST = 200
# Days fold when their time has come, which is not the same moment in two runs.
SETTINGS = {"GRAPHSVC_FOLD_AFTER": "0", "GRAPHSVC_LEARNING": "0"}


@pytest.fixture
def phases(tmp_path, long):
    """Of each: what is posted, and a log. The first is in the copy, the second is not."""
    ledger, number = Ledger("restored"), 100_000 if long else 300
    ledger.senders = 2  # posts and files are of two clusters
    found = []
    for phase in range(2):
        # In order of time: which posts go into the graph together is up to the service, and not the same twice.
        posts = sorted(ledger.take(number), key=lambda event: event.get("stageTimestamp", ""))
        file = tmp_path / f"{phase}.log"
        ledger.write(file, number)
        found.append((posts, file))
    return ledger, found


def take(uri, folder, phases, after=lambda: None):
    """One phase after the other, each to its end."""
    with serving(uri, folder, **SETTINGS) as url, httpx.Client(base_url=url, timeout=60) as client:
        for posts, file in phases:
            for n in range(0, len(posts), POST):
                answer = client.post("/v1/audit", content=event_list(*posts[n : n + POST]), headers=JSON)
                assert answer.status_code == 200
            caught_up(client, uri)
            ingest(uri, folder, file)
            after()


def caught_up(client, uri):
    wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=600)
    with Store(uri) as store:
        wait_for(lambda: store.read_text("MATCH (b:Batch) RETURN count(b)") == [[0]], seconds=600)


def ingest(uri, folder, *files):
    finish(start(uri, folder, "ingest", "--cluster", "logs", *files, **SETTINGS))


def comparable(text):
    """Of a path's calls in one batch a sighting knows the first one only, and batches are not the same twice."""
    return re.sub(r"\('last_seen', \d+\)", "", text) if text.startswith("['Sighting']") else text


def difference(one, other):
    """What only one of them has, as often as it has it."""
    ours, theirs = Counter(map(comparable, one)), Counter(map(comparable, other))
    return sorted((ours - theirs).elements())[:3] + sorted((theirs - ours).elements())[:3]


@R30
def test_a_store_restored_from_a_copy_becomes_whole(
    store, neo4j_uri, database, tmp_path, phases, long, record_property
):
    ledger, found = phases
    take(neo4j_uri, tmp_path / "never-failed", found)
    folder, data, copy = tmp_path / "failed", tmp_path / "neo4j" / "data", tmp_path / "copy"

    def copy_once():
        """Nobody writes meanwhile; so in short versions it is copied as a snapshot of its disk would be, running."""
        if not copy.exists():
            if long:
                database.stop()
            shutil.copytree(data, copy)
            if long:
                database.start()

    take(database.uri, folder, found, copy_once)
    database.stop()
    shutil.rmtree(data)
    shutil.copytree(copy, data)
    database.start()
    with Store(database.uri) as restored:
        assert restored.read_text("MATCH (c:ApiCall) RETURN count(c)")[0][0] < len(ledger.ids) * 0.6
        with serving(database.uri, folder, **SETTINGS) as url, httpx.Client(base_url=url, timeout=60) as client:
            caught_up(client, database.uri)
        ingest(database.uri, folder, *(file for _, file in found))
        ledger.check(restored)
        assert [difference(*both) for both in zip(dump(restored), dump(store), strict=True)] == [[], []]
    record_property("events", ledger.sent)
