"""Who somebody is, and from where: by name, by group, and by the address that the control plane calls from."""

from ipaddress import ip_network

import pytest

from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from graphsvc.domain.standing import Surroundings, network_of, role_of_caller, standing_of
from graphsvc.domain.who_kind import is_system_namespace, kind_of
from tests.builders import an_event, raw

CONTROLLER = "system:serviceaccount:kube-system:replicaset-controller"
NODES = ("system:nodes",)


def path_of(**event):
    return project_call(parse_event(raw(an_event(**event))), "c").path


@pytest.mark.parametrize(
    ("name", "groups", "kind"),
    [
        ("<unknown>", (), "unknown"),
        ("", (), "anonymous"),
        ("system:anonymous", ("system:unauthenticated",), "anonymous"),
        ("system:bootstrap:abcdef", ("system:bootstrappers",), "bootstrap"),
        ("system:bootstrap:abcdef", ("dev",), "person"),
        ("system:node:a", NODES, "node"),
        ("system:node:a", (), "person"),
        ("system:node:a", None, "node"),
        ("system:kube-scheduler", (), "controlplane"),
        (CONTROLLER, (), "controlplane"),
        ("system:serviceaccount:kube-system:coredns", (), "serviceaccount"),
        ("system:serviceaccount:evil:replicaset-controller", (), "serviceaccount"),
        ("system:serviceaccount:gmp-system:collector", (), "platform"),
        ("system:serviceaccount:openshift-monitoring:prometheus", (), "platform"),
        ("eks:node-manager", (), "platform"),
        ("aksService", ("system:masters",), "platform"),
        ("system:admin", ("system:masters",), "person"),
        ("alice@corp.example", (), "person"),
    ],
)
def test_kinds(name, groups, kind):
    assert kind_of(name, groups) == kind


def test_a_network_is_what_is_known_of_the_address_and_outside_stays_outside():
    roles = {"10.0.0.1": "controlplane", "10.0.0.2": "node", "198.51.100.1": "node"}
    around = Surroundings(roles, {"office": (ip_network("203.0.113.0/24"),)})
    addresses = ("10.0.0.1", "10.0.0.2", "10.0.0.3", "127.0.0.1", "::1", "198.51.100.1", "203.0.113.9", "", "nonsense")
    expected = ["controlplane", "node", "internal", "loopback", "loopback", "external", "office", "", "internal"]
    assert [network_of(address, around) for address in addresses] == expected


@pytest.mark.parametrize(
    ("address", "roles", "kind"),
    [
        ("10.0.0.1", {"10.0.0.1": "controlplane"}, "controlplane"),
        ("10.0.0.9", {"10.0.0.1": "controlplane"}, "serviceaccount"),
        ("10.0.0.2", {"10.0.0.1": "controlplane", "10.0.0.2": "node"}, "serviceaccount"),
        ("127.0.0.1", {"10.0.0.1": "controlplane"}, "controlplane"),
        ("10.0.0.9", {}, "controlplane"),  # nothing is known of the control plane yet
        ("198.51.100.1", {}, "serviceaccount"),
    ],
)
def test_a_controllers_token_is_the_control_plane_only_where_that_calls_from(address, roles, kind):
    standing = standing_of(path_of(user=CONTROLLER, sourceIPs=[address]), Surroundings(roles))
    assert (standing.who, standing.who_kind) == (CONTROLLER, kind)


def test_who_acts_as_somebody_is_that_one():
    standing = standing_of(path_of(impersonatedUser={"username": "system:node:a"}, verb="delete"), Surroundings())
    assert vars(standing) == {
        "who": "system:node:a",
        "who_kind": "node",
        "ok": True,
        "did": "delete",
        "network": "internal",
        "system_namespace": False,
    }


def test_roles_are_learned_from_who_has_a_certificate_of_them():
    node = {"username": "system:node:a", "groups": ["system:nodes"]}
    assert role_of_caller(path_of(user=node)) == "node"
    assert role_of_caller(path_of(user="system:kube-controller-manager")) == "controlplane"
    for user, more in (
        (CONTROLLER, {}),
        (node, {"sourceIPs": ["198.51.100.1"]}),
        (node, {"sourceIPs": ["127.0.0.1"]}),
        ("system:node:a", {}),
        ("alice", {"impersonatedUser": {"username": "system:kube-scheduler"}}),
        ("system:kube-scheduler", {"code": 401}),
    ):
        assert role_of_caller(path_of(user=user, **more)) is None


def test_system_namespaces():
    named = {"kube-system", "gke-managed-system", "openshift-monitoring"}
    assert {n for n in (*named, "shop", "kube-systems", "") if is_system_namespace(n)} == named
