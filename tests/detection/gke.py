"""An event as GKE tells it: an entry of Cloud Audit Logs, made of what Google keeps of one.

No groups, no URI but what the resource's name says, gRPC codes, method names instead of verbs.
"""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

_GRPC_OF_HTTP = {400: 3, 401: 16, 403: 7, 404: 5, 409: 6, 422: 3, 429: 8, 499: 1, 500: 13, 503: 14, 504: 4}
_SESSIONS = {"exec", "attach"}


def entry_of(event: dict[str, Any]) -> bytes:
    """The line that stands in a log which Cloud Logging wrote."""
    code = event["responseStatus"]["code"]
    name, method = _resource_name(event), _method(event)
    payload = {
        "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
        "serviceName": "k8s.io",
        "methodName": method,
        "resourceName": name,
        "authenticationInfo": _who(event),
        "authorizationInfo": [{"granted": code not in (401, 403), "permission": method, "resource": name}],
        "requestMetadata": {
            "callerIp": (event.get("sourceIPs") or [""])[-1],
            "callerSuppliedUserAgent": event.get("userAgent", ""),
        },
        "status": {"code": _GRPC_OF_HTTP.get(code, 2)} if code >= 400 else {},
    }
    payload |= {name: body for name, body in (("request", _request(event)), ("response", _response(event))) if body}
    return json.dumps(
        {
            "insertId": event["auditID"],
            "logName": "projects/p/logs/cloudaudit.googleapis.com%2Factivity",
            "operation": {"id": event["auditID"], "producer": "k8s.io", "first": True, "last": True},
            "labels": event.get("annotations", {}),
            "protoPayload": payload,
            "resource": {
                "type": "k8s_cluster",
                "labels": {"project_id": "p", "location": "l", "cluster_name": "c"},
            },
            "timestamp": event["requestReceivedTimestamp"],
        }
    ).encode()


def _who(event: dict[str, Any]) -> dict[str, str]:
    acted_as = event.get("impersonatedUser", {}).get("username")
    return {
        "principalEmail": event["user"].get("username", ""),
        **({"authoritySelector": acted_as} if acted_as else {}),
    }


def _method(event: dict[str, Any]) -> str:
    ref = event.get("objectRef") or {}
    if not ref.get("resource"):
        return f"io.k8s.{event['verb']}"
    group = (ref.get("apiGroup") or "core").removesuffix(".k8s.io")
    parts = [f"io.k8s.{group}", ref.get("apiVersion", "v1"), ref["resource"], ref.get("subresource"), event["verb"]]
    return ".".join(part for part in parts if part)


def _resource_name(event: dict[str, Any]) -> str:
    ref = event.get("objectRef") or {}
    if not ref.get("resource"):
        return urlsplit(event.get("requestURI", "")).path.lstrip("/")
    parts = [ref.get("apiGroup") or "core", ref.get("apiVersion", "v1")]
    if ref.get("namespace") and ref["resource"] != "namespaces":
        parts += ["namespaces", ref["namespace"]]
    return "/".join([*parts, *(part for key in ("resource", "name", "subresource") if (part := ref.get(key)))])


def _request(event: dict[str, Any]) -> Any:
    """A session's options are its body."""
    body = event.get("requestObject")
    if (event.get("objectRef") or {}).get("subresource") in _SESSIONS and body is None:
        asked = parse_qs(urlsplit(event.get("requestURI", "")).query)
        if "command" in asked:
            return {"@type": "core.k8s.io/v1.PodExecOptions", "command": asked["command"], "container": "app"}
    return body


def _response(event: dict[str, Any]) -> Any:
    status = event["responseStatus"]
    said = {"kind": "Status", **status} if status["code"] >= 400 else None
    return event.get("responseObject") or said
