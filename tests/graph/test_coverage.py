"""What logs showed, kept with the calls: once, cheaply, and the same however they come."""

import random

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.domain.ages import Ages
from graphsvc.domain.coverage import coverage_of
from graphsvc.domain.moment import DAY
from graphsvc.graph.read.coverage import CoverageReader
from graphsvc.graph.write.retention import Retention
from graphsvc.ingest.noise_rules import load_noise_rules
from tests.builders import a_pipeline, an_event, an_exec, ingest, records
from tests.graph_dump import dump

ROLE = {"resource": "roles", "apiGroup": "rbac.authorization.k8s.io", "namespace": "shop", "name": "r"}
BODY = {"kind": "Role", "metadata": {"name": "r"}, "rules": [{"verbs": ["get"], "resources": ["pods"]}]}
LEASE = {"verb": "update", "ref": {"resource": "leases"}, "user": "system:kube-scheduler"}


def a_role(**given):
    return an_event(**{"verb": "create", "ref": ROLE, "level": "Request", "requestObject": BODY, **given})


def state(store, slug, cluster="test"):
    detections = [d for d in load_detections() if d.slug == slug]
    return coverage_of(detections, CoverageReader(store).facts()[cluster])[0].state.value


@pytest.mark.parametrize("batch", [1, 3, 100])
def test_what_was_shown_is_kept_once_whatever_the_order(store, batch):
    events = [a_role(auditID=f"r{n}", time=f"2026-11-{n + 1:02}T12:00:00Z") for n in range(6)]
    events += [an_exec(auditID="x"), *(an_event(auditID=f"l{n}", **LEASE) for n in range(3))]
    random.Random(batch).shuffle(events)
    ingest(store, *events, batch=batch, rules=load_noise_rules())
    facts = CoverageReader(store).facts(("test",))["test"]
    assert set(facts.levels) == {("create", "roles"), ("get", "pods/exec"), ("update", "leases")}
    assert facts.levels["create", "roles"].keys() == {"Request"}
    before = dump(store)
    ingest(store, *events, rules=load_noise_rules())
    assert dump(store) == before


def test_a_cluster_without_bodies_is_blind_and_another_is_not(store):
    ingest(store, a_role(), an_exec())
    ingest(store, a_role(level="Metadata", requestObject=None), cluster="poor")
    assert state(store, "role-that-can-exec") == "fed"
    assert state(store, "role-that-can-exec", "poor") == "blind"
    assert state(store, "exec-into-pod", "poor") == "unknown"
    assert CoverageReader(store).facts(("none",)) == {}


def test_what_is_old_goes_and_is_written_again_when_it_comes_again(store):
    pipeline = a_pipeline(store)

    def take(time):
        pipeline.ingest(records(a_role(time=time)), cluster="test", name="x")

    take("2026-01-01T12:00:00Z")
    pipeline.ingest(records(an_exec(time="2026-06-01T12:00:00Z")), cluster="test", name="x")
    for _ in Retention(store, Ages(30 * DAY, 30 * DAY, 30 * DAY, 0, 0, 0, 0)).steps():
        pass
    assert state(store, "role-that-can-exec") == "unknown"
    take("2026-06-01T13:00:00Z")
    assert state(store, "role-that-can-exec") == "fed"
