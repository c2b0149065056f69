"""What is known of addresses ends up on all paths from there, whatever the order in which calls came."""

import itertools

import pytest

from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from tests.builders import an_event, ingest, records

ACCOUNT = "system:serviceaccount:kube-system:replicaset-controller"
NODE = {"username": "system:node:a", "groups": ["system:nodes"]}
EVENTS = [
    an_event(auditID="stolen", user=ACCOUNT, sourceIPs=["10.0.0.9"]),
    an_event(auditID="controller", user=ACCOUNT, sourceIPs=["10.0.0.1"]),
    an_event(auditID="manager", user="system:kube-controller-manager", sourceIPs=["10.0.0.1"]),
    an_event(auditID="node", user=NODE, sourceIPs=["10.0.0.2"]),
    an_event(auditID="kubelet", user={**NODE, "username": "system:node:b"}, sourceIPs=["10.0.0.1"]),
    an_event(auditID="pod", user="system:serviceaccount:shop:web", sourceIPs=["10.0.0.2"]),
]
EXPECTED = {
    "stolen": ["serviceaccount", "internal"],
    "controller": ["controlplane", "controlplane"],
    "manager": ["controlplane", "controlplane"],
    "node": ["node", "node"],
    "kubelet": ["node", "controlplane"],
    "pod": ["serviceaccount", "node"],
}


def told(store):
    rows = store.read_text("MATCH (c:ApiCall)-[:TOOK]->(p) RETURN c.audit_id, p.who_kind, p.network")
    return {id_: rest for id_, *rest in rows}


@pytest.mark.parametrize("order", [EVENTS, EVENTS[::-1], EVENTS[3:] + EVENTS[:3]])
@pytest.mark.parametrize("batch", [1, 100])
def test_paths_say_who_called_from_where(store, order, batch):
    ingest(store, *order, batch=batch)
    assert told(store) == EXPECTED
    roles = store.read_text("MATCH (ip:SourceIp)-[r:NODE_OF|CONTROL_PLANE_OF]->(c) RETURN ip.name, type(r), c.name")
    assert {tuple(row) for row in roles if row[1] == "CONTROL_PLANE_OF"} == {("10.0.0.1", "CONTROL_PLANE_OF", "test")}
    assert ("10.0.0.2", "NODE_OF", "test") in {tuple(row) for row in roles}


def test_writers_of_several_processes_know_the_same(store):
    writers = itertools.cycle([Pipeline(Writer(store), None, lambda _: "") for _ in range(2)])
    for event in EVENTS:
        next(writers).ingest(records(event), cluster="test", name="x")
    assert told(store) == EXPECTED


def test_another_cluster_has_addresses_of_its_own(store):
    ingest(store, *EVENTS)
    ingest(store, an_event(auditID="else", user=ACCOUNT, sourceIPs=["10.0.0.9"]), cluster="other")
    assert told(store)["else"] == ["controlplane", "internal"]


def test_noise_tells_of_addresses_too(store):
    lease = {"verb": "update", "ref": {"resource": "leases", "namespace": "kube-node-lease"}}
    ingest(store, an_event(**lease, user=NODE, sourceIPs=["10.0.0.7"]), rules=load_noise_rules())
    assert store.read_text("MATCH (ip)-[:NODE_OF]->(c) RETURN ip.name, c.name") == [["10.0.0.7", "test"]]
