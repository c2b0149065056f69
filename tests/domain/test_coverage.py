"""Which detections a log can feed, by what it showed."""

import json
from dataclasses import replace

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.domain.atlas import Place
from graphsvc.domain.call import project_call
from graphsvc.domain.coverage import INVISIBLE, CoverageState, LogFacts, coverage_of
from graphsvc.domain.detection import Needs
from graphsvc.domain.event import parse_event
from graphsvc.domain.log_fact import FIELDS, ISSUED, LogFact, facts_of, level_of
from graphsvc.domain.moment import DAY
from graphsvc.domain.navigator import layer
from tests.builders import an_event, raw

DETECTIONS = load_detections()
BY_SLUG = {d.slug: d for d in DETECTIONS}
ROLE = {"resource": "roles", "apiGroup": "rbac.authorization.k8s.io", "namespace": "shop", "name": "r"}
BODY = {"kind": "Role", "metadata": {"name": "r"}, "rules": [{"verbs": ["get"], "resources": ["pods"]}]}
NOW = 20_000 * DAY


def a_call(**given):
    return project_call(parse_event(raw(an_event(**given))), "c")


def facts(*rows):
    return LogFacts.read([(of, fact, last) for of, fact, *rest in rows for last in [rest[0] if rest else NOW]])


def verdict(slug, *rows, needs=None):
    detection = BY_SLUG[slug] if needs is None else replace(BY_SLUG[slug], needs=needs)
    (found,) = coverage_of([detection], facts(*rows))
    return found.state.value, found.why


@pytest.mark.parametrize(
    ("level", "event"),
    [
        ("Metadata", {"verb": "get", "level": "Metadata"}),
        ("Request", {"verb": "get", "level": "Request"}),
        ("Request", {"verb": "create", "ref": ROLE, "level": "Request", "requestObject": BODY}),
        ("RequestResponse", {"verb": "create", "ref": ROLE, "level": "RequestResponse", "requestObject": BODY}),
        ("Metadata", {"verb": "create", "ref": ROLE, "level": "RequestResponse"}),
        ("Request", {"verb": "create", "ref": ROLE, "level": None, "requestObject": BODY}),
        ("Request", {"verb": "update", "ref": {"resource": "endpoints"}, "level": "Request"}),
        ("Request", {"verb": "create", "ref": {"resource": "pods", "subresource": "exec"}, "level": "Request"}),
        ("Metadata", {"verb": "get", "level": "Nonsense"}),
    ],
)
def test_a_level_is_what_the_event_holds_not_what_it_says(level, event):
    assert level_of(a_call(**event)) == level


def test_what_calls_show():
    server = {"user": "system:apiserver", "userAgent": "kube-apiserver/v1.33.2 (linux/amd64) kubernetes/abc"}
    minted = {"authentication.kubernetes.io/issued-credential-id": "JTI=x"}
    found = facts_of(
        [
            a_call(verb="create", ref=ROLE, level="Request", requestObject=BODY, time="2026-11-23T12:00:00Z"),
            a_call(verb="create", ref=ROLE, level="Request", requestObject=BODY, time="2026-11-23T11:00:00Z"),
            a_call(**server),
            a_call(user="eks:addon-manager", annotations=minted),
            a_call(verb="get", ref={"resource": "madeups"}, code=404),
        ]
    )
    first, last = found[LogFact("create roles", "level Request")]
    assert last - first == 3_600_000
    assert {fact for fact in found if not fact.of} == {
        *(LogFact("", f"field {name}") for name in FIELDS),
        LogFact("", "version 1.33"),
        LogFact("", "provider eks"),
    }
    assert not any("madeups" in fact.of for fact in found), "who is refused makes up names"


def test_other_shapes_show_fewer_fields():
    found = facts_of([a_call(sourceIPs=None, userAgent=None, requestURI=None)])
    assert not any(fact.startswith("field") for _, fact in found)


METADATA, REQUEST = "level Metadata", "level Request"


@pytest.mark.parametrize(
    ("state", "why", "rows"),
    [
        ("fed", "", [("create roles", REQUEST)]),
        ("fed", "", [("create roles", METADATA), ("update roles", REQUEST)]),
        ("fed", "", [("create roles", METADATA), ("create roles", REQUEST, NOW - 6 * DAY)]),
        ("blind", "roles is logged without bodies since 2024-09-24, it needs level Request",
         [("create roles", METADATA), ("create roles", REQUEST, NOW - 10 * DAY)]),
        ("blind", "roles is logged without bodies, it needs level Request", [("create roles", METADATA)]),
        ("blind", "clusterroles, roles are logged without bodies, it needs level Request",
         [("create roles", METADATA), ("create clusterroles", METADATA)]),
        ("partly", "clusterroles is logged without bodies, it needs level Request",
         [("create roles", REQUEST), ("create clusterroles", METADATA)]),
        ("unknown", "no call that it looks at was seen: write roles,clusterroles",
         [("get roles", REQUEST), ("create pods", REQUEST)]),
        ("unknown", "no call that it looks at was seen: write roles,clusterroles", []),
    ],
)  # fmt: skip
def test_levels_by_resource(state, why, rows):
    assert verdict("role-that-can-exec", *rows) == (state, why)


@pytest.mark.parametrize(
    ("state", "why", "needs", "rows"),
    [
        ("fed", "", Needs(fields=("userAgent",)), [("", "field userAgent")]),
        ("blind", "no event has userAgent", Needs(fields=("userAgent",)), []),
        ("unknown", f"no event that may have {ISSUED} was seen", Needs(fields=(ISSUED,)), []),
        ("blind", f"no event has {ISSUED}", Needs(fields=(ISSUED,)), [("create serviceaccounts/token", METADATA)]),
        ("fed", "", Needs(fields=("country",)), [("", "field country")]),
        ("blind", "country of addresses is not looked up: GRAPHSVC_GEO names no file that tells it",
         Needs(fields=("country",)), [("", "field asn")]),
        ("fed", "", Needs(version="1.30"), [("", "version 1.9"), ("", "version 1.31")]),
        ("blind", "the API server is 1.29, it needs 1.30 or later", Needs(version="1.30"), [("", "version 1.29")]),
        ("unknown", "the API server's version is not told, it needs 1.30 or later", Needs(version="1.30"), []),
        ("fed", "", Needs(provider=("eks",)), [("", "provider eks")]),
        ("blind", "nothing tells that the cluster runs on eks", Needs(provider=("eks",)), [("", "provider gke")]),
        ("unknown", "nothing tells that the cluster runs on eks", Needs(provider=("eks",)), []),
    ],
)  # fmt: skip
def test_fields_version_and_platform(state, why, needs, rows):
    assert verdict("exec-into-pod", ("get pods/exec", METADATA), *rows, needs=needs) == (state, why)


def test_what_detections_say_they_need_is_what_they_look_at():
    """A condition on the client or on the command is blind without."""
    for detection in DETECTIONS:
        if "p.client" in detection.text:
            assert "userAgent" in detection.needs.fields, detection.slug
        if "c.command" in detection.text or "c.uri" in detection.text:
            assert "requestURI" in detection.needs.fields, detection.slug
        if "p.network = 'external' AND" in detection.text:
            assert "sourceIPs" in detection.needs.fields, detection.slug
        for fact in ("country", "asn"):
            if f"p.{fact} " in detection.text:
                assert fact in detection.needs.fields, detection.slug


def test_where_addresses_are_is_looked_up_or_not():
    found = facts_of([a_call()], lambda _: Place(country=""))
    assert [fact for _, fact in found if fact in {"field country", "field asn"}] == ["field country"]


def test_a_layer_of_the_navigator():
    poor, rich = facts(("create roles", METADATA)), facts(("create roles", REQUEST), ("get pods/exec", METADATA))
    clusters = {"poor": coverage_of(DETECTIONS, poor), "rich": coverage_of(DETECTIONS, rich)}
    alone, both = layer({"rich": clusters["rich"]}), layer(clusters)
    assert (both["domain"], both["versions"]["layer"]) == ("enterprise-attack", "4.5")
    scores = [{t["techniqueID"]: t["score"] for t in one["techniques"]} for one in (alone, both)]
    assert set(scores[0]) == {t for d in DETECTIONS for t in d.technique}
    assert all(0 <= score <= 100 for score in scores[0].values())
    assert all(scores[1][technique] <= score for technique, score in scores[0].items())
    assert scores[1] != scores[0]
    assert "rich: EX-01 " in json.dumps(both)


def test_a_level_may_be_needed_of_other_calls_than_those_it_looks_at():
    exec_, pods = ("get pods/exec", METADATA), ("create pods", METADATA)
    assert verdict("exec-into-a-strong-pod", exec_)[0] == "unknown"
    assert verdict("exec-into-a-strong-pod", pods)[0] == "unknown"
    assert verdict("exec-into-a-strong-pod", exec_, pods)[0] == "blind"
    assert verdict("exec-into-a-strong-pod", exec_, ("create pods", REQUEST))[0] == "fed"


def test_static_pods_are_said_to_be_invisible():
    assert "mirror pod" in INVISIBLE["Static pods"]
    assert all(len(why) > 30 for why in INVISIBLE.values())


def test_every_state_is_a_number_of_the_answer():
    assert [state.value for state in CoverageState] == ["fed", "partly", "blind", "unknown"]
