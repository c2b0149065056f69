"""What an earlier version could not read becomes calls, once, when this one can."""

import json

import pytest

from graphsvc.graph.read.rejected import RejectedReader, forget_rejected
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.segment import segment_file, segments
from graphsvc.ingest.record.record import Record
from graphsvc.ingest.replay import Replay
from tests.builders import a_pipeline, an_event, raw

UNKNOWN = "no format knows this"
LONG = an_event(auditID="long", userAgent="x" * 5_000)  # longer than what the graph keeps of a rejected record


@pytest.fixture
def archive(tmp_path):
    found = Archive(tmp_path)
    yield found
    found.close()


def reject(store, archive, *records):
    """As a version that knew less would have left them."""
    account = a_pipeline(store, archive=archive).take(list(records), cluster="c", name="old.log")
    assert account.rejected_total == len(records)


def replay(store, folder):
    reader = RejectedReader(store)
    account, ids = Replay(folder, a_pipeline(store)).take(reader.page())
    forget_rejected(store, ids)
    assert account.balances
    return account, reader.page()


def audit_ids(store):
    return sorted(row[0] for row in store.read_text("MATCH (c:ApiCall) RETURN c.audit_id"))


def test_readable_ones_become_calls_and_the_others_stay(store, archive, tmp_path):
    wrapped = json.dumps({"log": raw(an_event(auditID="wrapped")).decode(), "stream": "stdout", "time": "x"}).encode()
    reject(
        store, archive, Record(raw(LONG), 3, UNKNOWN), Record(wrapped, 4, UNKNOWN), Record(b"{", 5, "not valid JSON")
    )
    account, left = replay(store, tmp_path)
    assert (account.calls, account.rejected_total) == (2, 0)
    assert [r.line for r in left] == [5]
    assert audit_ids(store) == ["long", "wrapped"]


def test_replay_again_counts_nothing_twice(store, archive, tmp_path):
    reject(store, archive, Record(raw(LONG), 1, UNKNOWN))
    rejections = RejectedReader(store).page()
    for _ in range(2):  # killed before it was forgotten
        account, _ = Replay(tmp_path, a_pipeline(store)).take(rejections)
    assert (account.calls, account.duplicates) == (0, 1)
    assert audit_ids(store) == ["long"]


def test_without_the_archive_the_text_that_is_left_is_tried(store, archive, tmp_path):
    short = an_event(auditID="short")
    reject(store, archive, Record(raw(short), 1, UNKNOWN), Record(raw(LONG), 2, UNKNOWN))
    segment_file(tmp_path, segments(tmp_path)[0]).unlink()
    _, left = replay(store, tmp_path)
    assert audit_ids(store) == ["short"]
    assert [r.line for r in left] == [2]


def test_replayed_calls_lead_to_their_raw_event(store, archive, tmp_path):
    reject(store, archive, Record(raw(LONG), 1, UNKNOWN))
    place = RejectedReader(store).page()[0].archive
    replay(store, tmp_path)
    assert store.read_text("MATCH (c:ApiCall) RETURN c.archive") == [[place]]
