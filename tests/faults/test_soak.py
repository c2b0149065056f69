"""R28: posts and questions for a while, with a kill of the service and a restart of its database in between."""

import time
from pathlib import Path

import httpx
import pytest

from graphsvc.graph.store import Store
from tests.faults.ledger import Ledger
from tests.faults.poster import Poster
from tests.faults.targets import R28
from tests.service import address_to_be, free_port, open_files, serving
from tests.web.posts import metric, wait_for

SAMPLES = 24
# What the second half may have more than the first ever had: a pool that was not full yet, a cache, no leak.
MORE = {"threads": 8, "open files": 16, "MiB": 96}


def held(pid):
    """What a process has at the moment, of everything that could leak."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    mebibytes = int(status["VmRSS"].split()[0]) >> 10
    return {"threads": int(status["Threads"]), "open files": open_files(pid), "MiB": mebibytes}


def ask(client):
    """As a page does that is open all the time."""
    assert client.get("/v1/polygraph").status_code in {200, 503}
    assert client.get("/readyz").status_code in {200, 503}


@pytest.fixture
def soaked(request, long):
    """The address, and a restart of the database: in the short version none, for test_database_restart has two."""
    if not long:
        request.getfixturevalue("store")
        return request.getfixturevalue("neo4j_uri"), lambda: None
    database = request.getfixturevalue("database")

    def restart():
        database.stop()
        database.start()

    return database.uri, restart


@R28
def test_a_soak_levels_off(soaked, tmp_path, few_detections, long, record_property):
    uri, restart = soaked
    seconds, rate, ledger = (1_800, 1_000, Ledger("soak")) if long else (8, 100, Ledger("soak"))
    settings = {"GRAPHSVC_PORT": str(free_port())}
    found = []
    with Poster(address_to_be(settings["GRAPHSVC_PORT"], tmp_path / "web"), ledger, rate=rate) as poster:
        with serving(uri, tmp_path / "web", kill=True, **settings):
            wait_for(lambda: poster.answers[200] > 1, seconds=60)
            time.sleep(seconds / 5)
        with (
            serving(uri, tmp_path / "web", **settings) as url,
            httpx.Client(base_url=url, timeout=120) as client,
        ):
            for sample in range(SAMPLES):
                time.sleep(seconds * 0.8 / SAMPLES)
                ask(client)
                found.append(held(url.pid))
                if sample == SAMPLES // 4:
                    restart()
                    wait_for(lambda: client.get("/readyz").status_code == 200, seconds=120)
            poster.stop()
            wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=240)
    with Store(uri) as store:
        ledger.check(store)
    assert poster.answers.keys() <= {200, 0}
    for name, more in MORE.items():
        early, late = (max(sample[name] for sample in half) for half in (found[: SAMPLES // 2], found[SAMPLES // 2 :]))
        record_property(name, f"{early} and {late}")
        assert late <= early + more, (name, [sample[name] for sample in found])
    record_property("events", ledger.sent)
