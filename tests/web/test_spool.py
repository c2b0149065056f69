"""The disk: what it has for good, what it does not take, and how it becomes normal again."""

import subprocess
import sys
import threading

import httpx
import pytest

from graphsvc.ingest.archive.segment import Reach, frames, reach_of, segments
from graphsvc.ingest.record.record import Record
from graphsvc.web.spool import Spool
from tests.faults.targets import R8
from tests.service import serving
from tests.small_disk import fill, small_disk
from tests.web.posts import JSON, bare, event_list, metric, total, wait_for

LINES = [Record(b'{"a":1}', 1)]


@pytest.fixture
def spool(tmp_path):
    kept = []
    found = Spool(tmp_path, "push", lambda _, number, size: kept.append((number, size)))
    found.kept = kept
    yield found
    found.stop()


def test_posts_that_wait_go_to_disk_together(spool, tmp_path):
    futures = [spool.put([(f"c{n}", "s", LINES), (f"d{n}", "s", LINES)]) for n in range(50)]
    spool.start()
    for future in futures:
        future.result(timeout=10)
    (segment,) = segments(tmp_path, "push")
    found = list(frames(tmp_path, reach_of(tmp_path, segment)))
    assert [f.head.cluster for f in found] == [f"{kind}{n}" for n in range(50) for kind in "cd"]
    assert spool.kept == [(100, found[-1].end)]
    assert spool.reach(segment) == Reach(segment, found[-1].end, is_open=True)


def test_what_is_only_written_is_not_held_yet(spool, tmp_path):
    spool.start()
    spool.put([("c", "s", LINES)]).result(timeout=10)
    spool._archive.append("written", "s", LINES)  # as if the thread had not come back from the disk
    (segment,) = segments(tmp_path, "push")
    assert [frame.head.cluster for frame in frames(tmp_path, spool.reach(segment))] == ["c"]


def test_one_that_does_not_wait_any_more_costs_no_other(spool):
    gone, stays = spool.put([("c", "s", LINES)]), spool.put([("d", "s", LINES)])
    assert gone.cancel()
    spool.start()
    stays.result(timeout=10)
    assert spool.kept[0][0] == 1


def test_whatever_goes_wrong_the_next_is_taken(spool):
    spool.start()
    with pytest.raises(AttributeError):
        spool.put([("c", "s", ["no record"])]).result(timeout=10)
    spool.put([("c", "s", LINES)]).result(timeout=10)
    assert spool.problem == ""


# A file that may not grow is a limit that the kernel holds, wherever nothing can be mounted.
_LIMITED = """
import resource, signal, sys
from pathlib import Path
from graphsvc.cli.service_log import configure
from graphsvc.ingest.record.record import Record
from graphsvc.web.spool import Spool
configure()  # the log may not grow either, and must not stop the spool by that
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
spool = Spool(Path(sys.argv[1]), "push", lambda *_: None)
spool.start()
put = lambda name: spool.put([(name, "s", [Record(bytes(str(name), "ascii") * 9_000, 1)])]).exception(timeout=10)
assert put("before") is None
resource.setrlimit(resource.RLIMIT_FSIZE, (spool._archive.end.offset + 20, resource.RLIM_INFINITY))
assert "cannot be written" in str(put("full")) and "cannot be written" in spool.problem
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert put("after") is None and spool.problem == ""
spool.stop()
"""


@R8
def test_a_file_that_may_not_grow(tmp_path):
    subprocess.run([sys.executable, "-c", _LIMITED, str(tmp_path)], check=True, timeout=60)
    (segment,) = segments(tmp_path, "push")
    assert [f.head.cluster for f in frames(tmp_path, reach_of(tmp_path, segment))] == ["before", "after"]


@pytest.fixture
def disk(tmp_path):
    """RLIMIT_FSIZE above holds for everybody who is not root."""
    with small_disk(tmp_path / "disk", "4m") as folder:
        yield folder


@R8
def test_a_full_disk_refuses_and_recovers_by_itself(store, neo4j_uri, disk):
    acknowledged = 0
    with serving(neo4j_uri, disk) as url, httpx.Client(base_url=url, timeout=30) as client:

        def post(number):
            events = [bare(auditID=f"{number}-{n}") for n in range(10)]
            return client.post("/v1/audit", content=event_list(*events), headers=JSON)

        assert post(0).status_code == 200
        filler = disk / "filler"
        fill(filler)
        codes = []
        for number in range(1, 40):
            answer = post(number)
            codes.append(answer.status_code)
        assert set(codes) <= {200, 503}
        assert codes[-1] == 503
        assert answer.headers["retry-after"] == "10"
        assert "cannot be written" in client.get("/readyz").json()["reason"]
        assert client.get("/livez").status_code == 200
        filler.unlink()
        wait_for(lambda: client.get("/readyz").status_code == 200)  # although nobody posts
        assert post(99).status_code == 200
        acknowledged = 10 * (2 + codes.count(200))
        wait_for(lambda: total(client) == acknowledged)
        assert metric(client, 'graphsvc_posts_refused_total{code="ARCHIVE_ERROR"}') == codes.count(503)


def test_many_senders_at_once(spool, tmp_path):
    spool.start()

    def send(name):
        for number in range(50):
            spool.put([(f"{name}-{number}", "s", LINES)]).result(timeout=30)

    threads = [threading.Thread(target=send, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (segment,) = segments(tmp_path, "push")
    assert len({f.head.cluster for f in frames(tmp_path, reach_of(tmp_path, segment))}) == 400
    assert sum(number for number, _ in spool.kept) == 400
    assert len(spool.kept) < 400
