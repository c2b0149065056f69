"""One API call: what an audit event says of it beyond its path, and how an event becomes a call."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from graphsvc.domain.action import SESSIONS, action_name, event_name
from graphsvc.domain.caller import Caller, Properties, read_caller, read_impersonated
from graphsvc.domain.client import client_of
from graphsvc.domain.command import Command, read_command
from graphsvc.domain.event import AuditEvent, ObjectRef, parse_body
from graphsvc.domain.identity import login_detail
from graphsvc.domain.moment import parse_moment
from graphsvc.domain.path import Path, name, plain
from graphsvc.domain.resource import RBAC, WORKLOADS, fold_url
from graphsvc.domain.submitted import Submitted, read_submitted
from graphsvc.errors import MalformedRecord

# Later stages say more of the same call. RequestReceived says nothing that a later stage does not.
STAGE_BITS = {"ResponseStarted": 1, "ResponseComplete": 2, "Panic": 4}

_WRITES = frozenset({"create", "update", "patch"})
_LONGEST = 4_000  # characters of a URI or message kept on the node; the archive has the whole
_AGENT = 200  # characters of a user agent that tell the client

Scalar = str | int | bool | list[str]


@dataclass(frozen=True)
class ObjectKey:
    cluster: str
    resource: str
    api_group: str
    namespace: str
    name: str


@dataclass(frozen=True)
class Call:
    """`id` sorts by time. `stages` is the sum of STAGE_BITS seen. `properties` become the node's own."""

    id: str
    time: int
    path: Path
    stages: int
    object: ObjectKey | None
    command: str
    properties: dict[str, Scalar]
    submitted: Submitted | None

    def merged_with(self, later: "Call") -> "Call":
        """The call after another of its stages: values of the later stage win, stages add up."""
        first, last = (self, later) if later.stages >= self.stages else (later, self)
        return replace(last, stages=first.stages | last.stages, submitted=last.submitted or first.submitted)


def call_id(event: AuditEvent, cluster: str, username: str, received: int) -> str:
    """12 hex digits of the time, then a hash of what makes two requests the same request.

    Clients may choose and repeat audit ids, so the id alone names nothing.
    """
    identity = "\x1f".join((cluster, event.audit_id, username, event.request_uri, event.verb, str(received)))
    return f"{received:012x}{hashlib.blake2b(identity.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def received_at(event: AuditEvent) -> int:
    """When the API server received the request; raises MalformedRecord without a readable time."""
    text = event.request_received_timestamp or event.timestamp or event.stage_timestamp
    if not text:
        raise MalformedRecord("no requestReceivedTimestamp")
    try:
        return parse_moment(text)
    except (ValueError, OverflowError):
        raise MalformedRecord(f"requestReceivedTimestamp is not a time: {text[:40]!r}") from None


def project_call(event: AuditEvent, cluster: str) -> Call:
    """The call that a redacted event reports. Pure: the same event always gives the same call."""
    received = received_at(event)
    caller = read_caller(bytes(event.user))
    impersonated, acted_as = read_impersonated(bytes(event.impersonated_user or b""))
    ref = event.object_ref or ObjectRef()
    command = _command(event, ref)
    submitted, body_name = _read_bodies(event, ref)
    object_name = name(ref.name or body_name)
    suffix = "".join(submitted.suffixes) if submitted else ""
    path = _path_of(_facts(event, ref, cluster, caller, impersonated, suffix))
    return Call(
        id=call_id(event, cluster, caller.username, received),
        time=received,
        path=path,
        stages=STAGE_BITS.get(event.stage, 0),
        object=ObjectKey(cluster, path.resource, path.api_group, path.namespace, object_name) if object_name else None,
        command=command.line if command else "",
        properties={**_properties(event, object_name, command), **_told_of(caller, acted_as, event.annotations)},
        submitted=submitted,
    )


class _Facts(NamedTuple):
    """What tells one path from another. All of it is short, see `name`, so that many can be remembered."""

    cluster: str
    source_ip: str
    caller: Caller
    impersonated_user: str
    namespace: str
    api_group: str
    resource: str
    url: str
    subresource: str
    verb: str
    suffix: str
    code: int
    client: str


def _facts(event: AuditEvent, ref: ObjectRef, cluster: str, caller: Caller, impersonated: str, suffix: str) -> _Facts:
    resource = name(ref.resource, 100)
    return _Facts(
        cluster=cluster,
        source_ip=name((event.source_ips or [""])[0]),
        caller=caller,
        impersonated_user=impersonated,
        # A Namespace object carries its own name as its namespace on some verbs only: it lives in none.
        namespace="" if resource == "namespaces" else name(ref.namespace),
        api_group=name(ref.api_group),
        resource=resource,
        url="" if resource else fold_url(event.request_uri),
        subresource=name(ref.subresource, 100),
        verb=name(event.verb, 40),
        suffix=suffix,
        code=_code(event),
        client=plain(client_of((event.user_agent or "")[:_AGENT])),
    )


@lru_cache(maxsize=20_000)
def _path_of(facts: _Facts) -> Path:
    """One value for all calls of a path: it makes its key once."""
    verb, resource, subresource, suffix = facts.verb, facts.resource, facts.subresource, facts.suffix
    return Path(
        cluster=facts.cluster,
        source_ip=facts.source_ip,
        groups=facts.caller.groups,
        cloud_user=facts.caller.cloud_user,
        user=facts.caller.name,
        impersonated_user=facts.impersonated_user,
        namespace=facts.namespace,
        api_group=facts.api_group,
        resource=resource or facts.url,
        subresource=subresource,
        verb=verb,
        action=action_name(verb, resource, subresource, suffix),
        event_name=event_name(verb, resource, subresource, suffix),
        code=facts.code,
        client=facts.client,
    )


def _code(event: AuditEvent) -> int:
    code = (event.response_status.code if event.response_status else 0) or 0
    if not 0 <= code <= 999:
        raise MalformedRecord(f"responseStatus.code is out of range: {str(code)[:20]}")
    return code


def _command(event: AuditEvent, ref: ObjectRef) -> Command | None:
    command = read_command(event.request_uri) if ref.subresource in SESSIONS else None
    return Command(plain(command.line[:_LONGEST]), name(command.container)) if command else None


def _read_bodies(event: AuditEvent, ref: ObjectRef) -> tuple[Submitted | None, str]:
    """What the write submitted, and the name of an object that had none yet when it was asked for."""
    resource = ref.resource or ""
    if event.verb not in _WRITES or not resource:
        return None, ""
    nameless = event.verb == "create" and not ref.name
    if resource not in WORKLOADS and resource not in RBAC and not nameless:
        return None, ""
    request, response = parse_body(event.request_object), parse_body(event.response_object)
    failed = ((event.response_status.code if event.response_status else 0) or 0) >= 400
    answer = None if failed else response
    return read_submitted(resource, ref.subresource or "", request, answer), _body_name(answer) or _body_name(request)


def _body_name(body: Any) -> str:
    metadata = body.get("metadata") if isinstance(body, dict) else None
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else ""


def _properties(event: AuditEvent, object_name: str, command: Command | None) -> dict[str, Scalar]:
    """The call's own values; absent ones are left out, because a missing property costs nothing."""
    status, notes = event.response_status, event.annotations or {}
    values: dict[str, Scalar | None] = {
        "audit_id": plain(event.audit_id),
        "name": object_name,
        "uri": plain(event.request_uri[:_LONGEST]),
        "stage": event.stage,
        "level": event.level,
        "user_agent": plain((event.user_agent or "")[:_LONGEST]),
        "reason": status.reason if status else None,
        "message": plain((status.message or "")[:_LONGEST]) if status else None,
        "decision": notes.get("authorization.k8s.io/decision"),
        "decision_reason": notes.get("authorization.k8s.io/reason"),
        "source_ips": [name(ip) for ip in event.source_ips or ()][:50] if len(event.source_ips or ()) > 1 else None,
        "command": command.line if command else None,
        "container": command.container if command else None,
        "issued_credential": notes.get("authentication.kubernetes.io/issued-credential-id"),
        "dry_run": "dryRun=All" in event.request_uri or None,
        "truncated": notes.get("audit.k8s.io/truncated") == "true" or None,
    }
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _told_of(caller: Caller, acted_as: Properties, notes: Mapping[str, str] | None) -> dict[str, Scalar]:
    login = login_detail(notes or {})
    extra = {"user_extra": [*caller.properties.get("user_extra", ()), *map(name, login)]} if login else {}
    return {**caller.properties, **acted_as, **extra}
