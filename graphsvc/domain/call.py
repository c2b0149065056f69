"""One API call: what an audit event says of it beyond its path, and how an event becomes a call."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from msgspec import UNSET

from graphsvc.domain.action import DRY_RUN, FROM_START, SESSIONS, THROUGH_PROXY, action_name, done_verb, event_name
from graphsvc.domain.address import Networks, plain_address, trusted_address
from graphsvc.domain.caller import Caller, Impersonated, read_caller, read_impersonated
from graphsvc.domain.client import client_of
from graphsvc.domain.command import GOOGLE_COMMAND, Command, is_command_through_proxy, read_command
from graphsvc.domain.event import AuditEvent, parse_body
from graphsvc.domain.identity import login_detail
from graphsvc.domain.moment import parse_moment
from graphsvc.domain.patch import fragment
from graphsvc.domain.path import Path, name, plain
from graphsvc.domain.resource import fold_url, resource_type
from graphsvc.domain.submitted import Submitted, Write, read_submitted
from graphsvc.domain.target import Target, read_target
from graphsvc.domain.truncation import TRUNCATED
from graphsvc.errors import MalformedRecord

# Later stages say more of the same call. RequestReceived says nothing that a later stage does not.
STAGE_BITS = {"ResponseStarted": 1, "ResponseComplete": 2, "Panic": 4}

_WRITES = frozenset({"create", "update", "patch"})
_DELETIONS = frozenset({"delete", "deletecollection"})
_MOST_NAMES = 100  # of a collection that was deleted
_LONGEST = 4_000  # characters of a URI or message kept on the node; the archive has the whole
_AGENT = 200  # characters of a user agent that tell the client

_MOST_NOTES = 30
_CODES = frozenset({None, *range(1_000)})
_GOOGLE_DRY_RUN = "command.gke.io/dryRun"

_ANNOTATIONS = {
    "authorization.k8s.io/decision": "decision",
    "authorization.k8s.io/reason": "decision_reason",
    "authentication.kubernetes.io/issued-credential-id": "issued_credential",
    "k8s.io/removed-release": "removed_release",
}
# Said elsewhere on the call, or of no use to anybody.
_TOLD = frozenset({*_ANNOTATIONS, GOOGLE_COMMAND, TRUNCATED, "k8s.io/deprecated"})

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
    """`id` sorts by time. `stages` is the sum of STAGE_BITS seen. `properties` become the node's own.

    `objects` are those that it named, or that its answer says it removed.
    """

    id: str
    time: int
    path: Path
    stages: int
    objects: tuple[ObjectKey, ...]
    command: str
    properties: dict[str, Scalar]
    submitted: Submitted | None

    @property
    def is_reported_lost(self) -> bool:
        """Whether the API server could not write the event, and only its own log tells of the call."""
        return "reported_lost" in self.properties

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
    texts = [t for t in (event.request_received_timestamp, event.timestamp, event.stage_timestamp) if t]
    if not texts:
        raise MalformedRecord("no requestReceivedTimestamp")
    moment = next((m for t in texts if (m := _moment(t)) is not None), None)
    if moment is None:
        raise MalformedRecord(f"requestReceivedTimestamp is not a time: {texts[0][:40]!r}")
    return moment


def _moment(text: str | None) -> int | None:
    try:
        return parse_moment(text) if text else None
    except (ValueError, OverflowError):
        return None


def project_call(event: AuditEvent, cluster: str, proxies: Networks = ()) -> Call:
    """The call that a redacted event reports. Pure: the same event always gives the same call.

    `proxies`: addresses that are trusted to say truly for whom they connect.
    """
    received = received_at(event)
    read = _read(event)
    caller = read_caller(b"" if event.user is UNSET else bytes(event.user))
    acted_as = read_impersonated(bytes(event.impersonated_user or b""))
    command = _command(event, read.target)
    bodies = _read_bodies(event, read)
    suffix = _suffix(event, read, bodies)
    origin = _Origin(cluster, trusted_address(read.addresses, proxies))
    path = _path_of(_facts(event, read, origin, caller, acted_as.name, suffix))
    names = list(dict.fromkeys(n for n in (name(read.target.name or bodies.name), *map(name, bodies.removed)) if n))
    return Call(
        id=call_id(event, cluster, caller.username, received),
        time=received,
        path=path,
        stages=STAGE_BITS.get(event.stage, 0),
        objects=tuple(ObjectKey(cluster, path.resource, path.api_group, path.namespace, n) for n in names),
        command=command.line if command else "",
        properties={
            **_properties(event, read, names, command, received),
            **_target_properties(read.target, path),
            **_told_of(caller, acted_as, event.annotations),
            **_unread(event, caller, acted_as),
        },
        submitted=bodies.submitted,
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


class _Read(NamedTuple):
    """What more than one part of a call is made of."""

    verb: str
    target: Target
    addresses: list[str]
    code: int


class _Origin(NamedTuple):
    cluster: str
    source_ip: str


def _read(event: AuditEvent) -> _Read:
    verb = name(event.verb.lower(), 40)
    code = event.response_status.code if event.response_status else 0
    addresses = [name(plain_address(ip)) for ip in event.source_ips or ()]
    return _Read(verb, read_target(event, verb), addresses, (code or 0) if code in _CODES else 0)


def _facts(event: AuditEvent, read: _Read, origin: _Origin, caller: Caller, impersonated: str, suffix: str) -> _Facts:
    target = read.target
    resource = name(target.resource, 100)
    return _Facts(
        cluster=origin.cluster,
        source_ip=origin.source_ip,
        caller=caller,
        impersonated_user=impersonated,
        # A Namespace object carries its own name as its namespace on some verbs only: it lives in none.
        namespace="" if resource == "namespaces" else name(target.namespace),
        api_group=name(target.api_group),
        resource=resource,
        url="" if resource else fold_url(event.request_uri),
        subresource=name(target.subresource, 100),
        verb=read.verb,
        suffix=suffix,
        code=read.code,
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
        action=action_name(done_verb(verb, resource, subresource, facts.code), resource, subresource, suffix),
        event_name=event_name(verb, resource, subresource, suffix),
        code=facts.code,
        client=facts.client,
    )


def _command(event: AuditEvent, target: Target) -> Command | None:
    command = read_command(event.request_uri, target, (event.annotations or {}).get(GOOGLE_COMMAND, ""))
    return Command(plain(command.line[:_LONGEST]), name(command.container)) if command else None


def _suffix(event: AuditEvent, read: _Read, bodies: "_Bodies") -> str:
    query = urlsplit(event.request_uri).query if "?" in event.request_uri else ""
    suffix = "".join(bodies.submitted.suffixes) if bodies.submitted else ""
    if is_command_through_proxy(read.target):
        suffix += THROUGH_PROXY
    if read.verb == "watch" and _hands_out_everything(query):
        suffix += FROM_START
    asked = "dryRun=All" in query or (event.annotations or {}).get(_GOOGLE_DRY_RUN) == "true"
    return suffix + DRY_RUN if bodies.dry_run or (asked and _can_be_tried_out(read)) else suffix


def _can_be_tried_out(read: _Read) -> bool:
    """Reads and sessions do what they do, whatever they say of a dry run."""
    return read.verb in _WRITES | _DELETIONS and read.target.subresource not in {*SESSIONS, "proxy"}


def _hands_out_everything(query: str) -> bool:
    """Whether a watch begins with all there is, as a list does, rather than with what changes from a version on."""
    options = parse_qs(query)
    if "watch" not in options:
        return False  # the log has no query
    first = {key: values[0] for key, values in options.items()}
    return first.get("sendInitialEvents") in {"true", "1"} or first.get("resourceVersion", "0") == "0"


class _Bodies(NamedTuple):
    """`name` is of an object that had none yet when it was asked for, `removed` are those of a deleted collection."""

    submitted: Submitted | None = None
    name: str = ""
    removed: tuple[str, ...] = ()
    dry_run: bool = False


def _read_bodies(event: AuditEvent, read: _Read) -> _Bodies:
    verb, target = read.verb, read.target
    if verb in _DELETIONS or target.subresource == "eviction":
        return _read_deletion(event, verb)
    kind = resource_type(target.resource, target.api_group)
    if verb not in _WRITES or not kind:
        return _Bodies()
    nameless = verb == "create" and not target.name
    request, response = fragment(parse_body(event.request_object)), parse_body(event.response_object)
    answer = None if read.code >= 400 else response
    submitted = read_submitted(Write(verb, kind, target.subresource, target.namespace), request, answer)
    return _Bodies(submitted, _body_name(answer) or _body_name(request) if nameless else "")


def _read_deletion(event: AuditEvent, verb: str) -> _Bodies:
    options = parse_body(event.request_object) if b"dryRun" in bytes(event.request_object or b"") else None
    if isinstance(options, dict) and isinstance(inner := options.get("deleteOptions"), dict):
        options = inner  # of an eviction
    dry_run = isinstance(options, dict) and options.get("dryRun") == ["All"]
    answer = parse_body(event.response_object) if verb == "deletecollection" else None
    items = answer.get("items") if isinstance(answer, dict) else None
    removed = (_body_name(item) for item in (items if isinstance(items, list) else ())[:_MOST_NAMES])
    return _Bodies(removed=tuple(n for n in removed if n), dry_run=dry_run)


def _body_name(body: Any) -> str:
    metadata = body.get("metadata") if isinstance(body, dict) else None
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else ""


def _properties(
    event: AuditEvent, read: _Read, names: list[str], command: Command | None, received: int
) -> dict[str, Scalar]:
    """The call's own values; absent ones are left out, because a missing property costs nothing."""
    status, notes, addresses = event.response_status, event.annotations or {}, read.addresses
    values: dict[str, Scalar | None] = {
        "audit_id": plain(event.audit_id),
        "name": names[0] if names else "",
        "names": names if len(names) > 1 else None,
        "uri": plain(event.request_uri[:_LONGEST]),
        "stage": event.stage,
        "level": name(event.level, 40),
        "user_agent": plain((event.user_agent or "")[:_LONGEST]),
        "reason": plain((status.reason or "")[:_LONGEST]) if status else None,
        "message": plain((status.message or "")[:_LONGEST]) if status else None,
        "source_ips": addresses[:50] if len(addresses) > 1 else None,
        "command": command.line if command else None,
        "container": command.container if command else None,
        "took": _took(event, received),
        **_annotated(notes),
    }
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _annotated(notes: Mapping[str, str]) -> dict[str, Scalar | None]:
    """What annotations say: those that the API server writes by name, and the others as they are."""
    told = {property_: notes.get(key) for key, property_ in _ANNOTATIONS.items()}
    others = [f"{key}={text}" for key, text in sorted(notes.items()) if key not in _TOLD]
    return {
        **{property_: plain(text[:_LONGEST]) if text else None for property_, text in told.items()},
        "notes": [plain(other[:_LONGEST]) for other in others[:_MOST_NOTES]],
        "truncated": notes.get(TRUNCATED) == "true" or None,
        "reported_lost": notes.get("graphsvc/reported-lost") == "true" or None,
    }


def _unread(event: AuditEvent, caller: Caller, acted_as: Impersonated) -> dict[str, Scalar]:
    """Where fields stand that could not be read, such as `annotations.x`."""
    code = ("responseStatus.code",) if event.response_status and event.response_status.code not in _CODES else ()
    parts = [*event.unread, *code, *caller.unread, *acted_as.unread][:_MOST_NOTES]
    return {"unread": [plain(part.removeprefix("."))[:_AGENT] for part in parts]} if parts else {}


def _took(event: AuditEvent, received: int) -> int | None:
    """Milliseconds from the request to the end of its answer."""
    if event.stage == "ResponseStarted":
        return None
    end = _moment(event.stage_timestamp)
    return max(0, end - received) if end is not None and event.request_received_timestamp else None


def _target_properties(target: Target, path: Path) -> dict[str, Scalar]:
    version = name(target.api_version, 40)
    of_group = f"{path.api_group}/{version}" if path.api_group else version
    values: dict[str, Scalar] = {"api_version": of_group if version else "", "dry_run": path.is_dry_run}
    return {key: value for key, value in values.items() if value}


def _told_of(caller: Caller, acted_as: Impersonated, notes: Mapping[str, str] | None) -> dict[str, Scalar]:
    login = login_detail(notes or {})
    extra = {"user_extra": [*caller.properties.get("user_extra", ()), *map(name, login)]} if login else {}
    return {**caller.properties, **acted_as.properties, **extra}
