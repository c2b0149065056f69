"""Clocks that are wrong: no bucket in the future, nothing counted twice, nothing lost."""

import time

import pytest

from graphsvc.domain.ages import Ages
from graphsvc.domain.moment import DAY, HOUR, parse_moment, to_text
from graphsvc.domain.skew import FIRST_POSSIBLE
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write.retention import Retention
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.segment import PUSH, frames, reach_of
from graphsvc.ingest.record.record import Record
from tests.builders import a_pipeline, an_event, ingest, raw
from tests.faults.targets import R11

pytestmark = R11

NOW = int(time.time() * 1_000)
MINUTE = 60_000
LATE = parse_moment("2099-01-01T00:00:00Z")


def at(moment, **given):
    return an_event(time=to_text(moment), **given)


def times(store):
    return [row[0] for row in store.read_text("MATCH (c:ApiCall) RETURN c.time ORDER BY c.audit_id")]


def posted(store, folder, *events):
    archive = Archive(folder, PUSH)
    archive.append("test", "s", [Record(raw(event), line) for line, event in enumerate(events, 1)])
    archive.close()
    return a_pipeline(store).write_frames(list(frames(folder, reach_of(folder, archive.segment))))


def is_put_to_now(store, account, moment):
    """Of two calls the one with this moment was put to now; nothing is counted in the future."""
    assert account.balances
    assert (account.calls, account.skewed, account.rejected_total) == (2, 1, 0)
    skewed = "MATCH (c:ApiCall) WHERE c.claimed_time IS NOT NULL RETURN c.time, c.claimed_time"
    ((placed, claimed),) = store.read_text(skewed)
    now = int(time.time() * 1_000)
    assert NOW - MINUTE <= placed <= now
    assert claimed == to_text(moment)
    assert store.read_text("MATCH (h:PathHour) RETURN max(h.start)")[0][0] * HOUR <= now
    assert Reader(store).count(Question()).calls == 2


IMPOSSIBLE = [LATE, 0, -1, 253_402_300_799_000]


@pytest.mark.parametrize("moment", IMPOSSIBLE)
def test_impossible_times_become_now_and_keep_what_they_claim(store, moment):
    is_put_to_now(store, ingest(store, at(moment), an_event()), moment)


# NOW is that of the import, and a suite takes minutes.
@pytest.mark.parametrize("moment", [*IMPOSSIBLE, pytest.param(NOW + 2 * HOUR, id="in two hours")])
def test_what_is_posted_cannot_be_ahead_of_us(store, tmp_path, moment):
    is_put_to_now(store, posted(store, tmp_path, at(moment), an_event()), moment)


@pytest.mark.parametrize(
    "moment",
    [NOW - 10 * MINUTE, NOW + 20_000, NOW + 100 * DAY, FIRST_POSSIBLE],
    ids=["past", "now", "future", "first"],
)
def test_possible_times_stay(store, moment):
    account = ingest(store, at(moment))
    assert account.skewed == 0
    assert times(store) == [moment]


def test_a_skewed_call_again_is_the_same_call(store):
    started = at(LATE, auditID="x", stage="ResponseStarted", verb="watch")
    ingest(store, started)
    first = times(store)
    time.sleep(0.01)  # another millisecond: it would be another id
    account = ingest(store, started, {**started, "stage": "ResponseComplete"})
    assert (account.calls, account.duplicates, account.merged_stages) == (0, 1, 1)
    assert times(store) == first
    assert store.read_text("MATCH (s:SkewedCall) RETURN count(s)") == [[1]]


def test_memory_of_skewed_calls_goes_with_the_calls(store):
    ingest(store, at(LATE))
    store.run_schema("MATCH (s:SkewedCall) SET s.time = 1")
    ingest(store, an_event())
    for _ in Retention(store, Ages(HOUR, 0, 0, 0, 0, 0, 0)).steps():
        pass
    assert store.read_text("MATCH (s:SkewedCall) RETURN count(s)") == [[0]]
