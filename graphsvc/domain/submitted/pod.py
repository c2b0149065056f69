"""Pods, and the templates of workloads: the pod and each of its containers."""

from collections.abc import Iterator
from posixpath import normpath
from typing import Any

from graphsvc.domain.image import parse_image
from graphsvc.domain.submitted.part import Part, Properties, a_list, a_map, a_text, annotations, maps, texts

_KINDS = {"containers": "container", "initContainers": "init", "ephemeralContainers": "ephemeral"}
_ASKS = frozenset({*_KINDS, "volumes", "hostNetwork", "hostPID", "hostIPC"})
_ACTIONS = ("livenessProbe", "readinessProbe", "startupProbe")


def find_pod_spec(resource: str, body: Any) -> dict[str, Any]:
    """The pod spec inside a pod, a template of a workload, or a cron job's template of a template."""
    spec = a_map(a_map(body).get("spec"))
    if resource == "cronjobs":
        spec = a_map(a_map(spec.get("jobTemplate")).get("spec"))
    if resource == "podtemplates":
        spec = a_map(body)
    return spec if resource == "pods" else a_map(a_map(spec.get("template")).get("spec"))


def read_pod(resource: str, body: dict[str, Any]) -> Part | None:
    spec = find_pod_spec(resource, body)
    if not _ASKS & set(spec):
        return None
    containers = list(_containers(spec))
    inner = tuple(Part("Container", _container(kind, c)) for kind, c in containers)
    if not inner and not _ASKS - set(_KINDS) & set(spec):
        return None
    properties: Properties = {
        "resource": resource,
        **_pod_properties(spec),
        **_owner_properties(body),
        **_references(spec, [c for _, c in containers]),
        **_of_all(spec, [part.properties for part in inner]),
    }
    return Part("PodSpec", properties, inner)


def pod_suffixes(pod: Part) -> Iterator[str]:
    if pod.properties["allows_escalation"]:
        yield "_AllowsEscalation"
    if any(pod.properties[k] for k in ("privileged", "host_network", "host_pid", "host_ipc", "host_paths")):
        yield "_WithHostAccess"


def _pod_properties(spec: dict[str, Any]) -> Properties:
    volumes = maps(spec.get("volumes"))
    return {
        "host_network": spec.get("hostNetwork") is True,
        "host_pid": spec.get("hostPID") is True,
        "host_ipc": spec.get("hostIPC") is True,
        "shares_processes": spec.get("shareProcessNamespace") is True,
        "host_paths": texts(_host_path(a_map(v.get("hostPath"))) for v in volumes),
        "service_account": a_text(spec.get("serviceAccountName") or spec.get("serviceAccount")),
        "node_name": a_text(spec.get("nodeName")),
    }


def _host_path(source: dict[str, Any]) -> str:
    """As the node resolves it: `//` and `/etc/../` are the root."""
    path = a_text(source.get("path"))
    return normpath("/" + path.lstrip("/")) if path else ""


def _owner_properties(body: dict[str, Any]) -> Properties:
    owners = maps(a_map(body.get("metadata")).get("ownerReferences"))
    return {
        "owners": texts(f"{a_text(o.get('kind'))} {a_text(o.get('name'))}" for o in owners),
        "mirror": "kubernetes.io/config.mirror" in annotations(body),
    }


def _references(spec: dict[str, Any], containers: list[dict[str, Any]]) -> Properties:
    """What of the namespace the pod gets to see: names of secrets, config maps and claims, audiences of tokens."""
    sources = [*maps(spec.get("volumes"))]
    for volume in maps(spec.get("volumes")):
        sources += maps(a_map(volume.get("projected")).get("sources"))
    secrets = [a_map(s.get("secret")) for s in sources]
    maps_ = [a_map(s.get("configMap")) for s in sources]
    for container in containers:
        froms = [a_map(e.get("valueFrom")) for e in maps(container.get("env"))]
        secrets += [a_map(f.get("secretKeyRef")) for f in froms]
        secrets += [a_map(f.get("secretRef")) for f in maps(container.get("envFrom"))]
        maps_ += [a_map(f.get("configMapKeyRef")) for f in froms]
        maps_ += [a_map(f.get("configMapRef")) for f in maps(container.get("envFrom"))]
    return {
        "secrets": texts(s.get("secretName") or s.get("name") for s in secrets),
        "config_maps": texts(m.get("name") for m in maps_),
        "claims": texts(a_map(s.get("persistentVolumeClaim")).get("claimName") for s in sources),
        "token_audiences": texts(a_map(s.get("serviceAccountToken")).get("audience") for s in sources),
    }


def _containers(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, kind in _KINDS.items():
        yield from ((kind, container) for container in maps(spec.get(key)))


def _container(kind: str, container: dict[str, Any]) -> Properties:
    image = a_text(container.get("image"))
    parsed = parse_image(image)
    context = a_map(container.get("securityContext"))
    return {
        "kind": kind,
        "name": a_text(container.get("name")),
        "image": image,
        "repository": parsed.repository,
        "registry": parsed.registry,
        "command": " ".join(_words(container))[:4_000],
        "hooks": texts(_hooks(container)),
        "privileged": context.get("privileged") is True,
        "allows_escalation": context.get("allowPrivilegeEscalation") is True,
        "capabilities": texts(a_list(a_map(context.get("capabilities")).get("add"))),
        "runs_as_root": _is_root(context),
        "unconfined": _is_unconfined(context),
        "host_ports": texts(str(p["hostPort"]) for p in maps(container.get("ports")) if p.get("hostPort")),
    }


def _of_all(spec: dict[str, Any], containers: list[Properties]) -> Properties:
    """What any of the containers, or the pod for all of them, asks."""
    context = a_map(spec.get("securityContext"))

    def listed(key: str) -> list[str]:
        return texts(v for c in containers for v in ([c[key]] if isinstance(c[key], str) else a_list(c[key])))

    return {
        "containers": listed("name"),
        "images": listed("image"),
        "repositories": listed("repository"),
        "registries": listed("registry"),
        "commands": listed("command"),
        "privileged": any(c["privileged"] for c in containers),
        "allows_escalation": any(c["allows_escalation"] for c in containers),
        "capabilities": listed("capabilities"),
        "runs_as_root": _is_root(context) or any(c["runs_as_root"] for c in containers),
        "unconfined": _is_unconfined(context) or any(c["unconfined"] for c in containers),
    }


def _words(container: dict[str, Any]) -> list[str]:
    return [w for key in ("command", "args") for w in a_list(container.get(key)) if isinstance(w, str)]


def _hooks(container: dict[str, Any]) -> Iterator[str]:
    """Commands of probes and of hooks, which run in the container too."""
    actions = [a_map(container.get(key)) for key in _ACTIONS]
    actions += [a_map(action) for action in a_map(container.get("lifecycle")).values()]
    for action in actions:
        yield " ".join(w for w in a_list(a_map(action.get("exec")).get("command")) if isinstance(w, str))


def _is_root(context: dict[str, Any]) -> bool:
    return context.get("runAsUser") == 0 or context.get("runAsNonRoot") is False


def _is_unconfined(context: dict[str, Any]) -> bool:
    profiles = (a_map(context.get(key)).get("type") for key in ("seccompProfile", "appArmorProfile"))
    return context.get("procMount") == "Unmasked" or "Unconfined" in profiles
