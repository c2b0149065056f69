"""GKE: entries of Cloud Audit Logs, turned into the events they were made of.

Google writes another schema: gRPC codes, method names instead of verbs, resource names instead of object references,
no groups. Entries about the cluster itself (container.googleapis.com) and of other logs are no audit records.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from graphsvc.ingest.record.wrapping import FOREIGN, Format, Part, at, is_event, items_of, moment_of, text_at

_HTTP_OF_GRPC = {
    0: 200, 1: 499, 2: 500, 3: 400, 4: 504, 5: 404, 6: 409, 7: 403, 8: 429, 9: 400, 10: 409, 11: 400, 12: 501,
    13: 500, 14: 503, 15: 500, 16: 401,
}  # fmt: skip
_GROUP_OF = {"system:node:": "system:nodes", "system:bootstrap:": "system:bootstrappers"}
_SESSIONS = frozenset({"exec", "attach", "portforward"})
_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)\d+)?$")
_PAYLOADS = ("protoPayload", "protopayload_auditlog")
# BigQuery allows no dots in names.
_LABELS_OF_BIGQUERY = {
    "authorization_k8s_io_decision": "authorization.k8s.io/decision",
    "authorization_k8s_io_reason": "authorization.k8s.io/reason",
}


def _recognises(value: Any) -> bool:
    if "entries" in value:
        return isinstance(value["entries"], list)
    return any(name in value for name in _PAYLOADS) or ("logName" in value and "resource" in value)


def _unwrap(value: Any) -> Iterator[Part]:
    if "entries" in value:
        yield from map(Part, items_of(value, "entries"))
        return
    cluster, time = _cluster(value), moment_of(value.get("timestamp"))
    payload = next((value[name] for name in _PAYLOADS if name in value), None)
    if isinstance(payload, Mapping) and _is_of_kubernetes(payload):
        yield Part(_event(value, payload), cluster, time)
    elif payload is None and (line := _text(value)):
        yield Part(line, cluster, time, may_be_cut=True)
    else:
        yield Part(value, cluster, time, rule=FOREIGN)


def _is_of_kubernetes(payload: Mapping[str, Any]) -> bool:
    """Clusters outside of Google's own name another service, and some exports none."""
    return payload.get("serviceName") == "k8s.io" or text_at(payload, "methodName").startswith("io.k8s.")


def _cluster(value: Any) -> str:
    labels = at(value, "resource", "labels")
    return "/".join(name for key in ("project_id", "location", "cluster_name") if (name := text_at(labels, key)))


def _text(value: Any) -> Any:
    """A line of a container that writes audit events: an API server run in a cluster."""
    text, parsed = text_at(value, "textPayload"), at(value, "jsonPayload")
    return parsed if is_event(parsed) else text if '"auditID"' in text else None


def _event(entry: Any, payload: Mapping[str, Any]) -> dict[str, Any]:
    verb, resource = _verb_and_resource(text_at(payload, "methodName"))
    ref = _object_ref(text_at(payload, "resourceName"), resource)
    request, response = (_body(payload, name) for name in ("request", "response"))
    event = {
        "kind": "Event",
        "apiVersion": "audit.k8s.io/v1",
        "level": "RequestResponse" if response else "Request" if request else "Metadata",
        "auditID": text_at(entry, "operation", "id") or text_at(entry, "insertId") or _substitute(payload, entry),
        "stage": _stage(entry),
        "requestURI": _uri(text_at(payload, "resourceName"), ref, request),
        "verb": verb,
        "user": _user(payload),
        "impersonatedUser": _authority(payload),
        "sourceIPs": _addresses(payload),
        "userAgent": text_at(payload, "requestMetadata", "callerSuppliedUserAgent"),
        "objectRef": ref,
        "responseStatus": _status(payload, response, verb, (ref or {}).get("subresource", "")),
        "requestObject": request,
        "responseObject": response,
        "requestReceivedTimestamp": text_at(entry, "timestamp") or text_at(entry, "receiveTimestamp"),
        "annotations": _annotations(entry, payload),
    }
    return {key: item for key, item in event.items() if item not in (None, "", {}, []) or key == "user"}


def _substitute(payload: Mapping[str, Any], entry: Any) -> str:
    """For an entry whose export left both ids out: the same for the same entry."""
    told = json.dumps((text_at(entry, "timestamp"), payload), sort_keys=True, default=str)
    return f"no-insertid-{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


def _verb_and_resource(method: str) -> tuple[str, str]:
    """`io.k8s.core.v1.pods.exec.create` is create and pods; `io.k8s.get` is get on no resource."""
    parts = method.split(".")
    version = next((n for n, part in enumerate(parts) if _VERSION.match(part)), None)
    return parts[-1], parts[version + 1] if version is not None and version + 2 < len(parts) else ""


def _object_ref(name: str, resource: str) -> dict[str, str] | None:
    """Of `core/v1/namespaces/NS/pods/NAME/exec`. A Namespace looks like a list in one: the method tells."""
    if not resource:
        return None
    group, version, *rest = [*name.split("/"), "", ""][: max(2, name.count("/") + 1)]
    ref = {"apiGroup": "" if group == "core" else group, "apiVersion": version}
    if rest[:1] == ["namespaces"] and resource == "namespaces":
        ref |= {"namespace": _nth(rest, 1)}
    elif rest[:1] == ["namespaces"]:
        ref |= {"namespace": _nth(rest, 1)}
        rest = rest[2:]
    ref |= {"resource": resource, "name": _nth(rest, 1), "subresource": _nth(rest, 2)}
    return {key: text for key, text in ref.items() if text}


def _nth(parts: list[str], n: int) -> str:
    return parts[n] if n < len(parts) else ""


def _uri(name: str, ref: dict[str, str] | None, request: Any) -> str:
    """Google leaves the URI out; the path follows from the resource's name, and a session's query from its options."""
    if ref is None:
        return f"/{name.lstrip('/')}"
    path = f"/api/{name.removeprefix('core/')}" if name.startswith("core/") else f"/apis/{name}"
    command = request.get("command") if isinstance(request, dict) else None
    if ref.get("subresource") not in _SESSIONS or not isinstance(command, list):
        return path
    container = text_at(request, "container")
    return f"{path}?{urlencode([*(('command', str(word)) for word in command), ('container', container)])}"


def _user(payload: Any) -> dict[str, Any]:
    """The principal is the user of Kubernetes; with an at sign or as an IAM principal it is also who Google knows."""
    who = at(payload, "authenticationInfo")
    subject, email = text_at(who, "principalSubject"), text_at(who, "principalEmail")
    name = email or subject
    extra = {
        "principalEmail": email if "@" in email else "",
        "principalSubject": subject,
        "serviceAccountKeyName": text_at(who, "serviceAccountKeyName"),
    }
    known = {f"iam.googleapis.com/{key}": [text] for key, text in extra.items() if text}
    if chain := _delegation(who):
        known["iam.googleapis.com/delegatedFrom"] = chain
    return {key: item for key, item in (("username", name), ("groups", _groups(name)), ("extra", known)) if item}


def _groups(name: str) -> list[str]:
    """Google leaves groups out. Two follow from the name, as the API server's own authenticators give both together:
    without them nodes and what joins them would count as people.
    """
    return [group for prefix, group in _GROUP_OF.items() if name.startswith(prefix)]


def _delegation(who: Any) -> list[str]:
    """Who acts behind a service account, whoever began first; people mostly stand in a field of their own."""
    steps = at(who, "serviceAccountDelegationInfo")
    names = [
        text_at(step, "firstPartyPrincipal", "principalEmail") or text_at(step, "principalSubject")
        for step in (steps if isinstance(steps, list) else ())
    ]
    return [name for name in names if name]


def _authority(payload: Any) -> dict[str, str] | None:
    name = text_at(payload, "authenticationInfo", "authoritySelector")
    return {"username": name} if name else None


def _addresses(payload: Any) -> list[str]:
    found = text_at(payload, "requestMetadata", "callerIp") or text_at(payload, "requestMetadata", "callerIP")
    return [found] if found else []


def _stage(entry: Any) -> str:
    """A long operation has an entry at its start and one at its end."""
    operation = at(entry, "operation")
    return "ResponseStarted" if at(operation, "first") and not at(operation, "last") else "ResponseComplete"


def _status(payload: Any, response: Any, verb: str, subresource: str) -> dict[str, Any]:
    """Success says no more than 0; what an API server answers then depends on what was asked."""
    grpc = at(payload, "status", "code") or 0
    code = _HTTP_OF_GRPC.get(int(grpc), 500)
    answer = response if isinstance(response, dict) and response.get("kind", "Status") == "Status" else {}
    if isinstance(said := answer.get("code"), int) and said >= 400:
        code = said
    elif code == 200:
        code = 101 if subresource in _SESSIONS else 201 if verb == "create" else 200
    message = text_at(payload, "status", "message") or text_at(answer, "message")
    found = {"metadata": {}, "code": code, "reason": text_at(answer, "reason"), "message": message}
    return {key: item for key, item in found.items() if item != ""}


def _body(payload: Any, name: str) -> Any:
    found = at(payload, name)
    if found is None and (text := text_at(payload, f"{name}Json")):
        found = json.loads(text)
    return {key: item for key, item in found.items() if key != "@type"} if isinstance(found, dict) else found


def _annotations(entry: Any, payload: Any) -> dict[str, str]:
    labels = at(entry, "labels") or {}
    notes = {_LABELS_OF_BIGQUERY.get(key, key): text for key, text in labels.items() if isinstance(text, str)}
    granted = at((at(payload, "authorizationInfo") or [None])[0], "granted")
    if isinstance(granted, bool):
        notes.setdefault("authorization.k8s.io/decision", "allow" if granted else "forbid")
    return notes


FORMAT = Format("gke", "Google GKE: Cloud Audit Logs entries, also from BigQuery", _recognises, _unwrap)
