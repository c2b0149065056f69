"""Each fact of a write, out of each shape that a write comes in."""

import base64

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from graphsvc.domain.submitted import Write, read_submitted

CONTAINER = {
    "name": "c",
    "image": "corp.example:5000/team/app:1",
    "command": ["sh", "-c"],
    "args": ["id"],
    "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "by-env"}}}],
    "envFrom": [{"configMapRef": {"name": "all-of-it"}}],
    "livenessProbe": {"exec": {"command": ["curl", "x"]}},
    "lifecycle": {"postStart": {"exec": {"command": ["sh", "hook"]}}},
    "ports": [{"containerPort": 1, "hostPort": 22}],
    "securityContext": {"privileged": True, "procMount": "Unmasked", "capabilities": {"add": ["SYS_ADMIN"]}},
}
POD = {
    "metadata": {
        "ownerReferences": [{"kind": "ReplicaSet", "name": "web-1"}],
        "annotations": {"kubernetes.io/config.mirror": "x"},
    },
    "spec": {
        "hostPID": True,
        "serviceAccountName": "deployer",
        "initContainers": [{"name": "i", "image": "busybox"}],
        "containers": [CONTAINER],
        "volumes": [
            {"name": "a", "hostPath": {"path": "//etc/../"}},
            {"name": "b", "secret": {"secretName": "by-volume"}},
            {"name": "p", "projected": {"sources": [{"serviceAccountToken": {"audience": "vault"}}]}},
            {"name": "d", "persistentVolumeClaim": {"claimName": "data"}},
        ],
    },
}


def write(kind, verb="create", subresource="", namespace="shop"):
    return Write(verb, kind, subresource, namespace)


def typed(submitted, label):
    (part,) = [part for part in submitted.asked if part.label == label]
    return part


def shapes_of_a_pod():
    """The pod, and where it stands in a workload and a cron job."""
    template = {"spec": {"template": {"metadata": POD["metadata"], "spec": POD["spec"]}}}
    return [
        ("pods", POD),
        *((kind, {**template, "metadata": POD["metadata"]}) for kind in ("deployments", "daemonsets", "jobs")),
        ("cronjobs", {"metadata": POD["metadata"], "spec": {"jobTemplate": template}}),
    ]


@pytest.mark.parametrize(("kind", "body"), shapes_of_a_pod())
def test_a_pod_and_its_containers(kind, body):
    pod = typed(read_submitted(write(kind), body, None), "PodSpec")
    facts = {k: pod.properties[k] for k in ("host_pid", "host_network", "host_paths", "service_account", "owners")}
    assert facts == {
        "host_pid": True,
        "host_network": False,
        "host_paths": ["/"],
        "service_account": "deployer",
        "owners": ["ReplicaSet web-1"],
    }
    assert pod.properties["mirror"] is True
    assert pod.properties["secrets"] == ["by-volume", "by-env"]
    assert pod.properties["config_maps"] == ["all-of-it"]
    assert (pod.properties["claims"], pod.properties["token_audiences"]) == (["data"], ["vault"])
    init, main = sorted(pod.inner, key=lambda part: part.properties["kind"] != "init")
    assert init.properties["repository"] == "docker.io/library/busybox"
    assert main.properties == {
        "kind": "container",
        "name": "c",
        "image": "corp.example:5000/team/app:1",
        "repository": "corp.example:5000/team/app",
        "registry": "corp.example:5000",
        "command": "sh -c id",
        "hooks": ["curl x", "sh hook"],
        "privileged": True,
        "allows_escalation": False,
        "capabilities": ["SYS_ADMIN"],
        "runs_as_root": False,
        "unconfined": True,
        "host_ports": ["22"],
    }


def rule(verbs, resources, groups=("",), **more):
    return {"verbs": verbs, "resources": resources, "apiGroups": list(groups), **more}


RBAC = ("rbac.authorization.k8s.io",)


@pytest.mark.parametrize(
    ("rules", "can", "named"),
    [
        ([rule(["create"], ["pods/exec"])], ["exec"], []),
        ([rule(["get"], ["pods/attach"])], ["exec"], []),
        ([rule(["create"], ["*/exec"])], ["exec"], []),
        ([rule(["get"], ["pods/*"])], ["exec"], []),
        ([rule(["delete"], ["pods/exec"])], [], []),
        ([rule(["create"], ["pods/exec"], ["apps"])], [], []),
        ([rule(["get"], ["secrets"])], ["read-secrets"], []),
        ([rule(["get"], ["secrets"], resourceNames=["one"])], [], ["read-secrets"]),
        ([rule(["patch"], ["daemonsets"], ["apps"])], ["write-pods"], []),
        ([rule(["create"], ["rolebindings"], RBAC)], ["write-rbac"], []),
        ([rule(["create"], ["serviceaccounts/token"])], ["mint-tokens"], []),
        ([rule(["get"], ["nodes/proxy"])], ["node-proxy"], []),
        ([rule(["escalate"], ["clusterroles"], RBAC)], ["escalate"], []),
        ([rule(["bind"], ["clusterroles"], RBAC)], ["bind"], []),
        ([rule(["impersonate"], ["users"])], ["impersonate"], []),
        ([rule(["impersonate-on:user-info:list"], ["pods"])], ["impersonate"], []),
        (
            [rule(["update"], ["certificatesigningrequests/approval"], ["certificates.k8s.io"])],
            ["approve-certificates"],
            [],
        ),
        ([rule(["get"], ["pods"])], [], []),
        ([rule(["get"], ["configmaps"], ["*"])], [], []),
    ],
)
def test_powers_are_what_the_authorizer_would_allow(rules, can, named):
    role = typed(read_submitted(write("clusterroles"), {"rules": rules}, None), "RoleRules")
    assert (role.properties["can"], role.properties["can_named"]) == (can, named)


def test_everything_is_every_power():
    role = typed(read_submitted(write("roles"), {"rules": [rule(["*"], ["*"], ["*"])]}, None), "RoleRules")
    assert {"all", "exec", "read-secrets", "escalate", "impersonate"} <= set(role.properties["can"])
    assert role.properties["wildcard"] is True


@pytest.mark.parametrize(
    ("rules", "wildcard"),
    [
        ([rule(["*"], ["pods"])], True),
        ([rule(["get"], ["*"])], True),
        ([rule(["get"], ["pods"], ["*"])], False),
        ([{"verbs": ["*"], "nonResourceURLs": ["*"]}], False),
    ],
)
def test_a_wildcard_is_one_of_verbs_or_resources(rules, wildcard):
    role = typed(read_submitted(write("roles"), {"rules": rules}, None), "RoleRules")
    assert role.properties["wildcard"] is wildcard


def test_a_subject_without_namespace_is_of_the_bindings_own():
    body = {"roleRef": {"kind": "Role", "name": "r"}, "subjects": [{"kind": "ServiceAccount", "name": "sa"}]}
    binding = typed(read_submitted(write("rolebindings"), body, None), "Binding")
    assert binding.properties["subjects"] == ["ServiceAccount system:serviceaccount:shop:sa"]


def test_a_token_request():
    body = {
        "spec": {"audiences": ["vault"], "expirationSeconds": 86400, "boundObjectRef": {"kind": "Pod", "name": "p"}}
    }
    part = typed(read_submitted(write("serviceaccounts", subresource="token"), body, None), "TokenRequest")
    assert part.properties == {"audiences": ["vault"], "seconds": 86400, "bound_kind": "Pod", "bound_name": "p"}


def a_request(name, organization):
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    request = x509.CertificateSigningRequestBuilder().subject_name(subject)
    pem = request.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()).public_bytes(_PEM)
    return base64.b64encode(pem).decode()


_PEM = __import__("cryptography.hazmat.primitives.serialization", fromlist=["Encoding"]).Encoding.PEM


def test_a_certificate_request_says_who_would_be_made():
    spec = {"request": a_request("root", "system:masters"), "signerName": "s", "usages": ["client auth"]}
    part = typed(read_submitted(write("certificatesigningrequests"), {"spec": spec}, None), "CertificateRequest")
    facts = {"signer": "s", "usages": ["client auth"], "name": "root", "organizations": ["system:masters"]}
    assert part.properties == facts


@pytest.mark.parametrize("request_", ["", "no base64!", base64.b64encode(b"no PEM").decode(), 7, None])
def test_a_request_that_nobody_can_read_names_nobody(request_):
    part = typed(
        read_submitted(write("certificatesigningrequests"), {"spec": {"request": request_}}, None), "CertificateRequest"
    )
    assert (part.properties["name"], part.properties["organizations"]) == ("", [])


def test_leaves_are_texts_without_what_every_object_has():
    body = {
        "kind": "Service",
        "metadata": {"name": "web", "uid": "u", "managedFields": [{"manager": "x"}]},
        "spec": {"type": "NodePort", "ports": [{"port": 80}, {"port": 443}], "publish": True, "none": None},
        "status": {"x": 1},
    }
    part = typed(read_submitted(write("services"), body, None), "Body")
    assert part.properties["leaves"] == [
        "metadata.name=web",
        "spec.type=NodePort",
        "spec.ports.port=80",
        "spec.ports.port=443",
        "spec.publish=true",
    ]


def test_leaves_end_somewhere():
    deep: dict = {}
    for _ in range(1_000):
        deep = {"a": deep}
    body = {"spec": {"wide": [f"{n}" * 400 for n in range(1_000)], "deep": deep}}
    leaves = typed(read_submitted(write("services"), body, None), "Body").properties["leaves"]
    assert len(leaves) == 400
    assert max(map(len, leaves)) == 300


PRIVILEGED = {
    "spec": {
        "template": {"spec": {"containers": [{"name": "c", "image": "i", "securityContext": {"privileged": True}}]}}
    }
}


def test_what_a_patch_asked_for_and_what_it_became_are_apart():
    """Who labels a privileged deployment asks for no privileges."""
    label = {"metadata": {"labels": {"a": "b"}}}
    found = read_submitted(write("deployments", "patch"), label, {**label, **PRIVILEGED})
    assert [part.label for part in found.asked] == ["Body"]
    assert [(part.label, part.properties["privileged"]) for part in found.became] == [("PodSpec", True)]
    assert list(found.suffixes) == []


@pytest.mark.parametrize("verb", ["create", "patch"])
def test_the_object_that_came_back_stands_in_where_the_log_has_no_request(verb):
    found = read_submitted(write("deployments", verb), None, PRIVILEGED)
    assert typed(found, "PodSpec").properties["privileged"] is True
    assert found.became == ()


def test_secrets_of_another_group_are_no_pods():
    assert read_submitted(write("pods.metrics.corp.example"), POD, None).asked[0].label == "Body"


@pytest.mark.parametrize("body", [[], "x", 7, None, {"spec": "x"}, {"spec": {"containers": 7}}, {"rules": "x"}])
@pytest.mark.parametrize("kind", ["pods", "deployments", "roles", "rolebindings", "certificatesigningrequests"])
def test_foreign_shapes_say_nothing_and_raise_nothing(kind, body):
    found = read_submitted(write(kind), body, body)
    assert not found or {part.label for part in found.asked} <= {"Body"}
