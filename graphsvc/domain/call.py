"""One API call: what an audit event says of it beyond its path, and how an event becomes a call."""

import hashlib
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from msgspec import UNSET, Struct
from msgspec.structs import replace

from graphsvc.domain.action import DRY_RUN, FROM_START, SESSIONS, THROUGH_PROXY, action_name, done_verb, event_name
from graphsvc.domain.address import Networks, plain_address, trusted_address
from graphsvc.domain.caller import Caller, Impersonated, read_caller, read_impersonated
from graphsvc.domain.client import client_of
from graphsvc.domain.command import Command, is_command_through_proxy, read_command
from graphsvc.domain.event import AuditEvent, parse_body
from graphsvc.domain.moment import parse_moment
from graphsvc.domain.notes import Notes, read_notes
from graphsvc.domain.patch import fragment
from graphsvc.domain.path import Path, name, plain
from graphsvc.domain.resource import fold_url, resource_type
from graphsvc.domain.submitted import Submitted, Write, read_submitted
from graphsvc.domain.target import Target, query_of, read_target
from graphsvc.errors import MalformedRecord

# Later stages say more of the same call. RequestReceived says nothing that a later stage does not.
STAGE_BITS = {"ResponseStarted": 1, "ResponseComplete": 2, "Panic": 4}

_WRITES = frozenset({"create", "update", "patch"})
_DELETIONS = frozenset({"delete", "deletecollection"})
_MOST_NAMES = 100  # of a collection that was deleted
_LONGEST = 4_000  # characters of a URI or message kept on the node; the archive has the whole
_AGENT = 200  # characters of a user agent that tell the client

_MOST_UNREAD = 30
_CODES = frozenset({None, *range(1_000)})

Scalar = str | int | bool | list[str]


class ObjectKey(NamedTuple):
    cluster: str
    resource: str
    api_group: str
    namespace: str
    name: str


class Call(Struct, frozen=True):
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
    if (received := _moment(event.request_received_timestamp)) is not None:
        return received
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
    command = _command(event, read)
    bodies = _read_bodies(event, read)
    origin = _Origin(cluster, trusted_address(read.addresses, proxies))
    path = _path_of(_facts(event, read, origin, _suffix(event, read, bodies)))
    names = _names(read, bodies)
    return Call(
        id=call_id(event, cluster, read.caller.username, received),
        time=received,
        path=path,
        stages=STAGE_BITS.get(event.stage, 0),
        objects=tuple([ObjectKey(cluster, path.resource, path.api_group, path.namespace, n) for n in names]),
        command=command.line if command else "",
        properties={
            **_said(event, read, received),
            **_named(names, read.tidied, path),
            **_rarely_said(event, read, command),
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
    """What more than one part of a call is made of. `tidied` is the target with parts that are fit for keys."""

    verb: str
    target: Target
    tidied: Target
    addresses: list[str]
    code: int
    caller: Caller
    acted_as: Impersonated
    notes: Notes


class _Origin(NamedTuple):
    cluster: str
    source_ip: str


def _read(event: AuditEvent) -> _Read:
    verb = name(event.verb.lower(), 40)
    code = event.response_status.code if event.response_status else 0
    target = read_target(event, verb)
    return _Read(
        verb,
        target,
        target.tidied(),
        [_address(ip) for ip in event.source_ips or ()],
        (code or 0) if code in _CODES else 0,
        read_caller(b"" if event.user is UNSET else bytes(event.user)),
        read_impersonated(b"" if event.impersonated_user is UNSET else bytes(event.impersonated_user)),
        read_notes(b"" if event.annotations is UNSET else bytes(event.annotations)),
    )


@lru_cache(maxsize=65_536)
def _address(text: str) -> str:
    return name(plain_address(text))


def _facts(event: AuditEvent, read: _Read, origin: _Origin, suffix: str) -> _Facts:
    target = read.tidied
    return _Facts(
        origin.cluster,
        origin.source_ip,
        read.caller,
        read.acted_as.name,
        # A Namespace object carries its own name as its namespace on some verbs only: it lives in none.
        "" if target.resource == "namespaces" else target.namespace,
        target.api_group,
        target.resource,
        "" if target.resource else fold_url(event.request_uri),
        target.subresource,
        read.verb,
        suffix,
        read.code,
        plain(client_of((event.user_agent or "")[:_AGENT])),
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


def _command(event: AuditEvent, read: _Read) -> Command | None:
    command = read_command(event.request_uri, read.target, read.notes.command)
    return Command(plain(command.line[:_LONGEST]), name(command.container)) if command else None


def _suffix(event: AuditEvent, read: _Read, bodies: "_Bodies") -> str:
    query = query_of(event.request_uri) if "?" in event.request_uri else ""
    suffix = "".join(bodies.submitted.suffixes) if bodies.submitted else ""
    if is_command_through_proxy(read.target):
        suffix += THROUGH_PROXY
    if read.verb == "watch" and _hands_out_everything(query):
        suffix += FROM_START
    asked = read.notes.is_dry_run or "dryRun=All" in query
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


_NO_BODIES = _Bodies()


def _read_bodies(event: AuditEvent, read: _Read) -> _Bodies:
    verb, target = read.verb, read.target
    if not event.request_object and not event.response_object:
        return _NO_BODIES
    if verb in _DELETIONS or target.subresource == "eviction":
        return _read_deletion(event, verb)
    kind = resource_type(target.resource, target.api_group)
    if verb not in _WRITES or not kind:
        return _NO_BODIES
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


def _names(read: _Read, bodies: _Bodies) -> list[str]:
    """Of the objects that a call is about, each once."""
    first = read.tidied.name or name(bodies.name)
    if bodies.removed:
        return list(dict.fromkeys(n for n in (first, *map(name, bodies.removed)) if n))
    return [first] if first else []


def _said(event: AuditEvent, read: _Read, received: int) -> dict[str, Scalar]:
    """What nearly every call says; absent values are left out, because a missing property costs nothing."""
    values: dict[str, Scalar] = {
        "audit_id": plain(event.audit_id),
        "uri": plain(event.request_uri[:_LONGEST]),
        "stage": event.stage,
        "level": name(event.level, 40),
        "user_agent": plain((event.user_agent or "")[:_LONGEST]),
        **read.notes.properties,
        **read.caller.properties,
        **read.acted_as.properties,
    }
    if (took := _took(event, received)) is not None:
        values["took"] = took
    return {key: value for key, value in values.items() if value != ""} if "" in values.values() else values


def _named(names: list[str], target: Target, path: Path) -> dict[str, Scalar]:
    """What the call was on, as far as its path does not tell."""
    values: dict[str, Scalar] = {}
    if names:
        values["name"] = names[0]
    if len(names) > 1:
        values["names"] = names
    if version := target.api_version:
        values["api_version"] = f"{path.api_group}/{version}" if path.api_group else version
    if path.is_dry_run:
        values["dry_run"] = True
    return values


def _rarely_said(event: AuditEvent, read: _Read, command: Command | None) -> dict[str, Scalar]:
    status, values = event.response_status, _unread(event, read)
    if len(read.addresses) > 1:
        values["source_ips"] = read.addresses[:50]
    if status and status.reason:
        values["reason"] = plain(status.reason[:_LONGEST])
    if status and status.message:
        values["message"] = plain(status.message[:_LONGEST])
    if command:
        values |= {key: text for key, text in (("command", command.line), ("container", command.container)) if text}
    if login := read.notes.login:
        values["user_extra"] = [*read.caller.properties.get("user_extra", ()), *login]
    return values


def _unread(event: AuditEvent, read: _Read) -> dict[str, Scalar]:
    """Where fields stand that could not be read, such as `annotations.x`."""
    status = event.response_status
    code = ("responseStatus.code",) if status and status.code not in _CODES else ()
    own = event.unread + read.notes.unread
    parts = (tuple(sorted(own)) if own else ()) + code + read.caller.unread + read.acted_as.unread
    return {"unread": [plain(part.removeprefix("."))[:_AGENT] for part in parts[:_MOST_UNREAD]]} if parts else {}


def _took(event: AuditEvent, received: int) -> int | None:
    """Milliseconds from the request to the end of its answer."""
    if event.stage == "ResponseStarted":
        return None
    end = _moment(event.stage_timestamp)
    return max(0, end - received) if end is not None and event.request_received_timestamp else None
