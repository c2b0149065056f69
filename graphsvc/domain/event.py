"""One event of audit.k8s.io, as far as graphsvc reads it.

Typed decoding keeps foreign shapes out: none surprises code further in. What a call cannot be counted without has to
be there; any other field of a wrong type becomes unknown, and is named on the call. Bodies stay raw bytes until
somebody needs them, because most are never read and because deep nesting in them must not cost the whole event. Users
and annotations stay raw bytes because few different ones make all the calls: see `caller` and `notes`.
"""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import UNSET, UnsetType

from graphsvc.domain.depth import decoded
from graphsvc.errors import MalformedRecord

Stage = Literal["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"]
STAGES: frozenset[str] = frozenset(get_args(Stage))

# Kubernetes spells abbreviations in capitals, which no rename rule of the decoder knows.
_CAPITALS = {"audit_id": "auditID", "request_uri": "requestURI", "source_ips": "sourceIPs"}


def _wire_name(name: str) -> str:
    head, *rest = name.split("_")
    return _CAPITALS.get(name) or head + "".join(word.capitalize() for word in rest)


_BODIES = frozenset({"requestObject", "responseObject"})
_UNSEEN = "not shown: whole bodies need the role investigator"


class UserInfo(msgspec.Struct, frozen=True):
    username: str | None = None
    uid: str | None = None
    groups: list[str] | None = None
    extra: dict[str, list[str] | str] | None = None
    unread: tuple[str, ...] = ()


class ObjectRef(msgspec.Struct, frozen=True, rename=_wire_name):
    resource: str | None = None
    namespace: str | None = None
    name: str | None = None
    uid: str | None = None
    api_group: str | None = None
    api_version: str | None = None
    subresource: str | None = None


class ResponseStatus(msgspec.Struct, frozen=True):
    code: int | None = None
    reason: str | None = None
    message: str | None = None


class AuditEvent(msgspec.Struct, frozen=True, rename=_wire_name):
    """Field names are those of audit.k8s.io/v1 in snake case; absent and null are the same.

    `unread`: where fields of a wrong type stand, such as `.responseStatus.code`.
    """

    audit_id: str
    stage: Stage
    verb: str
    user: msgspec.Raw | UnsetType = UNSET
    request_uri: str = ""
    level: str | None = None
    impersonated_user: msgspec.Raw | UnsetType = UNSET
    source_ips: list[str] | None = None
    user_agent: str | None = None
    object_ref: ObjectRef | None = None
    response_status: ResponseStatus | None = None
    request_object: msgspec.Raw | UnsetType = UNSET
    response_object: msgspec.Raw | UnsetType = UNSET
    request_received_timestamp: str | None = None
    stage_timestamp: str | None = None
    timestamp: str | None = None  # v1beta1
    annotations: msgspec.Raw | UnsetType = UNSET
    unread: tuple[str, ...] = ()


# strict=False reads "201" as 201: relays turn numbers into strings.
_decoder = msgspec.json.Decoder(AuditEvent, strict=False)
_user_decoder = msgspec.json.Decoder(UserInfo, strict=False)
_parts_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])

S = TypeVar("S", AuditEvent, UserInfo)


def parse_event(raw: bytes) -> AuditEvent:
    """Decode one event but for its bodies, users and annotations; raises MalformedRecord without id, stage or verb."""
    return _parsed(_decoder.decode, AuditEvent, raw)


def parse_user(raw: bytes, field: str = "user") -> UserInfo:
    """Decode a user, which stands in an event's `field`. Of what is no user nothing is known."""
    user = _parsed(_user_decoder.decode, UserInfo, raw) if raw[:1] == b"{" else UserInfo(unread=("",))
    return (
        msgspec.structs.replace(user, unread=tuple(f"{field}{part}" for part in user.unread)) if user.unread else user
    )


def parse_annotations(raw: bytes) -> tuple[dict[str, str], tuple[str, ...]]:
    """Those that can be read, and where the others stand, such as `.annotations.x`."""
    try:
        found, unread = _read_as(dict[str, str] | None, raw)
    except msgspec.DecodeError as error:
        raise MalformedRecord(f"not valid JSON: {error}") from None
    except (RecursionError, UnicodeDecodeError) as error:
        raise MalformedRecord(f"not readable: {type(error).__name__}") from None
    return found or {}, tuple(f".annotations{part}" for part in unread)


def _parsed(decode: Callable[[bytes], S], kind: type[S], raw: bytes) -> S:
    try:
        return decoded(decode, raw)
    except msgspec.ValidationError as error:
        told = error
    except msgspec.DecodeError as error:
        raise MalformedRecord(f"not valid JSON: {error}") from None
    except (RecursionError, UnicodeDecodeError) as error:
        raise MalformedRecord(f"not readable: {type(error).__name__}") from None
    try:
        values, unread = _read_parts(kind, raw)
        return kind(**values, unread=tuple(unread))
    except (msgspec.ValidationError, TypeError):  # no object, or one without what it has to have
        raise MalformedRecord(f"not an audit event: {told}") from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise MalformedRecord(f"not valid JSON: {error}") from None


# --- fields of a wrong type


def _read_parts(kind: Any, raw: bytes) -> tuple[dict[str, Any], list[str]]:
    """Values of a struct or map by name as far as they can be read, and where in it the others stand."""
    found = {key: bytes(own) for key, own in decoded(_parts_decoder.decode, raw).items()}
    if get_origin(kind) is dict:
        wanted = {key: (key, get_args(kind)[1]) for key in found}
    else:
        fields = (field for field in msgspec.structs.fields(kind) if field.name != "unread")
        wanted = {field.encode_name: (field.name, field.type) for field in fields}
        found = {key: own for key, own in found.items() if own != b"null"}
    values: dict[str, Any] = {}
    unread: list[str] = []
    for key in found.keys() & wanted.keys():
        field_name, type_ = wanted[key]
        value, parts = _read_as(type_, found[key])
        values |= {} if value is None else {field_name: value}
        unread += [f".{key}{part}" for part in parts]
    return values, sorted(unread)


def _read_as(kind: Any, raw: bytes) -> tuple[Any, list[str]]:
    """The value, None where nothing of it can be read, and which parts of it cannot: an empty name is all of it."""
    try:
        return msgspec.json.decode(raw, type=kind, strict=False), []
    except msgspec.ValidationError:
        pass
    options = get_args(kind) or (kind,)
    whole = next((o for o in options if get_origin(o) is dict or isinstance(o, msgspec.StructMeta)), None)
    if whole is not None and raw[:1] == b"{":
        values, unread = _read_parts(whole, raw)
        return values if get_origin(whole) is dict else whole(**values), unread
    if str in options and raw[:1] not in b'[{"n':
        return raw.decode(), []  # relays and webhooks write numbers where texts belong
    if list[str] in options and raw[:1] == b'"':
        return [msgspec.json.decode(raw)], []
    if list[str] in options and raw[:1] == b"[":
        return [item for item in msgspec.json.decode(raw) if isinstance(item, str)], [""]
    return None, [""]


def parse_body(raw: msgspec.Raw | UnsetType) -> Any:
    """The decoded body, or None when there is none or it cannot be read: a body never costs its event."""
    if raw is UNSET or not raw:
        return None
    try:
        return decoded(msgspec.json.decode, bytes(raw))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def without_bodies(event: Any) -> Any:
    """A decoded event with its bodies left out, and a word in their place: for those who may not read them."""
    if not isinstance(event, dict):
        return event
    return {key: _UNSEEN if key in _BODIES and value is not None else value for key, value in event.items()}
