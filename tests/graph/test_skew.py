"""Clocks that are wrong: no bucket in the future, nothing counted twice, nothing lost."""

import time

import pytest

from graphsvc.domain.ages import Ages
from graphsvc.domain.moment import HOUR, parse_moment, to_text
from graphsvc.domain.skew import FIRST_POSSIBLE
from graphsvc.graph.reader import Question, Reader
from graphsvc.graph.retention import Retention
from tests.builders import an_event, ingest
from tests.faults.targets import R11

pytestmark = R11

NOW = int(time.time() * 1_000)
MINUTE = 60_000


def at(moment, **given):
    return an_event(time=to_text(moment), **given)


def times(store):
    return [row[0] for row in store.read_text("MATCH (c:ApiCall) RETURN c.time ORDER BY c.audit_id")]


@pytest.mark.parametrize(
    "moment", [NOW + 10 * MINUTE, parse_moment("2099-01-01T00:00:00Z"), 0, -1, 253_402_300_799_000]
)
def test_impossible_times_become_now_and_keep_what_they_claim(store, moment):
    account = ingest(store, at(moment), an_event())
    assert account.balances
    assert (account.calls, account.skewed, account.rejected_total) == (2, 1, 0)
    ((placed, claimed),) = store.read_text(
        "MATCH (c:ApiCall) WHERE c.claimed_time IS NOT NULL RETURN c.time, c.claimed_time"
    )
    assert NOW - MINUTE <= placed <= int(time.time() * 1_000)
    assert claimed == to_text(moment)
    assert store.read_text("MATCH (h:PathHour) RETURN max(h.start)")[0][0] * HOUR <= int(time.time() * 1_000)
    assert Reader(store).count(Question()).calls == 2


@pytest.mark.parametrize("moment", [NOW - 10 * MINUTE, NOW + 20_000, FIRST_POSSIBLE])
def test_possible_times_stay(store, moment):
    account = ingest(store, at(moment))
    assert account.skewed == 0
    assert times(store) == [moment]


def test_a_skewed_call_again_is_the_same_call(store):
    started = at(parse_moment("2099-01-01T00:00:00Z"), auditID="x", stage="ResponseStarted", verb="watch")
    ingest(store, started)
    first = times(store)
    time.sleep(0.01)  # another millisecond: it would be another id
    account = ingest(store, started, {**started, "stage": "ResponseComplete"})
    assert (account.calls, account.duplicates, account.merged_stages) == (0, 1, 1)
    assert times(store) == first
    assert store.read_text("MATCH (s:SkewedCall) RETURN count(s)") == [[1]]


def test_memory_of_skewed_calls_goes_with_the_calls(store):
    ingest(store, at(parse_moment("2099-01-01T00:00:00Z")))
    store.run_schema("MATCH (s:SkewedCall) SET s.time = 1")
    ingest(store, an_event())
    for _ in Retention(store, Ages(HOUR, 0, 0, 0, 0, 0, 0)).steps():
        pass
    assert store.read_text("MATCH (s:SkewedCall) RETURN count(s)") == [[0]]
