"""What alerts are about: calls on the same thing are one alert, whatever their objects are called."""

import pytest

from graphsvc.domain.path import Path
from graphsvc.domain.thing import owner_name, thing_of

NOTHING = {name: () if name == "groups" else 0 if name == "code" else "" for name in Path.__dataclass_fields__}

PODS = [
    ("web-5cf5c8cd6f-4trmj", "web"),
    ("kube-proxy-x7k2p", "kube-proxy"),
    ("backup-28391040-qx7zv", "backup"),
    ("mysql-0", "mysql"),
    ("redis-cluster-12", "redis-cluster"),
    ("attacker", "attacker"),
    ("my-nginx", "my-nginx"),
    ("frontend-proxy", "frontend-proxy"),
    ("v1-2-3", "v1-2"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "owner"), PODS)
def test_what_was_made_up_is_cut_off_a_pod(name, owner):
    assert owner_name("pods", name) == owner


@pytest.mark.parametrize(
    ("kind", "name", "owner"),
    [
        ("replicasets", "web-5cf5c8cd6f", "web"),
        ("jobs", "backup-28391040", "backup"),
        ("jobs", "migrate-x7k2p", "migrate"),
        ("deployments", "web-5cf5c8cd6f", "web-5cf5c8cd6f"),
        ("statefulsets", "mysql-0", "mysql-0"),
    ],
)
def test_only_what_a_controller_makes_up(kind, name, owner):
    assert owner_name(kind, name) == owner


@pytest.mark.parametrize(
    ("values", "name", "thing"),
    [
        ({"namespace": "shop", "resource": "pods"}, "web-5cf5c8cd6f-4trmj", "workload shop/web"),
        ({"namespace": "shop", "resource": "deployments", "api_group": "apps"}, "web", "workload shop/web"),
        ({"namespace": "shop", "resource": "pods"}, "", "shop/pods"),
        (
            {"namespace": "", "resource": "clusterroles", "api_group": "rbac.authorization.k8s.io"},
            "a",
            "clusterroles/a",
        ),
        ({"namespace": "", "resource": "clusterrolebindings"}, "sre-carol", "clusterrolebindings"),
        ({"namespace": "shop", "resource": "secrets"}, "db", "shop/secrets"),
        ({"namespace": "", "resource": "/api/v1/foo", "api_group": ""}, "", "URLs"),
    ],
)
def test_a_workload_a_role_or_a_class(values, name, thing):
    assert thing_of(Path(**NOTHING | values), name) == thing
