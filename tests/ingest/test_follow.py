"""Logs that are followed while they are written and rotated, the follower killed: nothing lost, nothing twice."""

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphsvc.domain.batch import Account
from graphsvc.errors import StoreUnavailable
from graphsvc.ingest.follow import loop as follow_loop
from graphsvc.ingest.follow import tail as follow_tail
from graphsvc.ingest.follow.files import Follower
from graphsvc.ingest.follow.fingerprint import HEAD
from graphsvc.ingest.record.reading import Reading
from tests.builders import a_pipeline, an_event, an_exec, raw
from tests.cli.test_commands import graphsvc
from tests.nursery import Command
from tests.service import serving

ROOT = Path(__file__).parents[2]


@contextmanager
def following(uri, folder, *names, ends_with=signal.SIGTERM):
    """`graphsvc ingest --follow` as a process; its standard output and error when it ended."""
    environment = {**os.environ, "GRAPHSVC_NEO4J_URI": uri, "GRAPHSVC_DATA": str(folder / "data")}
    words = ("ingest", "--follow", "--report", "json", *names)
    process = Command(*words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = []
    try:
        yield said
        assert process.poll() is None, process.communicate()
    finally:
        process.send_signal(ends_with)
        said += process.communicate(timeout=60)
    assert process.returncode == (0 if ends_with == signal.SIGTERM else -ends_with), said


def calls_in(store):
    return store.read_text("MATCH (c:ApiCall) RETURN count(c)")[0][0]


def audit_ids(store):
    return [row[0] for row in store.read_text("MATCH (c:ApiCall) RETURN c.audit_id ORDER BY c.audit_id")]


def counted(store):
    return store.read_text("MATCH (h:PathHour) RETURN coalesce(sum(h.calls), 0)")[0][0]


def wait_for(condition, seconds=90):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


# Every way a log is turned, and every way to name it; then all the others.
WAYS = [("create", "audit.log"), ("copytruncate", "audit.log*"), ("apiserver", ".")]
MORE_WAYS = [("copytruncate", "audit.log"), ("apiserver", "audit.log")]


def pytest_generate_tests(metafunc):
    if "way" in metafunc.fixturenames:
        metafunc.parametrize(("way", "pattern"), WAYS + MORE_WAYS * metafunc.config.getoption("long"))


def test_rotation_while_the_follower_is_killed_again_and_again(store, neo4j_uri, tmp_path, way, pattern):
    events, every, rng = 1_500, 250, random.Random(f"{way}{pattern}")
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "audit.log").touch()
    with following(neo4j_uri, tmp_path, logs / pattern, ends_with=signal.SIGKILL):
        wait_for(lambda: store.read_text("MATCH (c:Checkpoint) RETURN count(c)")[0][0] or pattern != "audit.log")
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.log_writer", str(logs), way, str(events), str(every)], cwd=ROOT
    )
    kills = 0
    while writer.poll() is None:
        before = calls_in(store)
        with following(neo4j_uri, tmp_path, logs / pattern, ends_with=signal.SIGKILL):
            wait_for(lambda before=before: calls_in(store) > before or writer.poll() is not None)
            time.sleep(rng.random())
        kills += 1
        time.sleep(rng.random() * 2)
    assert (writer.returncode, kills > 1) == (0, True)
    late = [] if way == "copytruncate" else [f"late-{n:06}" for n in range(every, events, every)]
    expected = late + [f"w-{n:06}" for n in range(1, events + 1)]
    with following(neo4j_uri, tmp_path, logs / pattern):
        with (logs / "audit.log").open("ab") as log:
            log.write(raw(an_exec(auditID="written-last")) + b"\n")
        expected.append("written-last")
        wait_for(lambda: "written-last" in audit_ids(store) and calls_in(store) >= len(expected))
        time.sleep(1.5)
    assert audit_ids(store) == expected
    assert counted(store) == len(expected)
    assert store.read_text("MATCH (r:Rejected) RETURN r.source, r.line, r.reason") == []


def test_a_call_is_seen_soon_and_detections_run(store, neo4j_uri, tmp_path):
    log = tmp_path / "audit.log"
    with following(neo4j_uri, tmp_path, log) as said:
        log.write_bytes(raw(an_exec(auditID="e")) + b"\nnonsense\n")
        wait_for(
            lambda: store.read_text("MATCH (a:Alert) WHERE a.detection = 'exec-into-pod' RETURN count(a)") == [[1]]
        )
        wait_for(lambda: store.read_text("MATCH (r:Rejected) RETURN count(r)") == [[1]])
    report = json.loads(said[0].splitlines()[-1])
    assert (report["read"], report["calls"], report["rejected_total"]) == (2, 1, 1)
    assert (report["rejected"][0]["source"], report["rejected"][0]["line"]) == (str(log), 2)


def test_standard_input_cannot_be_followed(neo4j_uri, store, tmp_path):
    result = graphsvc("ingest", "--follow", "-", GRAPHSVC_NEO4J_URI=neo4j_uri, GRAPHSVC_DATA=tmp_path)
    assert result.returncode == 1
    assert b"cannot be followed" in result.stderr


def test_the_service_follows_what_its_setting_names(store, neo4j_uri, tmp_path):
    log = tmp_path / "audit.log"
    log.write_bytes(raw(an_exec(auditID="one")) + b"\n")
    with serving(neo4j_uri, tmp_path / "data", GRAPHSVC_FOLLOW=json.dumps([str(tmp_path / "*.log")])):
        wait_for(lambda: calls_in(store) == 1)
        with log.open("ab") as file:
            file.write(raw(an_exec(auditID="two")) + b"\n")
        wait_for(lambda: calls_in(store) == 2)
        wait_for(lambda: store.read_text("MATCH (b:Batch) RETURN count(b)") == [[0]])
    assert audit_ids(store) == ["one", "two"]


# What follows needs no process: a new follower knows no more than one that was killed and started again.


class Following:
    """Followers on the real graph, one after the other."""

    def __init__(self, store, *names):
        self.store = store
        self.names = [str(name) for name in names]
        self.account = Account()
        self.told = []
        self.follower = None
        self.restart()

    def restart(self):
        if self.follower:
            self.follower.close()
        self.follower = Follower(
            self.names,
            a_pipeline(self.store),
            Reading(default="test"),
            on_taken=self.account.add,
            tell=lambda text: self.told.append(str(text)),
        )

    def catch_up(self):
        while self.follower.round(threading.Event()):
            pass
        return audit_ids(self.store)


@pytest.fixture
def log(tmp_path):
    return tmp_path / "audit.log"


@pytest.fixture
def follows(store, log):
    made = []

    def follow(*names):
        made.append(Following(store, *(names or [log])))
        return made[-1]

    yield follow
    for following in made:
        following.follower.close()


def lines(*ids):
    return b"".join(raw(an_event(auditID=id_)) + b"\n" for id_ in ids)


def append(log, data):
    with log.open("ab") as file:
        file.write(data)


@pytest.mark.parametrize("restarted", [False, True])
def test_truncated_and_written_anew(follows, log, restarted):
    found = follows()
    log.write_bytes(lines("1", "2", "3"))
    assert found.catch_up() == ["1", "2", "3"]
    if restarted:
        found.restart()
    with log.open("r+b") as file:
        file.truncate(0)
    append(log, lines("4", "5", "6", "7"))  # longer than what was there
    assert found.catch_up() == ["1", "2", "3", "4", "5", "6", "7"]
    assert (found.account.read, found.account.calls) == (7, 7)


@pytest.mark.parametrize("restarted", [False, True])
def test_cut_in_the_middle(follows, log, monkeypatch, restarted):
    found = follows()
    first = [lines(f"a{n:02}") for n in range(40)]
    log.write_bytes(b"".join(first))
    found.catch_up()
    with log.open("r+b") as file:
        file.truncate(sum(map(len, first[:20])))
    if restarted:
        found.restart()
        found.catch_up()
        monkeypatch.setattr(follow_tail, "_STILL", -1)  # it might be the copy of a longer one that is being made
    append(log, lines("b1"))
    assert found.catch_up()[-1] == "b1"
    append(log, lines("b2"))
    found.restart()
    assert found.catch_up()[-1] == "b2"
    assert (found.account.calls, found.account.duplicates) == (42, 20)


@pytest.mark.parametrize("restarted", [False, True])
def test_the_same_inode_is_another_file(follows, log, restarted):
    found = follows()
    log.write_bytes(lines("1", "2"))
    inode = log.stat().st_ino
    assert found.catch_up() == ["1", "2"]
    found.restart()  # lets go of the file, so that its inode is free
    if not restarted:
        found.catch_up()
        with log.open("r+b") as file:  # what a reused inode looks like to one who has it open
            file.truncate(0)
    else:
        log.unlink()
    append(log, lines("3", "4", "5"))
    spare = []
    while log.stat().st_ino != inode:  # file systems give the number again soon, but not always at once
        assert len(spare) < 5_000
        spare.append(log.with_name(f"spare-{len(spare)}"))
        log.rename(spare[-1])
        log.write_bytes(spare[-1].read_bytes())
    assert found.catch_up() == ["1", "2", "3", "4", "5"]
    assert found.account.calls == found.account.read == 5


def test_packed_while_the_follower_was_down(follows, log):
    found = follows()
    log.write_bytes(lines("1", "2"))
    found.catch_up()
    found.restart()
    append(log, lines("3"))
    log.with_name("audit.log.2.gz").write_bytes(gzip.compress(log.read_bytes()))
    log.with_name("audit.log.1").write_bytes(lines("4"))
    log.write_bytes(lines("5"))
    assert found.catch_up() == ["1", "2", "3", "4", "5"]
    assert found.account.read == 5


def test_history_before_it_was_followed_is_left_alone(follows, log):
    old = log.with_name("audit.log.1")
    old.write_bytes(lines("old"))
    os.utime(old, (1_000, 1_000))
    log.write_bytes(lines("new"))
    assert follows().catch_up() == ["new"]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_line_counts_when_it_is_whole(follows, log, restarted):
    found, line = follows(), lines("2")
    log.write_bytes(lines("1") + line[:100])
    assert found.catch_up() == ["1"]
    if restarted:
        found.restart()
    append(log, line[100:-1])
    assert found.catch_up() == ["1"]
    append(log, line[-1:])
    assert found.catch_up() == ["1", "2"]
    assert found.account.read == 2


def test_a_last_line_without_end_counts_when_nobody_writes_any_more(follows, log, monkeypatch):
    found = follows()
    log.write_bytes(lines("1", "2").rstrip())
    assert found.catch_up() == ["1"]
    log.rename(log.with_name("audit.log.1"))
    assert found.catch_up() == ["1"]
    monkeypatch.setattr(follow_tail, "_STILL", -1)
    assert found.catch_up() == ["1", "2"]
    found.restart()
    assert found.catch_up() == ["1", "2"]
    assert found.account.read == 2


def test_what_was_written_to_a_deleted_file_is_taken(follows, log):
    found = follows()
    with log.open("ab", buffering=0) as file:
        file.write(lines("1"))
        found.catch_up()
        log.unlink()
        file.write(lines("2"))
    log.write_bytes(lines("3"))
    assert found.catch_up() == ["1", "2", "3"]


def test_files_that_begin_alike_are_not_the_same(follows, tmp_path):
    """As far as a fingerprint reaches."""
    banner = b"I1123 12:57:49.015123       1 server.go:1] starting\n" * 3
    for name in "ab":
        (tmp_path / f"{name}.log").write_bytes(banner)
    found = follows(tmp_path / "*.log")
    found.catch_up()
    for name in "ab":
        append(tmp_path / f"{name}.log", lines(f"{name}1", f"{name}2"))
    found.restart()
    assert found.catch_up() == ["a1", "a2", "b1", "b2"]
    append(tmp_path / "a.log", lines("a3"))
    append(tmp_path / "b.log", lines("b3"))
    assert found.catch_up() == ["a1", "a2", "a3", "b1", "b2", "b3"]


def test_a_long_log_goes_on_where_it_was(follows, log):
    found = follows()
    log.write_bytes(lines(*(f"a{n}" for n in range(40))))
    assert log.stat().st_size > 2 * HEAD
    found.catch_up()
    found.restart()
    append(log, lines("b") + b"nonsense\n")
    assert found.catch_up()[-1] == "b"
    assert (found.account.read, found.account.duplicates) == (42, 0)
    assert (found.account.rejected[0].source, found.account.rejected[0].line) == (str(log), 42)


def test_a_copy_of_a_log_is_known_again(follows, log):
    found = follows(log.with_name("*.log*"))
    log.write_bytes(lines(*(f"a{n:02}" for n in range(40))))
    found.catch_up()
    shutil.copyfile(log, log.with_name("audit.log.1"))
    append(log.with_name("audit.log.1"), lines("b"))  # written before the copy, and not read before the truncation
    with log.open("r+b") as file:
        file.truncate(0)
    assert found.catch_up()[-1] == "b"
    assert (found.account.read, found.account.duplicates) == (41, 0)


def test_pieces_of_a_container_line_stay_together(follows, log):
    event = raw(an_event(auditID="1")).decode()
    first, second = f"2026-11-24T18:00:00Z stdout P {event[:200]}\n", f"2026-11-24T18:00:00Z stdout F {event[200:]}\n"
    found = follows()
    log.write_text(first)
    assert found.catch_up() == []
    found.restart()
    append(log, second.encode())
    assert found.catch_up() == ["1"]
    assert (found.account.read, found.account.rejected_total) == (1, 0)


def test_many_records_in_a_line_are_several_batches(follows, log):
    items = [an_event(auditID=f"{n:04}") for n in range(4_500)]
    log.write_bytes(json.dumps({"kind": "EventList", "items": items}).encode() + b"\n")
    found = follows()
    assert len(found.catch_up()) == 4_500
    found.restart()
    found.catch_up()
    assert found.account.read == 4_500


def test_a_broken_packed_file_is_told_once_nobody_writes_it(follows, log, monkeypatch):
    packed = log.with_name("audit.log.1.gz")
    log.touch()
    found = follows(log.with_name("*"))
    packed.write_bytes(gzip.compress(lines(*map(str, range(9))))[:-30])
    found.catch_up()
    assert found.account.rejected_total == 0
    monkeypatch.setattr(follow_tail, "_STILL", -1)
    found.catch_up()
    found.restart()
    found.catch_up()
    assert [r.reason for r in found.account.rejected if "breaks off" in r.reason]
    assert sum("breaks off" in r.reason for r in found.account.rejected) == 1


def test_a_file_without_lines_is_told_once_and_stops_no_other(follows, log):
    log.with_name("old.zip").write_bytes(b"PK\x03\x04" + lines(*map(str, range(9))))
    log.write_bytes(lines("1"))
    found = follows(log.with_name("*"))
    assert found.catch_up() == ["1"]
    found.restart()
    found.catch_up()
    assert [r.reason.split(";")[0] for r in found.account.rejected] == ["this is no log but a zip archive"]


def test_a_file_that_may_not_be_read_is_told_once_and_stops_no_other(follows, log, monkeypatch):
    refused = log.with_name("refused.log")
    refused.write_bytes(lines("x"))
    log.write_bytes(lines("1"))
    path_open = Path.open

    def opening(self, *given, **named):
        if self == refused:
            raise PermissionError(13, "Permission denied")
        return path_open(self, *given, **named)

    monkeypatch.setattr(Path, "open", opening)  # the tests may run as root, whom nothing is refused
    found = follows(log.with_name("*.log"))
    assert found.catch_up() == ["1"]
    found.catch_up()
    assert found.told == [f"{refused}: Permission denied"]


def test_a_database_that_is_away_is_waited_for(monkeypatch):
    monkeypatch.setattr(follow_loop, "_PAUSE", 0)
    stop, paused, rounds = threading.Event(), [], iter([StoreUnavailable("away"), True, False])

    class Source:
        def round(self, stop):
            try:
                found = next(rounds)
            except StopIteration:
                stop.set()
                return False
            if isinstance(found, Exception):
                raise found
            return found

    follow_loop.follow([Source()], stop, lambda error, _: paused.append(str(error)))
    assert paused == ["away"]
