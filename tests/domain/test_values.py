"""Small values: resources, addresses, images, clients, periods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.domain.address import classify_address
from graphsvc.domain.client import client_of
from graphsvc.domain.identity import classify_user
from graphsvc.domain.image import parse_image
from graphsvc.domain.moment import HOUR
from graphsvc.domain.period import Period
from graphsvc.domain.resource import classify_resource, plural_kind, singular_kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1.2.3", "internal"),
        ("192.168.1.1", "internal"),
        ("127.0.0.1", "internal"),
        ("::1", "internal"),
        ("fd00::1", "internal"),
        ("100.64.0.1", "internal"),
        ("8.8.8.8", "external"),
        ("2600::1", "external"),
        ("::ffff:8.8.8.8", "external"),
        ("203.0.113.80", "external"),
        ("private", "internal"),
        ("", "internal"),
    ],
)
def test_addresses(text, expected):
    assert classify_address(text) == expected


@pytest.mark.parametrize(
    ("plural", "singular", "many", "kind"),
    [
        ("pods", "Pod", "Pods", "Workload"),
        ("clusterrolebindings", "ClusterRoleBinding", "ClusterRoleBindings", "RBAC"),
        ("storageclasses", "StorageClass", "StorageClasses", "Storage"),
        ("ingresses", "Ingress", "Ingresses", "Other"),
        ("networkpolicies", "NetworkPolicy", "NetworkPolicies", "Other"),
        ("endpoints", "Endpoints", "Endpoints", "Other"),
        ("csistoragecapacities", "CSIStorageCapacity", "CSIStorageCapacities", "Storage"),
        ("applications", "Application", "Applications", "Other"),
        ("gateways", "Gateway", "Gateways", "Other"),
    ],
)
def test_resources(plural, singular, many, kind):
    assert (singular_kind(plural), plural_kind(plural), classify_resource(plural)) == (singular, many, kind)


@pytest.mark.parametrize(
    ("reference", "registry", "repository"),
    [
        ("nginx", "docker.io", "docker.io/library/nginx"),
        ("nginx:1.27", "docker.io", "docker.io/library/nginx"),
        ("bitnami/redis:7", "docker.io", "docker.io/bitnami/redis"),
        ("evil.example:5000/miner:1", "evil.example:5000", "evil.example:5000/miner"),
        ("quay.io/a/b@sha256:00", "quay.io", "quay.io/a/b"),
        ("localhost/x", "localhost", "localhost/x"),
    ],
)
def test_images(reference, registry, repository):
    image = parse_image(reference)
    assert (image.registry, image.repository) == (registry, repository)


@pytest.mark.parametrize(
    ("agent", "client"),
    [
        ("kubectl/v1.36.3 (linux/amd64) kubernetes/x", "kubectl/v1.36.3"),
        ("", ""),
        ("curl/8.1", "curl/8.1"),
        ("(odd)", ""),
    ],
)
def test_clients(agent, client):
    assert client_of(agent) == client


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("alice", "person"),
        ("system:serviceaccount:a:b", "serviceaccount"),
        ("system:node:n1", "node"),
        ("system:apiserver", "system"),
        ("eks:node-manager", "system"),
    ],
)
def test_users(name, kind):
    assert classify_user(name) == kind


@given(st.integers(0, 50 * HOUR), st.integers(0, 50 * HOUR))
def test_a_period_is_its_pieces(start, length):
    period = Period(start, start + length)
    before, (first, last), after = period.cut()
    assert before.start == period.start
    pieces = (before.stop - before.start) + (last - first) * HOUR + (after.stop - after.start)
    assert pieces == length
    if last > first:
        assert (before.stop, after.start) == (first * HOUR, last * HOUR)
