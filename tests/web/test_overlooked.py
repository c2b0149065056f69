"""What an earlier version overlooked is found and taken in once; what the graph was never given is told."""

import shutil
import subprocess
import threading

import httpx
import pytest

from graphsvc.domain.noise import noise_filter
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.read.recall import Recall
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.gap import ArchiveGap
from graphsvc.ingest.archive.segment import frames, reach_of, segment_source
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.overlooked import ArchiveAudit, AuditRounds
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import Record
from tests.builders import a_pipeline, an_event, ingest, raw
from tests.cli.test_commands import graphsvc
from tests.service import serving
from tests.web.posts import metric, total, wait_for

NOISE = {
    "user": "system:kube-scheduler",
    "verb": "update",
    "ref": {"resource": "leases", "apiGroup": "coordination.k8s.io"},
}


def archived(folder, *posts, kind="push"):
    """A closed segment with a frame for each post, and its frames."""
    archive = Archive(folder, kind)
    for events in posts:
        archive.append("test", "webhook", [Record(raw(event), 1) for event in events])
    archive.close()
    return archive.segment, list(frames(folder, reach_of(folder, archive.segment)))


def passed(store, segment, found, *skipped):
    """The segment as an earlier version left it: taken to its end, but for some of its frames."""
    pipeline = Pipeline(Writer(store), None, noise_filter(load_noise_rules()))
    for number, frame in enumerate(found):
        if number not in skipped:
            pipeline.write_frames([frame])
    Writer(store).note(segment_source(segment), found[-1].end)
    return pipeline


def audit(store, folder):
    return ArchiveAudit(folder, Writer(store), Recall(store))


POSTS = [[an_event(auditID=f"{post}-{n}") for n in range(5)] for post in range(4)]


@pytest.mark.parametrize("kind", ["calls", "noise", "unreadable"])
def test_what_was_passed_is_found_whatever_it_holds(store, tmp_path, kind):
    posts = {
        "calls": POSTS,
        "noise": [[an_event(auditID=f"{post}-{n}", **NOISE) for n in range(3)] for post in range(3)],
        "unreadable": [[{"kind": "Event", "auditID": f"{post}"}] for post in range(3)],
    }[kind]
    segment, found = archived(tmp_path, *posts)
    pipeline = passed(store, segment, found, 1)
    (overlooked,) = audit(store, tmp_path).overlooked(segment)
    assert overlooked.frame == found[1]
    assert overlooked.missing == len(posts[1])
    pipeline.write_frames([found[1]], again=True)
    assert not list(audit(store, tmp_path).overlooked(segment))
    assert Writer(store).position(segment_source(segment)) == found[-1].end


def test_rules_that_changed_since_make_nothing_overlooked(store, tmp_path):
    segment, found = archived(tmp_path, [an_event(**NOISE)], [an_event(**NOISE), an_event()])
    pipeline = Pipeline(Writer(store), None, noise_filter(()))
    pipeline.write_frames(found[:1])  # stored as calls
    passed(store, segment, found, 0)  # dropped as noise
    assert not list(audit(store, tmp_path).overlooked(segment))


def test_what_is_not_kept_any_more_is_not_missed(store, tmp_path):
    segment, found = archived(tmp_path, [an_event(auditID="old", time="2026-01-01T00:00:00Z")], *POSTS)
    passed(store, segment, found)
    store.write(lambda tx: tx.run("calls_from", moment=1_780_000_000_000))
    store.run_schema("MATCH (c:ApiCall) WHERE c.time < 1780000000000 DETACH DELETE c")
    assert not list(audit(store, tmp_path).overlooked(segment))


def test_it_is_taken_in_once_and_counted(store, tmp_path):
    segment, found = archived(tmp_path, *POSTS)
    pipeline, told = passed(store, segment, found, 0, 2), []
    assert Reader(store).count(Question()).calls == 10
    rounds = AuditRounds(audit(store, tmp_path), pipeline, lambda: told.append(1))
    rounds.run(threading.Event())
    assert (rounds.batches, rounds.taken.calls, len(told)) == (2, 10, 2)
    assert Reader(store).count(Question()).calls == 20
    assert not audit(store, tmp_path).is_due(segment)
    rounds.run(threading.Event())
    assert rounds.batches == 2


def test_the_command_finds_it_and_the_service_takes_it_in(store, neo4j_uri, tmp_path):
    environment = {"GRAPHSVC_NEO4J_URI": neo4j_uri, "GRAPHSVC_DATA": str(tmp_path)}
    segment, found = archived(tmp_path / "archive", *POSTS)
    passed(store, segment, found, 2)
    Writer(store).note(f"looked:{segment}", 1)  # even though it was looked through
    checked = graphsvc("archive", "check", **environment)
    assert checked.returncode == 1
    assert f"{segment} at {found[2].place.offset}: 5 records of test" in checked.stdout.decode()
    with serving(neo4j_uri, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        wait_for(lambda: total(client) == 20)
        assert metric(client, "graphsvc_overlooked_batches_total") == 1
    checked = graphsvc("archive", "check", **environment)
    assert (checked.returncode, "0 overlooked" in checked.stdout.decode()) == (0, True)


def shown(url):
    """The page's text, as a browser has it after a few seconds of its own time."""
    browser = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert browser, "apt-get install chromium-headless-shell"
    command = [browser, "--headless", "--no-sandbox", "--virtual-time-budget=10000", "--dump-dom", url]
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=120).stdout


def born(store):
    return store.read("born")[0][0]


def test_what_was_archived_before_the_graph_was_begun_is_told(store, neo4j_uri, tmp_path):
    """As after the loss of a graph: the archive is older than it."""
    folder = tmp_path / "archive"
    archive = Archive(folder)
    before = born(store) - 60_000
    for n in range(3):
        archive.append("test", "audit.log", [Record(raw(an_event(auditID=f"{n}")), 1)] * 2, at=before + n)
    archive.append("test", "audit.log", [Record(raw(an_event(auditID="new")), 1)], at=born(store) + 1)
    archive.close()
    name = f"file-{before * 1_000:016d}-1"
    for suffix in ("seg", "idx"):
        (folder / f"{archive.segment}.{suffix}").rename(folder / f"{name}.{suffix}")
    assert ArchiveGap(folder, store).records() == 6
    with serving(neo4j_uri, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert "the archive holds 6 records" in answer.json()["reason"]
        assert "graphsvc rebuild --replace" in answer.json()["reason"]
        asked = client.post("/graphql", json={"query": "{ problems { subject text } }"}).json()["data"]["problems"]
        assert asked == answer.json()["problems"]
        assert "the archive holds 6 records" in shown(url.link)
        refused = graphsvc("rebuild", "--replace", GRAPHSVC_NEO4J_URI=neo4j_uri, GRAPHSVC_DATA=str(tmp_path))
        assert refused.returncode == 1
        assert "stop it first" in refused.stderr.decode()
    left = graphsvc("archive", "leave", GRAPHSVC_NEO4J_URI=neo4j_uri, GRAPHSVC_DATA=str(tmp_path))
    assert "6 records stay out" in left.stdout.decode()
    assert ArchiveGap(folder, store).records() == 0


def test_a_rebuild_closes_the_gap(store, neo4j_uri, tmp_path):
    folder = tmp_path / "archive"
    segment, _ = archived(folder, [an_event()], kind="file")
    name = f"file-{(born(store) - 60_000) * 1_000:016d}-1"
    for suffix in ("seg", "idx"):
        (folder / f"{segment}.{suffix}").rename(folder / f"{name}.{suffix}")
    (folder / f"{name}.idx").unlink()  # its frames tell when they were archived: now, so nothing is unknown
    assert ArchiveGap(folder, store).records() == 0
    done = graphsvc("rebuild", "--replace", GRAPHSVC_NEO4J_URI=neo4j_uri, GRAPHSVC_DATA=str(tmp_path))
    assert done.returncode == 0, done.stderr.decode()
    assert Reader(store).count(Question()).calls == 1


def test_while_the_graph_is_written_anew_others_wait(store):
    Writer(store).note("rebuild", 2)
    try:
        with pytest.raises(Exception, match="being written anew") as refused:
            ingest(store, an_event())
        assert refused.type.__name__ == "BeingRebuilt"
        writer = Writer(store, rebuilds=True)
        account = Pipeline(writer, None, noise_filter(())).ingest([Record(raw(an_event()), 1)], cluster="c", name="s")
        assert account.calls == 1
    finally:
        Writer(store).forget("rebuild")
    assert a_pipeline(store).ingest([Record(raw(an_event()), 1)], cluster="c", name="s").calls == 1
