"""The database is away: posts are taken and wait on disk, up to a limit, and are written when it is back."""

import random
import threading

import httpx
import pytest

from graphsvc.domain.batch import Batch
from graphsvc.domain.noise import noise_filter
from graphsvc.errors import StoreUnavailable
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.segment import frames, reach_of
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import Record
from graphsvc.web import intake
from tests.builders import an_event, raw
from tests.faults.targets import R6
from tests.relay import Relay
from tests.service import peak_memory, serving
from tests.web.posts import JSON, bare, event_list, metric, total, wait_for


@pytest.fixture
def relay(neo4j_uri):
    found = Relay(neo4j_uri)
    yield found
    found.close()


def batch(name, size=100, padding=0):
    def body(number):
        return {"a": random.Random(f"{name}-{number}").randbytes(padding).hex()} if padding else None

    return event_list(*(bare(auditID=f"{name}-{n}", requestObject=body(n)) for n in range(size)))


@R6
def test_posts_wait_on_disk_while_the_database_is_away(store, relay, tmp_path):
    with serving(relay.uri, tmp_path, kill=True) as url, httpx.Client(base_url=url, timeout=30) as client:
        client.post("/v1/audit", content=batch("first"), headers=JSON)
        wait_for(lambda: total(client) == 100)
        before = peak_memory(url.pid)
        relay.cut()
        for number in range(60):
            answer = client.post("/v1/audit", content=batch(f"away-{number}", padding=2_000), headers=JSON)
            assert answer.status_code == 200
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").status_code == 503
        assert metric(client, "graphsvc_posts_waiting") == 60
        assert peak_memory(url.pid) - before < 20 << 20  # of 27 MB that were posted
    relay.mend()
    with serving(relay.uri, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        wait_for(lambda: metric(client, "graphsvc_posts_waiting_bytes") == 0, seconds=60)
        assert total(client) == 6_100


def test_what_may_wait_is_limited_by_its_size_on_disk(store, relay, tmp_path):
    with (
        serving(relay.uri, tmp_path, GRAPHSVC_SPOOL_MB="1") as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        relay.cut()
        answers = [
            client.post("/v1/audit", content=batch(f"b{n}", size=10, padding=10_000), headers=JSON) for n in range(20)
        ]
        codes = [answer.status_code for answer in answers]
        taken = codes.index(429)
        assert codes == [200] * taken + [429] * (20 - taken)
        assert answers[-1].headers["retry-after"] == "5"
        assert 1 << 20 <= metric(client, "graphsvc_posts_waiting_bytes") < 2 << 20
        assert "too much is waiting" in answers[-1].text
        relay.mend()
        wait_for(lambda: metric(client, "graphsvc_posts_waiting_bytes") == 0, seconds=60)
        assert total(client) == taken * 10
        wait_for(lambda: client.post("/v1/audit", content=batch("later"), headers=JSON).status_code == 200)
        wait_for(lambda: total(client) == taken * 10 + 100)
        wait_for(lambda: client.get("/readyz").status_code == 200)


def test_what_waits_from_before_is_counted_at_start(store, tmp_path):
    archive, writer = Archive(tmp_path, "push"), Writer(store)
    pipeline = Pipeline(writer, None, noise_filter(()))
    for number in range(3):
        archive.append("c", "webhook", [Record(raw(an_event(auditID=f"{number}")), 1)])
    archive.close()
    found = list(frames(tmp_path, reach_of(tmp_path, archive.segment)))
    source = f"archive:{archive.segment}"
    pipeline.write([], Batch("c", source, found[0].end))
    size = found[-1].end - found[0].end
    taker = intake.ArchiveIntake(tmp_path, writer, pipeline, threading.Event(), size)
    taker.count_waiting()
    assert (taker.waiting, taker.waiting_bytes, taker.is_full) == (2, size, True)
    taker = intake.ArchiveIntake(tmp_path, writer, pipeline, threading.Event(), size)
    taker.start()
    wait_for(lambda: taker.waiting == 0)
    taker.stop()
    assert (taker.total.calls, taker.is_full) == (2, False)


def test_what_was_committed_without_an_answer_does_not_wait_any_more(store, tmp_path, monkeypatch):
    """The server may go away between a commit and its answer."""
    archive, writer = Archive(tmp_path, "push"), Writer(store)
    pipeline = Pipeline(writer, None, noise_filter(()))
    write, lost = pipeline.write_frames, []

    def lose_the_first_answer(frames):
        account = write(frames)
        if not lost:
            lost.append(account)
            raise StoreUnavailable("gone")
        return account

    monkeypatch.setattr(pipeline, "write_frames", lose_the_first_answer)
    monkeypatch.setattr(intake, "_PAUSE", 0.05)
    for cluster in "cde":
        archive.append(cluster, "webhook", [Record(raw(an_event(auditID=cluster)), 1)])
    archive.close()
    found = intake.ArchiveIntake(tmp_path, writer, pipeline, threading.Event(), 1 << 20)
    found.start()
    wait_for(lambda: found.total.calls == 2)
    found.stop()
    assert (found.waiting, found.waiting_bytes) == (0, 0)
    assert Reader(store).count(Question()).calls == 3
