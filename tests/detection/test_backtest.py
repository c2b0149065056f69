"""Looking back says what the engine said as the calls came, and leaves the graph as it is."""

from dataclasses import replace
from itertools import product

import pytest

from graphsvc.detection import backtest
from graphsvc.detection.backtest import Backtest
from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.detection import Basis, DetectionKind
from graphsvc.domain.moment import DAY
from graphsvc.domain.period import Period
from graphsvc.errors import DefinitionError
from graphsvc.graph.read.reader import Reader
from tests.builders import an_event, an_exec, ingest

EXEC = next(d for d in load_detections() if d.slug == "exec-into-pod")
MANY = replace(
    EXEC, kind=DetectionKind.THRESHOLD, basis=Basis.CALL, text="p.ok", at_least=2, window=600_000,
    says={"by": "[p.cluster, p.who]", "of": "c.audit_id"},
)  # fmt: skip
STEPS = replace(
    EXEC, kind=DetectionKind.SEQUENCE, basis=Basis.PATH, text="true", window=600_000, steps=("refused", "allowed"),
    says={"by": "[p.cluster, p.who]", "step": "CASE WHEN p.ok THEN 'allowed' ELSE 'refused' END"},
)  # fmt: skip
NEW = replace(EXEC, kind=DetectionKind.ANOMALY, text="p.ok", window=2 * DAY, says={"seen": "[p.who]"})
PLAIN = replace(EXEC, habit=None)


def a_call(number):
    """Some of all sorts, over six days: times that differ, names that come again."""
    time = f"2026-11-{20 + number // 10:02}T12:{number % 10:02}:00Z"
    user, code = f"user-{number * number % 17}", 101 if number % 3 else 403
    return an_exec(auditID=f"e{number}", user=user, code=code, time=time, cluster="x" if number % 2 else "y")


@pytest.mark.parametrize("detection", [PLAIN, MANY, STEPS, NEW], ids=lambda d: d.kind.value)
def test_it_says_what_was_said_then(store, monkeypatch, detection):
    engine, then = Engine(store, Reader(store), (detection,)), []
    for number in range(60):
        ingest(store, a_call(number), an_event(auditID=f"other-{number}"))
        engine.run_waiting(then.extend)
    reader = Reader(store)
    before = store.read_text("MATCH (n) RETURN count(n), sum(size(keys(n)))")
    for at_once, first in product((1, 7, 5_000), (0, 3)):
        monkeypatch.setattr(backtest, "_SLICE", at_once)
        start = reader.extent().start + first * DAY
        found = Backtest(store, reader, detection, period=Period(start))
        now = [o for part in found.run() for o in part.fired]
        expected = [(o.audit_id, o.audit_ids, o.who, o.because) for o in then if o.time >= start]
        assert [(o.audit_id, o.audit_ids, o.who, o.because) for o in now] == expected
        assert expected
    assert store.read_text("MATCH (n) RETURN count(n), sum(size(keys(n)))") == before


def test_one_cluster_and_the_end_of_a_period(store):
    for cluster in ("one", "two"):
        ingest(
            store,
            *(an_exec(auditID=f"{cluster}-{n}", time=f"2026-11-{20 + n}T12:00:00Z") for n in range(4)),
            cluster=cluster,
        )
    reader = Reader(store)
    start = reader.extent().start
    found = Backtest(store, reader, PLAIN, period=Period(start + DAY, start + 2 * DAY + 1), cluster="two")
    assert [o.audit_id for part in found.run() for o in part.fired] == ["two-1", "two-2"]


def test_what_it_cannot_know_is_said(store):
    graph = next(d for d in load_detections() if d.kind is DetectionKind.GRAPH)
    caveats = [
        Backtest(store, Reader(store), d, period=Period(DAY)).caveats(DAY)
        for d in (graph, replace(NEW, habit=None), EXEC, PLAIN)
    ]
    assert [[c.partition(":")[0] for c in found] for found in caveats] == [
        ["it asks what the graph knows today"],
        ["calls are kept from 1970-01-02T00"],
        ["habits are not looked at"],
        [],
    ]


def test_one_that_cannot_be_asked_says_so(store):
    ingest(store, an_exec())
    with pytest.raises(DefinitionError, match="cannot be asked: Neo4j refused"):
        list(Backtest(store, Reader(store), replace(EXEC, text="p."), period=Period()).run())
