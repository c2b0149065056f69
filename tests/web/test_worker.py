"""Threads of the service outlive whatever goes wrong in them, and say so."""

import threading
from functools import partial

import httpx
import pytest
import uvicorn

from graphsvc.access.entry import local_token
from graphsvc.detection.engine import Engine
from graphsvc.errors import ArchiveError, StoreUnavailable
from graphsvc.graph.write.retention import Retention
from graphsvc.ingest.follow.files import Follower
from graphsvc.ingest.overlooked import ArchiveAudit
from graphsvc.settings import Settings
from graphsvc.web.app import create_app
from graphsvc.web.intake import ArchiveIntake
from graphsvc.web.spool import Spool
from graphsvc.web.worker import Worker
from tests.service import free_port
from tests.web.posts import JSON, bare, event_list, metric, total, wait_for

ERRORS = [
    TypeError("'NoneType' object is not iterable"),
    MemoryError(),
    RecursionError("deep"),
    StoreUnavailable("away"),
]


@pytest.mark.parametrize("error", [*ERRORS, ArchiveError("full"), StopIteration(), KeyError("x")], ids=repr)
def test_a_round_that_fails_is_followed_by_the_next(error):
    rounds, may_go_on = [], threading.Event()

    def round_(_):
        rounds.append(len(rounds))
        if len(rounds) < 4:
            raise error
        may_go_on.wait(10)
        return 60

    worker = Worker("detection", round_, pause=0.01)
    worker.start()
    wait_for(lambda: len(rounds) == 4)
    assert worker.failures == 3
    assert str(error) in worker.problem
    may_go_on.set()
    wait_for(lambda: not worker.problem)
    worker.stop()


def test_a_worker_rests_until_it_is_woken_and_ends_when_it_is_stopped():
    rounds, wake = [], threading.Event()
    worker = Worker("intake", lambda _: rounds.append(1) or 60, wake=wake)
    worker.start()
    wait_for(lambda: len(rounds) == 1)
    wake.set()
    wait_for(lambda: len(rounds) == 2)
    worker.stop()
    assert not worker._thread.is_alive()


def test_what_went_well_is_told_before_a_round_comes_to_its_end():
    """Under steady load a round may never end."""
    rounds, may_end = [], threading.Event()

    def round_(_):
        rounds.append(1)
        if len(rounds) == 1:
            raise StoreUnavailable("away")
        wait_for(lambda: worker.problem == "away")
        worker.went_well()
        may_end.wait(10)
        return 60

    worker = Worker("intake", round_, pause=0.01)
    worker.start()
    wait_for(lambda: len(rounds) == 2 and not worker.problem)
    may_end.set()
    worker.stop()


ROUNDS = {
    "detection": (Engine, "run_waiting"),
    "intake": (ArchiveIntake, "_write_segment"),
    "spool": (Spool, "_waiting"),
    "retention": (Retention, "_horizon"),
    "follow": (Follower, "round"),
    "audit": (ArchiveAudit, "segments"),
}


@pytest.fixture
def service(store, neo4j_uri, tmp_path, monkeypatch):
    """The application in this process, where each of its threads can be made to fail."""
    monkeypatch.setattr("graphsvc.web.app.Worker", partial(Worker, pause=0.05))
    settings = Settings(neo4j_uri=neo4j_uri, data=tmp_path, follow=[str(tmp_path / "comes-later.log")])
    app, port = create_app(settings), free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_for(lambda: server.started)
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", auth=("", local_token(settings.access)), timeout=30
    ) as client:
        client.workers = {worker.name: worker for worker in app.state.status.workers}
        yield client
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("name", ROUNDS)
def test_each_thread_of_the_service_outlives_what_goes_wrong_in_it(service, monkeypatch, name):
    owner, method = ROUNDS[name]
    wait_for(lambda: service.get("/readyz").status_code == 200)
    with monkeypatch.context() as broken:

        def fail(*_, **__):
            raise TypeError("'NoneType' object is not iterable")

        broken.setattr(owner, method, fail)
        service.workers[name].wake()
        service.post("/v1/audit", content=event_list(bare(auditID="while it fails")), headers=JSON)
        wait_for(lambda: name in service.get("/readyz").text)
        answer = service.get("/readyz")
        assert answer.status_code == 503
        assert f"{name}: TypeError: 'NoneType' object is not iterable" in answer.json()["reason"]
        assert metric(service, f'graphsvc_thread_failing{{thread="{name}"}}') == 1
        assert service.get("/livez").status_code == 200
    wait_for(lambda: service.get("/readyz").status_code == 200)
    service.post("/v1/audit", content=event_list(bare(auditID="after")), headers=JSON)
    wait_for(lambda: total(service) == 2)
    wait_for(lambda: metric(service, "graphsvc_batches_waiting") == 0)
