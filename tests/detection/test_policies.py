"""Every policy against its cases, and against the same call in every other shape, through the whole pipeline.

Cases that are written by hand say what fires and what is a near miss; `variants` makes the rest of them. All of them go
into one graph, a cluster for each policy, and are looked at once.
"""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.detection import DetectionKind
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.ingest.record.record import read_records
from tests.builders import a_pipeline
from tests.detection.variants import Variant, variants

CASES = Path(__file__).parents[1] / "cases"
_ADDRESSES = ["198.51.100.7", "203.0.113.128/25"]
LISTS = {
    "OR-01.addresses": _ADDRESSES,
    "OR-02.addresses": _ADDRESSES,
    "OR-03.addresses": _ADDRESSES,
    "OR-06.users": ["*@corp.example"],
    "WL-16.images": ["registry.corp.example/*"],
}  # those that are the user's own
POLICIES = [d for d in load_detections(LISTS) if d.kind is DetectionKind.POLICY]


def by_hand(slug):
    return [json.loads(line) for line in (CASES / f"{slug}.ndjson").read_text().splitlines()]


def written(cases):
    for case in cases:
        audit_id = f"{case['event']['auditID']} {case['why']}"
        line = json.dumps({**case["event"], "auditID": audit_id}).encode()
        yield Variant(case["why"], audit_id, case["expect"] == "fires", line)


@pytest.fixture(scope="module")
def expected():
    found = {}
    for policy in POLICIES:
        cases = by_hand(policy.slug)
        first = next(case for case in cases if case["expect"] == "fires")
        found[policy.slug] = [*written(cases), *variants(policy, first)]
    return found


@pytest.fixture(scope="module")
def fired(session_store, expected):
    """What fired, by policy and audit id."""
    empty(session_store)
    pipeline = a_pipeline(session_store)
    for slug, own in expected.items():
        log = BytesIO(b"\n".join(variant.line for variant in own))
        account = pipeline.ingest(read_records(log), cluster=slug, name=slug)
        assert (account.calls, account.rejected) == (len(own), []), slug
    found: set[tuple[str, str]] = set()
    policies = tuple(replace(policy, habit=None) for policy in POLICIES)
    engine = Engine(session_store, Reader(session_store), policies)
    engine.run_waiting(
        lambda occurrences: found.update((o.cluster, o.audit_id) for o in occurrences if o.detection.slug == o.cluster)
    )
    return found


@pytest.mark.parametrize("slug", sorted(d.slug for d in POLICIES))
def test_fires_where_it_should_and_nowhere_else(expected, fired, slug):
    wrong = {
        v.name: "silent" if v.fires else "fires" for v in expected[slug] if ((slug, v.audit_id) in fired) != v.fires
    }
    assert not wrong
    assert {v.fires for v in expected[slug]} == {True, False}
