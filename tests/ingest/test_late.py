"""What is posted later than anomalies remember is counted and alarms nobody; a file is read on purpose."""

import time

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.moment import DAY, to_text
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.segment import FILE, PUSH, frames, reach_of, segment_source
from graphsvc.ingest.record.record import Record
from tests.builders import a_pipeline, an_exec, raw

NOW = int(time.time() * 1_000)


def written(store, folder, kind, *events):
    archive = Archive(folder, kind)
    archive.append("c", "s", [Record(raw(event), line) for line, event in enumerate(events, 1)])
    archive.close()
    found = list(frames(folder, reach_of(folder, archive.segment)))
    account = a_pipeline(store).write_frames(found)
    assert account.balances
    engine = Engine(store, Reader(store), load_detections())
    source = segment_source(archive.segment)
    assert store.read("checkpoint", source=source) == [[found[-1].end]]
    return account, engine.run_waiting()


def an_exec_of(days, **given):
    return an_exec(time=to_text(NOW - days * DAY), **given)


@pytest.mark.parametrize(("kind", "alarming"), [(PUSH, {"1 d", "89 d"}), (FILE, {"1 d", "89 d", "95 d", "900 d"})])
def test_only_posts_can_be_late(store, tmp_path, kind, alarming):
    events = [an_exec_of(days, auditID=f"{days} d") for days in (1, 89, 95, 900)]
    account, _ = written(store, tmp_path, kind, *events)
    assert (account.read, account.calls) == (4, 4)
    assert Reader(store).count(Question()).calls == 4
    evidence = "MATCH (:Alert {detection: 'exec-into-pod'})-[:EVIDENCE]->(c) RETURN c.audit_id"
    assert {row[0] for row in store.read_text(evidence)} == alarming


def test_late_posts_are_remembered(store, tmp_path):
    """What was there a hundred days ago is not new when it is heard of afterwards, within the window."""
    written(store, tmp_path, PUSH, an_exec_of(95, user="carol"))
    _, fired = written(store, tmp_path, PUSH, an_exec_of(6, user="carol"))
    assert not store.read_text("MATCH (a:Alert {kind: 'anomaly'}) WHERE a.who CONTAINS 'carol' RETURN a.code")
    assert fired
