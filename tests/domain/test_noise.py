"""Noise rules drop the chatter and nothing that anybody would ask about."""

import pytest

from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from graphsvc.domain.noise import noise_filter
from graphsvc.errors import DefinitionError
from graphsvc.ingest.noise_rules import choose_noise_rules, load_noise_rules
from tests.builders import an_event, raw

RULE_OF = noise_filter(load_noise_rules())
SCHEDULER, NODE, ACCOUNT = "system:kube-scheduler", "system:node:n1", "system:serviceaccount:shop:web"


def rule(verb, resource, user, code=200, sub="", uri="", imp=""):
    ref = {"resource": resource, "namespace": "x", "name": "y", **({"subresource": sub} if sub else {})}
    event = an_event(verb=verb, ref=ref, user=user, code=code)
    if uri:
        del event["objectRef"]
        event["requestURI"] = uri
    if imp:
        event["impersonatedUser"] = {"username": imp}
    return RULE_OF(project_call(parse_event(raw(event)), "c").path)


@pytest.mark.parametrize(
    ("expected", "call"),
    [
        ("leases", ("update", "leases", SCHEDULER)),
        ("leases", ("get", "leases", ACCOUNT, 404)),
        ("health-checks", ("get", "", "system:anonymous", 200, "", "/readyz")),
        ("health-checks", ("get", "", "system:anonymous", 200, "", "/livez/etcd")),
        ("metrics", ("get", "", ACCOUNT, 200, "", "/metrics")),
        ("discovery", ("get", "", "alice", 200, "", "/apis/apps/v1")),
        ("events", ("create", "events", SCHEDULER, 201)),
        ("endpoints", ("update", "endpointslices", "system:serviceaccount:kube-system:endpoint-controller")),
        ("node-status", ("get", "nodes", NODE)),
        ("pod-status", ("patch", "pods", NODE, 200, "status")),
        ("reviews", ("create", "tokenreviews", ACCOUNT, 201)),
        ("controller-status", ("update", "replicasets", "system:serviceaccount:kube-system:rs", 200, "status")),
        ("control-plane-reads", ("list", "pods", "system:apiserver")),
        ("component-watches", ("watch", "pods", SCHEDULER)),
    ],
)
def test_chatter_is_dropped(expected, call):
    assert rule(*call) == expected


@pytest.mark.parametrize(
    "call",
    [
        ("update", "leases", "alice"),
        ("update", "leases", SCHEDULER, 403),
        ("get", "", "system:anonymous", 200, "", "/metrics"),
        ("get", "", "system:anonymous", 403, "", "/readyz"),
        ("get", "", "system:anonymous", 200, "", "/apis"),
        ("delete", "events", SCHEDULER),
        ("create", "selfsubjectrulesreviews", ACCOUNT, 201),
        ("watch", "secrets", SCHEDULER),
        ("list", "secrets", "system:apiserver"),
        ("watch", "pods", ACCOUNT),
        ("create", "serviceaccounts", NODE, 201, "token"),
        ("get", "nodes", "alice"),
        ("update", "leases", SCHEDULER, 200, "", "", "system:admin"),
    ],
)
def test_what_may_matter_stays(call):
    assert rule(*call) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[rule]]\nname = "a"\ntitle = "A"\nverb = ["get"]\n', r"rule 'a': unknown verb"),
        ('[[rule]]\nname = "a"\ntitle = "A"\nverbs = "get"\n', r"rule 'a': verbs is a list"),
        ('[[rule]]\nname = "a"\n', r"needs a name and a title"),
        ("x = 1", r"has no \[\[rule\]\]"),
        ("[[", r"noise.toml"),
        ('[[rule]]\nname = "leases"\ntitle = "Mine"\n', r"rule leases exists already"),
    ],
)
def test_a_wrong_rule_says_which(tmp_path, text, told):
    file = tmp_path / "noise.toml"
    file.write_text(text)
    with pytest.raises(DefinitionError, match=told):
        choose_noise_rules(own=file)


def test_rules_can_be_switched_off_one_by_one():
    names = {r.name for r in choose_noise_rules(off=["leases"])}
    assert names == {r.name for r in load_noise_rules()} - {"leases"}
    assert choose_noise_rules(off=["*"]) == ()
    with pytest.raises(DefinitionError, match="no noise rule is called laeses"):
        choose_noise_rules(off=["laeses"])


def test_rules_of_ones_own_come_first(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('[[rule]]\nname = "builds"\ntitle = "Build robots"\nusers = ["robot-*"]\n')
    rules = choose_noise_rules(own=file)
    assert [r.name for r in rules][:2] == ["builds", load_noise_rules()[0].name]
    assert rules[0].users == ("robot-*",)
