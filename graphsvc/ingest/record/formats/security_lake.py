"""EKS by way of Amazon Security Lake: OCSF API activity, the event in `raw_data`, in `unmapped` or in OCSF's fields.

AWS says which field holds what of an event (github.com/ocsf/examples, "EKS Audit Logs"): the stage is the message. The
type of a resource runs into its subresource there, so both are taken from the URI.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graphsvc.domain.event import STAGES
from graphsvc.domain.moment import to_text
from graphsvc.ingest.record.wrapping import Format, Part, at, is_event, moment_of, text_at

_IDENTITY = {
    "arn": ("cloud", "account", "uid"),
    "canonicalArn": ("actor", "session", "issuer"),
    "sessionName": ("actor", "session", "uid"),
    "accessKeyId": ("actor", "session", "credential_uid"),
    "principalId": ("actor", "user", "uid_alt"),
}
_OF_NAMESPACE = frozenset({"status", "finalize"})


def _recognises(value: Any) -> bool:
    return "class_uid" in value and ("raw_data" in value or "unmapped" in value or _stage(value) in STAGES)


def _unwrap(value: Any) -> Iterator[Part]:
    time, rest = moment_of(value.get("time")), _unmapped(value)
    cluster = text_at(value, "cloud", "cluster", "name") or text_at(rest, "eks_cluster_name")
    raw = text_at(value, "raw_data")
    yield Part(raw or _event(value, rest), cluster, time)


def _event(value: Any, rest: dict[str, Any]) -> dict[str, Any]:
    if is_event(rest):
        return rest
    event = _of_fields(value, rest)
    if event["stage"] not in STAGES or not event["auditID"] or not event["verb"]:
        raise ValueError("no event in raw_data, in unmapped or in OCSF's fields: this source drops the event itself")
    return {key: item for key, item in event.items() if item not in (None, "", {}, []) or key == "user"}


def _unmapped(value: Any) -> dict[str, Any]:
    found = value.get("unmapped")
    event = json.loads(found) if isinstance(found, str) else found
    return {key: _parsed(item) for key, item in event.items()} if isinstance(event, Mapping) else {}


def _of_fields(value: Any, rest: Mapping[str, Any]) -> dict[str, Any]:
    api, uri = at(value, "api"), text_at(value, "http_request", "url", "path")
    return {
        "kind": "Event",
        "apiVersion": "audit.k8s.io/v1",
        "level": text_at(value, "metadata", "log_level"),
        "auditID": text_at(api, "request", "uid"),
        "stage": _stage(value),
        "requestURI": uri,
        "verb": text_at(api, "operation"),
        "user": _user(value),
        "impersonatedUser": _impersonated(rest),
        "sourceIPs": _addresses(at(value, "src_endpoint")),
        "userAgent": text_at(value, "http_request", "user_agent"),
        "objectRef": _object_ref(uri, _first(at(value, "resources"))),
        "responseStatus": _status(at(api, "response")),
        "requestObject": _parsed(at(api, "request", "data")) or rest.get("requestObject"),
        "responseObject": _parsed(at(api, "response", "data")) or rest.get("responseObject"),
        "requestReceivedTimestamp": _moment(value, "start_time") or _moment(value, "time"),
        "stageTimestamp": _moment(value, "time"),
        "annotations": _annotations(value, rest),
    }


def _stage(value: Any) -> str:
    return text_at(value, "message")


def _user(value: Any) -> dict[str, Any]:
    who = at(value, "actor", "user")
    groups = [name for group in at(who, "groups") or [] if (name := text_at(group, "name"))]
    extra = {key: [text] for key, way in _IDENTITY.items() if (text := text_at(value, *way))}
    if not text_at(value, *_IDENTITY["arn"]).startswith("arn:"):  # the account's number
        extra.pop("arn", None)
    user = {"username": text_at(who, "name"), "uid": text_at(who, "uid"), "groups": groups, "extra": extra}
    return {key: item for key, item in user.items() if item}


def _impersonated(rest: Mapping[str, Any]) -> dict[str, Any]:
    found = _below(rest, "impersonatedUser")
    groups = found.pop("groups[]", None)
    return found | ({"groups": groups.split(",")} if isinstance(groups, str) else {})


def _annotations(value: Any, rest: Mapping[str, Any]) -> dict[str, Any]:
    reason = text_at(value, "policy", "name")
    return ({"authorization.k8s.io/reason": reason} if reason else {}) | _below(rest, "annotations")


def _below(rest: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object, or keys that begin with its name and a dot."""
    found = rest.get(name)
    if isinstance(found, dict):
        return dict(found)
    return {key.removeprefix(f"{name}."): item for key, item in rest.items() if key.startswith(f"{name}.")}


def _addresses(endpoint: Any) -> list[str]:
    found = [at(endpoint, "ip"), *(at(endpoint, "intermediate_ips") or [])]
    return [text for text in found if isinstance(text, str) and text]


def _object_ref(uri: str, resource: Any) -> dict[str, str]:
    """Of `/api/v1/namespaces/NS/pods/NAME/exec?…`; what is no resource has none."""
    root, *rest = uri.partition("?")[0].strip("/").split("/")
    group = rest.pop(0) if root == "apis" and rest else ""
    if root not in {"api", "apis"} or len(rest) < 2:
        return {}
    version, *rest = rest
    rest = rest[1:] if rest[0] == "watch" and len(rest) > 1 else rest
    inside = rest[0] == "namespaces" and len(rest) > 2 and rest[2] not in _OF_NAMESPACE
    namespace = rest[1] if inside else ""
    kind, name, subresource = [*(rest[2:] if inside else rest), "", ""][:3]
    ref = {
        "resource": kind,
        "namespace": namespace or text_at(resource, "namespace"),
        "name": text_at(resource, "name") or name,
        "uid": text_at(resource, "uid"),
        "apiGroup": group,
        "apiVersion": version,
        "subresource": subresource,
    }
    return {key: text for key, text in ref.items() if text}


def _status(response: Any) -> dict[str, Any]:
    status = {
        "metadata": {},
        "status": text_at(response, "error_message"),
        "message": text_at(response, "message"),
        "reason": text_at(response, "error"),
        "code": at(response, "code"),
    }
    return {key: item for key, item in status.items() if item not in ("", None)}


def _moment(value: Any, name: str) -> str:
    found = text_at(value, f"{name}_dt") or text_at(value, name)
    return found if moment_of(found) else to_text(moment) if (moment := moment_of(at(value, name))) else ""


def _first(items: Any) -> Any:
    return items[0] if isinstance(items, list) and items else None


def _parsed(item: Any) -> Any:
    return json.loads(item) if isinstance(item, str) and item.startswith(("{", "[")) else item


FORMAT = Format("security-lake", "Amazon Security Lake: OCSF API activity of EKS", _recognises, _unwrap)
