"""What a write asked for: the fields of pod specs, role rules and bindings that questions are asked about.

Bodies are foreign: any part may have any shape, so every step looks before it reads. They are redacted already.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Any

from graphsvc.domain.image import parse_image
from graphsvc.domain.resource import WORKLOADS

_ROLES = frozenset({"roles", "clusterroles"})
_BINDINGS = frozenset({"rolebindings", "clusterrolebindings"})
_MOST = 500  # values of one list: a role of a thousand rules is not a bigger question than one of five hundred

Properties = dict[str, str | bool | list[str]]


@dataclass(frozen=True)
class Submitted:
    """`label` is the node's label, `properties` its plain values, `suffixes` what the action's name says of it."""

    label: str
    properties: Properties
    suffixes: tuple[str, ...] = field(default=())


def read_submitted(resource: str, subresource: str, request: Any, response: Any) -> Submitted | None:
    """None when the write is of no kind that is kept, or its bodies say nothing.

    A patch is a fragment, and what it does not hold it did not ask for: the object that came back stands in where
    the log has no request, and tells the role of a binding whose subjects were written.
    """
    if subresource and subresource != "ephemeralcontainers":
        return None
    asked = _map(request if isinstance(request, dict) else response)
    if resource in WORKLOADS:
        return _pod_spec(resource, asked)
    if resource in _ROLES:
        return _role_rules(resource, asked)
    if resource not in _BINDINGS:
        return None
    return _binding(resource, {"roleRef": _map(response).get("roleRef"), **asked} if "subjects" in asked else asked)


# --- pod specs


def find_pod_spec(resource: str, body: Any) -> dict[str, Any]:
    """The pod spec inside a pod, a template of a workload, or a cron job's template of a template."""
    spec = _map(_map(body).get("spec"))
    if resource == "cronjobs":
        spec = _map(_map(spec.get("jobTemplate")).get("spec"))
    if resource == "podtemplates":
        spec = _map(body)
    return spec if resource == "pods" else _map(_map(spec.get("template")).get("spec"))


def _pod_spec(resource: str, body: dict[str, Any]) -> Submitted | None:
    spec = find_pod_spec(resource, body)
    containers = list(_containers(spec))
    if not spec or not (containers or set(spec) & {"volumes", "hostNetwork", "hostPID", "hostIPC"}):
        return None
    properties: Properties = {
        "resource": resource,
        **_pod_properties(spec),
        **_container_properties(spec, containers),
    }
    return Submitted("PodSpec", properties, tuple(_pod_suffixes(properties)))


def _pod_properties(spec: dict[str, Any]) -> Properties:
    return {
        "host_network": spec.get("hostNetwork") is True,
        "host_pid": spec.get("hostPID") is True,
        "host_ipc": spec.get("hostIPC") is True,
        "shares_processes": spec.get("shareProcessNamespace") is True,
        "host_paths": _texts(_host_path(_map(v).get("hostPath")) for v in _list(spec.get("volumes"))),
        "service_account": _text(spec.get("serviceAccountName") or spec.get("serviceAccount")),
        "node_name": _text(spec.get("nodeName")),
    }


def _host_path(source: Any) -> str:
    """As the node resolves it: `//` and `/etc/../` are the root."""
    path = _text(_map(source).get("path"))
    return normpath("/" + path.lstrip("/")) if path else ""


def _container_properties(spec: dict[str, Any], containers: list[dict[str, Any]]) -> Properties:
    contexts = [_map(c.get("securityContext")) for c in containers]
    images = _texts(c.get("image") for c in containers)
    parsed = [parse_image(i) for i in images]
    return {
        "containers": _texts(c.get("name") for c in containers),
        "images": images,
        "repositories": _texts(i.repository for i in parsed),
        "registries": _texts(i.registry for i in parsed),
        "commands": _texts(" ".join(_command(c)) for c in containers),
        "privileged": any(c.get("privileged") is True for c in contexts),
        "allows_escalation": any(c.get("allowPrivilegeEscalation") is True for c in contexts),
        "capabilities": _texts(a for c in contexts for a in _list(_map(c.get("capabilities")).get("add"))),
        "runs_as_root": any(_is_root(c) for c in (*contexts, _map(spec.get("securityContext")))),
    }


def _containers(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("containers", "initContainers", "ephemeralContainers"):
        yield from (c for c in _list(spec.get(key)) if isinstance(c, dict))


def _command(container: dict[str, Any]) -> list[str]:
    return [w for key in ("command", "args") for w in _list(container.get(key)) if isinstance(w, str)]


def _is_root(context: dict[str, Any]) -> bool:
    return context.get("runAsUser") == 0 or context.get("runAsNonRoot") is False


def _pod_suffixes(properties: Properties) -> Iterator[str]:
    if properties["allows_escalation"]:
        yield "_AllowsEscalation"
    if any(properties[k] for k in ("privileged", "host_network", "host_pid", "host_ipc", "host_paths")):
        yield "_WithHostAccess"


# --- roles


def _role_rules(resource: str, body: dict[str, Any]) -> Submitted | None:
    rules = [r for r in _list(body.get("rules")) if isinstance(r, dict)]
    if not rules:
        return None
    grants = _texts(
        f"{verb} {res}" for r in rules for res in _list(r.get("resources")) for verb in _list(r.get("verbs"))
    )
    properties: Properties = {
        "resource": resource,
        "grants": grants,
        "verbs": _texts(v for r in rules for v in _list(r.get("verbs"))),
        "resources": _texts(v for r in rules for v in _list(r.get("resources"))),
        "api_groups": _texts(v for r in rules for v in _list(r.get("apiGroups"))),
        "urls": _texts(v for r in rules for v in _list(r.get("nonResourceURLs"))),
    }
    return Submitted("RoleRules", properties, tuple(_role_suffixes(grants)))


_ROLE_SUFFIXES = {
    "_WithAllResources": (frozenset({"*"}), None),
    "_WithPodExec": (frozenset({"pods/exec", "pods/attach", "pods/*"}), frozenset({"create", "get", "*"})),
    "_WithPodsWrite": (frozenset({"pods"}), frozenset({"create", "update", "patch", "delete", "*"})),
    "_WithSecrets": (frozenset({"secrets"}), None),
}


def _role_suffixes(grants: list[str]) -> Iterator[str]:
    pairs = [grant.split(" ", 1) for grant in grants]
    for suffix, (resources, verbs) in _ROLE_SUFFIXES.items():
        if any(resource in resources and (verbs is None or verb in verbs) for verb, resource in pairs):
            yield suffix


# --- bindings

_TO = {"cluster-admin": "_ToClusterAdmin", "admin": "_ToAdmin", "edit": "_ToEdit"}


def _binding(resource: str, body: dict[str, Any]) -> Submitted | None:
    role = _map(body.get("roleRef"))
    name = _text(role.get("name"))
    subjects = [s for s in _list(body.get("subjects")) if isinstance(s, dict)]
    if not name and not subjects:
        return None
    properties: Properties = {
        "resource": resource,
        "role_kind": _text(role.get("kind")),
        "role": name,
        "subjects": _texts(_subject(s) for s in subjects),
    }
    suffix = _TO.get(name) or ("_ToSystem" if name.startswith("system:") else "")
    return Submitted("Binding", properties, (suffix,) if suffix else ())


def _subject(subject: dict[str, Any]) -> str:
    """The username or group as a call would carry it: `User alice`, `ServiceAccount system:serviceaccount:ns:name`."""
    kind, name = _text(subject.get("kind")), _text(subject.get("name"))
    if kind == "ServiceAccount":
        name = f"system:serviceaccount:{_text(subject.get('namespace'))}:{name}"
    return f"{kind} {name}"


# --- foreign shapes


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(values: Any) -> list[str]:
    """Distinct non-empty texts in order, at most `_MOST`."""
    return list(dict.fromkeys(v for v in values if isinstance(v, str) and v))[:_MOST]
