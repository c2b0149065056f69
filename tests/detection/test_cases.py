"""Every detection that remembers against its case file, call by call and all at once. Policies: see test_policies."""

import json
from pathlib import Path

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.detection import DetectionKind
from graphsvc.graph.read.reader import Reader
from tests.builders import ingest
from tests.places import an_atlas

CASES = Path(__file__).parents[1] / "cases"
ALL = {d.slug: d for d in load_detections()}
DETECTIONS = {slug: d for slug, d in ALL.items() if d.kind is not DetectionKind.POLICY}


def read_cases(slug):
    return [json.loads(line) for line in (CASES / f"{slug}.ndjson").read_text().splitlines()]


def test_every_detection_has_cases_and_every_case_file_a_detection():
    assert {f.stem for f in CASES.glob("*.ndjson")} == set(ALL)


@pytest.mark.parametrize("slug", sorted(DETECTIONS))
def test_cases(store, slug):
    cases = read_cases(slug)
    engine = Engine(store, Reader(store), (DETECTIONS[slug],))
    fired: set[str] = set()
    for case in cases:
        account = ingest(store, case["event"], learn=case["expect"] == "learn", atlas=an_atlas())
        assert account.calls == 1, case["why"]
        engine.run_waiting(lambda occurrences: fired.update(o.audit_id for o in occurrences))
    expected = {c["event"]["auditID"] for c in cases if c["expect"] == "fires"}
    wrong = {c["why"] for c in cases if (c["event"]["auditID"] in fired) != (c["expect"] == "fires")}
    assert not wrong
    assert fired == expected
    assert {c["expect"] for c in cases} >= {"fires", "silent"}


@pytest.mark.parametrize("slug", sorted(DETECTIONS))
def test_one_batch_gives_the_same_as_many(store, slug):
    """The cases in one batch, after their history."""
    cases = read_cases(slug)
    engine = Engine(store, Reader(store), (DETECTIONS[slug],))
    fired: list[str] = []
    for learn in (True, False):
        events = [
            c["event"]
            for c in cases
            if (c["expect"] == "learn") is learn and not c["event"]["requestReceivedTimestamp"].startswith("2027")
        ]
        if events:
            ingest(store, *events, learn=learn, atlas=an_atlas())
            engine.run_waiting(lambda occurrences: fired.extend(o.audit_id for o in occurrences))
    expected = [
        c["event"]["auditID"]
        for c in cases
        if c["expect"] == "fires" and not c["event"]["requestReceivedTimestamp"].startswith("2027")
    ]
    assert sorted(fired) == sorted(expected)
