"""More cases out of one: what a detection has to make of the same call in another shape, by what its header says.

From a call that fires: refused, tried out (dry run), logged without bodies, written by a template, a patch or a
server-side apply, by Role instead of ClusterRole, told by AKS. What GKE tells: see test_gke.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphsvc.domain.call import project_call
from graphsvc.domain.detection import Basis, Detection
from graphsvc.domain.event import parse_event

_TWINS = {
    "roles": "clusterroles", "clusterroles": "roles",
    "rolebindings": "clusterrolebindings", "clusterrolebindings": "rolebindings",
}  # fmt: skip
_CLUSTER_WIDE = {"clusterroles", "clusterrolebindings"}
_READS = {"get", "list", "watch"}
_DO_IT_ANYWAY = {"exec", "attach", "portforward", "proxy"}  # sessions know no dry run
_TEMPLATES = ("deployments", "daemonsets", "cronjobs")
_GROUPS = {"deployments": "apps", "daemonsets": "apps", "cronjobs": "batch"}


@dataclass(frozen=True)
class Variant:
    """`fires`: whether the detection has to fire for it. `line` is what stands in the log."""

    name: str
    audit_id: str
    fires: bool
    line: bytes


def variants(detection: Detection, case: dict[str, Any]) -> Iterator[Variant]:
    """All that follow from one case that fires. `case["except"]` names those that come out otherwise, with why."""
    event = case["event"]
    exceptions = case.get("except", {})
    needs_body = detection.needs.level != "Metadata"
    for name, changed, fires in _shapes(detection, event, needs_body=needs_body):
        audit_id = f"{detection.slug}/{name}"
        changed["auditID"] = audit_id
        expected = fires and _is_admitted(detection, changed)
        line = _wrapped(name, changed)
        yield Variant(name, audit_id, expected != (name in exceptions), line)


def _shapes(
    detection: Detection, event: dict[str, Any], *, needs_body: bool
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    went_through = event["responseStatus"]["code"] < 400
    yield "same", _copy(event), True
    yield "refused", _copy(event, responseStatus={"code": 403, "status": "Failure"}), not went_through
    uri = event["requestURI"]
    tried = _copy(event, requestURI=f"{uri}{'&' if '?' in uri else '?'}dryRun=All")
    yield "dry-run", tried, event["verb"] in _READS or event["objectRef"].get("subresource") in _DO_IT_ANYWAY
    without = _copy(event, level="Metadata")
    without.pop("requestObject", None)
    without.pop("responseObject", None)
    yield "metadata", without, not needs_body
    yield "aks", _copy(event), True
    if went_through and "requestObject" in event and event["verb"] == "create":
        yield from _patches(event)
    yield from _templates(detection, event)
    yield from _twins(event)


def _patches(event: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """The same object, written in other ways. The first was not there before: server-side apply makes it."""
    body = event["requestObject"]
    named = _named(event)
    yield "update", {**named, "verb": "update", "responseStatus": {"code": 200}}, True
    yield "apply", {**named, "verb": "patch", "responseStatus": {"code": 201}, "responseObject": body}, True
    yield "merge-patch", {**named, "verb": "patch", "responseStatus": {"code": 200}, "responseObject": body}, True
    steps = [{"op": "add", "path": f"/{key}", "value": value} for key, value in body.items() if key != "kind"]
    yield "json-patch", {**named, "verb": "patch", "responseStatus": {"code": 200}, "requestObject": steps}, True


def _templates(detection: Detection, event: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """A pod's spec in a workload's template, and its container as an init container."""
    body = event.get("requestObject", {})
    is_pod = event["objectRef"]["resource"] == "pods" and not event["objectRef"].get("subresource")
    if detection.basis is not Basis.POD or not is_pod or event["verb"] != "create":
        return
    for kind in _TEMPLATES:
        template = {"template": {"metadata": body.get("metadata", {}), "spec": body["spec"]}}
        spec = {"jobTemplate": {"spec": template}} if kind == "cronjobs" else template
        changed = _copy(event, requestObject={"metadata": body.get("metadata", {}), "spec": spec})
        changed["objectRef"] |= {"resource": kind, "apiGroup": _GROUPS[kind]}
        namespace = event["objectRef"].get("namespace", "default")
        changed["requestURI"] = f"/apis/{_GROUPS[kind]}/v1/namespaces/{namespace}/{kind}"
        yield kind, changed, True
    if containers := body["spec"].get("containers"):
        changed = _copy(event)
        harmless = {"name": "app", "image": "registry.corp.example/app:1"}
        changed["requestObject"]["spec"] |= {"initContainers": containers, "containers": [harmless]}
        yield "init-container", changed, True


def _twins(event: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    resource = event["objectRef"]["resource"]
    if resource in _TWINS:
        changed = _copy(event)
        twin = changed["objectRef"]["resource"] = _TWINS[resource]
        changed["requestURI"] = changed["requestURI"].replace(resource, twin)
        if twin in _CLUSTER_WIDE:
            changed["objectRef"].pop("namespace", None)
        else:
            changed["objectRef"]["namespace"] = "shop"
        yield twin, changed, True


def _copy(event: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {**copy.deepcopy(event), **changed}


def _named(event: dict[str, Any]) -> dict[str, Any]:
    """A create may leave the name to its body; a later write says it."""
    changed = _copy(event)
    changed["objectRef"].setdefault("name", event["requestObject"].get("metadata", {}).get("name", "x"))
    return changed


def _is_admitted(detection: Detection, event: dict[str, Any]) -> bool:
    return detection.admits(project_call(parse_event(json.dumps(event).encode()), "test").path)


def _wrapped(name: str, event: dict[str, Any]) -> bytes:
    if name != "aks":
        return json.dumps(event).encode()
    record = {"category": "kube-audit", "properties": {"log": json.dumps(event), "stream": "stdout"}}
    return json.dumps({**record, "operationName": "x", "time": event["requestReceivedTimestamp"]}).encode()
