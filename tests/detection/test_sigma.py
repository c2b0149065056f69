"""Sigma rules as detections: they fire for what the rule means, and what cannot be said is refused by its name."""

from pathlib import Path

import pytest

from graphsvc.detection.definition import read_detection
from graphsvc.detection.engine import Engine
from graphsvc.detection.gate import Gate
from graphsvc.detection.own import OwnDetections
from graphsvc.detection.sigma.rule import convert
from graphsvc.domain.detection import DetectionKind
from graphsvc.graph.read.reader import Reader
from tests.builders import an_event, an_exec, ingest

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path):
    for converted in convert([HERE / "sigma.yml"]):
        assert not converted.problem
        (tmp_path / f"{converted.slug}.cypher").write_text(converted.text)
    return tmp_path


@pytest.fixture
def fired(store, folder):
    """What fires for events, by audit id and title."""
    own = OwnDetections(lambda: folder.glob("*.cypher"), {}, Gate(store))
    engine = Engine(store, Reader(store), (), own=own)

    def run(*events):
        found = []
        ingest(store, *events)
        engine.run_waiting(found.extend)
        assert own.faults == ()
        return {(o.audit_id, o.detection.title) for o in found}

    return run


def a_read(audit_id, name="vault-a", **given):
    ref = {"resource": "secrets", "namespace": "shop", "name": name}
    return an_event(
        **{"auditID": audit_id, "ref": ref, "requestURI": f"/api/v1/namespaces/shop/secrets/{name}", **given}
    )


def asked(audit_id, **given):
    ref = {"resource": "selfsubjectaccessreviews", "apiGroup": "authorization.k8s.io"}
    return an_event(auditID=audit_id, verb="create", ref=ref, **given)


def test_a_file_says_what_the_rule_says(tmp_path):
    made = {converted.title: converted for converted in convert([HERE / "sigma.yml"])}
    assert set(made) == {
        "Every modifier", "Pod on the network of its node", "Many secrets of the vault", "Often at the vault",
        "Asked and read, in any order", "Asked, then read",
    }, "what is a part of a correlation is no detection by itself"  # fmt: skip
    file = tmp_path / "x.cypher"
    file.write_text(made["Many secrets of the vault"].text)
    found = read_detection(file)
    assert (found.code, found.kind, found.at_least, found.window) == ("SIGMA-7b1f0c14", "threshold", 3, 600_000)
    assert found.severity == "critical"
    file.write_text(made["Asked, then read"].text)
    found = read_detection(file)
    assert (found.kind, found.steps, found.on_text) == (
        DetectionKind.SEQUENCE,
        ("asked", "vault-read"),
        "* *; get,list *",
    )


def test_it_fires_for_what_the_rule_means(fired):
    title = "Every modifier"
    for changed, fires in [
        ({}, True),
        ({"sourceIPs": ["10.2.0.1"]}, False),
        ({"sourceIPs": ["192.0.2.7"]}, True),
        ({"code": 403}, False),
        ({"userAgent": "curl/8"}, False),
        ({"user": {"username": "a", "groups": ["ops"]}}, False),
        ({"impersonatedUser": {"username": "b"}}, False),
        ({"ref": {"resource": "pods", "namespace": "Shop", "name": "web-1", "subresource": "exec"}}, False),
        ({"ref": {"resource": "pods", "namespace": "shop", "name": "wb-1", "subresource": "exec"}}, False),
        ({"ref": {"resource": "pods", "namespace": "shop", "name": "it's \\ `that` $x \\u0041"}, "code": 500}, True),
    ]:
        event = an_exec(**changed)
        found = fired(event)
        assert found == ({(event["auditID"], title)} if fires else set()), changed


def test_what_a_write_submitted(fired):
    ref = {"resource": "pods", "namespace": "shop", "name": "x"}

    def a_pod(audit_id, image, *, network):
        body = {"spec": {"hostNetwork": network, "containers": [{"name": "a", "image": image}]}}
        return an_event(auditID=audit_id, verb="create", level="Request", ref=ref, requestObject=body)

    wanted, elsewhere = a_pod("a", "evil/XMRig:1", network=True), a_pod("b", "evil/xmrig", network=False)
    pods = [wanted, elsewhere, a_pod("c", "x", network=True)]
    assert fired(*pods) == {("a", "Pod on the network of its node")}


def test_correlations(fired):
    reads = [a_read(f"r{n}", f"vault-{n}", time=f"2026-11-23T12:0{n}:00Z") for n in range(3)]
    silent = [
        a_read("s1", "other"), a_read("s2", user="system:serviceaccount:a:vault"), a_read("s3", "vault-9", code=403),
    ]  # fmt: skip
    assert fired(*reads, *silent) == {("r2", "Many secrets of the vault")}
    assert fired(a_read("r3", "vault-0", time="2026-11-23T12:20:00Z")) == {("r3", "Often at the vault")}
    bob = {"user": "bob"}
    assert fired(a_read("b1", time="2026-11-23T13:00:00Z", **bob), asked("b2", time="2026-11-23T13:01:00Z", **bob)) == {
        ("b2", "Asked and read, in any order")
    }
    assert fired(a_read("b3", time="2026-11-23T13:02:00Z", **bob)) == {("b3", "Asked, then read")}


def test_what_cannot_be_said_is_named_and_its_siblings_are_converted():
    made = list(convert([HERE / "sigma-refused.yml", HERE / "none.yml", HERE / "test_sigma.py"]))
    problems = {converted.title: converted.problem for converted in made if converted.problem}
    assert [converted.title for converted in made if not converted.problem] == ["Best"]
    for title, words in {
        "Field": "does not have the field `requestObject.metadata.finalizers`",
        "Keywords": "words without a field",
        "Number": "`responseStatus.code` is a number, and the rule says ALLOW",
        "Group": "system:authenticated is not kept",
        "Network": "only networks of IPv4",
        "Reference": "SigmaFieldReference cannot be asked",
        "Other product": "not product kubernetes, service audit",
        "Few": "counts with `gte` or `gt`",
        "Sum": "of type value_sum",
        "Seconds": "only whole minutes",
        "Nobody": "`nobody`",
        str(HERE / "none.yml"): "No such file",
    }.items():
        assert words in problems[title], problems
