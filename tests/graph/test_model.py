"""A graph that the product wrote is the graph that the reference page describes."""

import gzip
from pathlib import Path

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.ages import Ages
from graphsvc.domain.moment import DAY
from graphsvc.graph.model import NODES, RELATIONSHIPS
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.write import batches
from graphsvc.graph.write.acts import write_acts
from graphsvc.graph.write.retention import Retention
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.record.record import Record, read_records
from tests.builders import a_pipeline, an_event, ingest

DEMO = Path(__file__).parents[2] / "demo"
# Nothing in the demo shows these.
UNSEEN = {
    ("ApiCall", "dry_run"),
    ("ApiCall", "truncated"),
    ("ApiCall", "names"),
    ("ApiCall", "removed_release"),
    ("ApiCall", "reported_lost"),
    ("ApiCall", "unread"),
    ("ApiCall", "impersonated_extra"),
    ("ApiCall", "folded"),
    *(("CallPath", name) for name in ("crowded", "country", "asn", "as_name")),
    ("PodSpec", "node_name"),
    ("RoleRules", "urls"),
    ("RoleRules", "can_named"),
    ("PodSpec", "token_audiences"),
    ("PodSpec", "claims"),
    ("PodSpec", "secrets"),
    ("Container", "hooks"),
    ("Writer", "origins"),
    ("LogHour", "lost"),
    ("LogHour", "late"),
    ("LogHour", "arrivals"),
    *(("Postponed", name) for name in ("id", "detection", "cluster", "learn", "calls", "paths")),
}


def test_labels_properties_and_relationships(store, tmp_path):
    archive = Archive(tmp_path)
    pipeline = a_pipeline(store, rules=load_noise_rules(), archive=archive)
    for name in ("modern.log.gz", "eks.log.gz"):
        with gzip.open(DEMO / name) as stream:
            pipeline.ingest(read_records(stream), cluster=name, name=name, source=name)
    pipeline.ingest([Record(b"broken", 1)], cluster="x", name="x")
    archive.close()
    engine = Engine(store, Reader(store), load_detections())
    engine.run_waiting()
    engine._keep(engine._state("exec-into-pod").after_failure("x", 1))
    ingest(store, an_event(), an_event(user="gone", time="2020-01-01T12:00:00Z"), an_event(time="2025-01-01T12:00:00Z"))
    engine.run_waiting()
    long = 1_000 * DAY
    for _ in Retention(store, Ages(long, long, long, 0, 0, 0, fold=DAY)).steps():
        pass
    ingest(store, an_event(), an_event(time="2099-01-01T00:00:00Z"))
    act = {"id": "x", "time": 1, "who": "x", "name": "x", "did": "started", "on": "x", "address": "x", "times": 1}
    write_acts(store, [act])
    batches.set_aside(store, batches.claim_oldest(store, batches.new_claimant()), "cannot be looked at")
    found = store.read_text("""MATCH (n) WHERE NOT n:__Migration
        UNWIND keys(n) AS key WITH DISTINCT labels(n)[0] AS label, key RETURN label, key""")
    described = {(kind.label, name) for kind in NODES for name in kind.properties}
    assert {tuple(row) for row in found} - described == set()
    assert described - {tuple(row) for row in found} <= UNSEEN
    types = store.read_text("MATCH ()-[r]->() RETURN DISTINCT type(r)")
    assert {t for (t,) in types} == {r.type for r in RELATIONSHIPS}
