"""The file that a new detection begins with, and its cases: both work as they are, so that each change can be tried."""

import json
from dataclasses import dataclass, field
from typing import Any

from graphsvc.domain.detection import Basis, DetectionKind
from graphsvc.errors import DefinitionError

_BODIES = "level Request"


@dataclass(frozen=True)
class _Start:
    """A condition that a basis is good for, and a call of which it holds."""

    on: str
    condition: str
    verb: str
    resource: str
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> str:
        return _BODIES if self.body else "level Metadata"


_POD = {"spec": {"hostNetwork": True, "containers": [{"name": "app", "image": "registry.corp.example/app:1"}]}}
_ROLE = {"rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}
_BINDING = {
    "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"},
    "subjects": [{"kind": "User", "name": "eve@corp.example"}],
}
_STARTS = {
    Basis.PATH: _Start("get secrets", "p.who_kind = 'person'", "get", "secrets"),
    Basis.CALL: _Start("get secrets", "c.name STARTS WITH 'example'", "get", "secrets"),
    Basis.POD: _Start("write pods,workloads", "s.host_network", "create", "pods", _POD),
    Basis.ROLE: _Start("write roles,clusterroles", "s.wildcard", "create", "roles", _ROLE),
    Basis.BINDING: _Start(
        "write rolebindings,clusterrolebindings", "s.role = 'cluster-admin'", "create", "rolebindings", _BINDING
    ),
    Basis.BODY: _Start(
        "write services", "'spec.type=NodePort' IN s.leaves", "create", "services", {"spec": {"type": "NodePort"}}
    ),
}
_SAYS = {
    DetectionKind.POLICY: {},
    DetectionKind.ANOMALY: {"window": "90d", "seen": "[p.who, p.namespace]"},
    DetectionKind.THRESHOLD: {"window": "10m", "at_least": "3", "by": "[p.cluster, p.who]", "of": "p.namespace"},
    DetectionKind.SEQUENCE: {
        "window": "10m",
        "steps": "refused, allowed",
        "by": "[p.cluster, p.who]",
        "step": "CASE WHEN p.ok THEN 'allowed' ELSE 'refused' END",
    },
}
# Of each kind: what has to come of a call, its status code and its namespace.
_CASES = {
    DetectionKind.POLICY: (("fires", 200, "a"), ("silent", 403, "a")),
    DetectionKind.ANOMALY: (("fires", 200, "a"), ("silent", 200, "a")),
    DetectionKind.THRESHOLD: (("silent", 200, "a"), ("silent", 200, "b"), ("fires", 200, "c")),
    DetectionKind.SEQUENCE: (("silent", 403, "a"), ("fires", 200, "a")),
}


def starting_file(code: str, slug: str, basis: Basis, kind: DetectionKind) -> str:
    start = _start_of(basis, kind)
    words = {
        "code": code,
        "kind": kind.value,
        "basis": basis.value,
        "severity": "medium",
        "title": slug.replace("-", " ").capitalize(),
        "on": start.on,
        "needs": start.needs,
        **_SAYS[kind],
        "meaning": "What it means when this fires.",
        "triage": "What to look at first.",
        "usual": "What is usually harmless.",
    }
    condition = start.condition if kind is DetectionKind.SEQUENCE else f"p.ok AND {start.condition}"
    return "\n".join([*(f"// {word + ':':10} {text}" for word, text in words.items()), condition, ""])


def starting_cases(slug: str, basis: Basis, kind: DetectionKind) -> str:
    start = _start_of(basis, kind)
    cases = [
        {"expect": expect, "why": f"call {number} of {slug}", "event": _event(start, f"{slug}-{number}", code, place)}
        for number, (expect, code, place) in enumerate(_CASES[kind], 1)
    ]
    return "".join(f"{json.dumps(case)}\n" for case in cases)


def _start_of(basis: Basis, kind: DetectionKind) -> _Start:
    if basis not in _STARTS or kind not in _SAYS:
        raise DefinitionError(
            f"there is no file to start with for a {kind} on the basis {basis}: one of "
            f"{', '.join(_SAYS)}, on {', '.join(_STARTS)}"
        )
    return _STARTS[basis]


def _event(start: _Start, audit_id: str, code: int, namespace: str) -> dict[str, Any]:
    second = int(audit_id.rpartition("-")[2])
    time = f"2026-11-23T12:00:{second:02}.000000Z"
    event = {
        "kind": "Event",
        "apiVersion": "audit.k8s.io/v1",
        "level": "Request" if start.body else "Metadata",
        "auditID": audit_id,
        "stage": "ResponseComplete",
        "verb": start.verb,
        "requestURI": f"/api/v1/namespaces/{namespace}/{start.resource}/example",
        "user": {"username": "alice@corp.example", "groups": ["dev", "system:authenticated"]},
        "sourceIPs": ["10.1.2.3"],
        "userAgent": "kubectl/v1.36.3 (linux/amd64)",
        "objectRef": {"resource": start.resource, "namespace": namespace, "name": "example", "apiVersion": "v1"},
        "responseStatus": {"metadata": {}, "code": code},
        "requestReceivedTimestamp": time,
        "stageTimestamp": time,
    }
    return event | ({"requestObject": {"metadata": {"name": "example"}, **start.body}} if start.body else {})
