"""Kept counters are exact or fetched anew."""

import random

from graphsvc.graph.read import counters
from graphsvc.graph.read.counters import CounterCache
from graphsvc.graph.read.reader import Question, Reader
from tests.builders import an_event, ingest


def at(hour, day=10):
    return f"2026-11-{day:02}T{hour:02}:15:00Z"


def test_a_kept_hour_is_fetched_again_when_it_changed(store):
    reader = Reader(store)
    for number in range(3):
        ingest(store, an_event(auditID=f"same hour {number}", time=at(3)))
        assert reader.count(Question()).calls == number + 1
    ingest(store, an_event(auditID="late", time=at(1)))
    assert reader.count(Question()).calls == 4


def test_any_order_of_writes_and_questions_gives_what_is_stored(store):
    rng, reader = random.Random(7), Reader(store)
    for number in range(40):
        events = [
            an_event(auditID=f"{number}-{n}", time=at(rng.randrange(24), rng.randrange(1, 6)), user=f"u{n}")
            for n in range(3)
        ]
        ingest(store, *events)
        assert reader.count(Question()).calls == (number + 1) * 3
        assert reader.count(Question("user:=u1")).calls == number + 1


def test_only_changed_hours_are_fetched(store, monkeypatch):
    ingest(store, *(an_event(auditID=f"{h}", time=at(h)) for h in range(10)))
    cache = CounterCache(store)
    start, stop = 0, 10**7
    assert cache.between(start, stop).calls.sum() == 10
    fetched = []
    monkeypatch.setattr(
        cache, "_fetch", lambda spans, *rest: fetched.extend(spans) or CounterCache._fetch(cache, spans, *rest)
    )
    cache.between(start, stop)
    assert fetched == []
    ingest(store, an_event(auditID="x", time=at(4)), an_event(auditID="y", time=at(8)))
    assert cache.between(start, stop).calls.sum() == 12
    assert [hour % 24 for hour, _ in fetched] == [4, 8]


def test_memory_is_bounded(store, monkeypatch):
    monkeypatch.setattr(counters, "_ROWS_KEPT", 3)
    ingest(store, *(an_event(auditID=f"{h}", time=at(h)) for h in range(10)))
    cache = CounterCache(store)
    found = cache.between(0, 10**7)
    assert found.calls.sum() == 10
    hours = sorted(set(found.hours.tolist()))
    for hour in hours:
        assert cache.between(hour, hour + 1).calls.sum() == 1
    assert len(cache._kept) <= 3
