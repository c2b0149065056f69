"""One event of audit.k8s.io, as far as graphsvc reads it.

Typed decoding keeps foreign shapes out: a field of the wrong type makes the record malformed, it never
surprises code further in. Bodies stay raw bytes until somebody needs them, because most are never read
and because deep nesting in them must not cost the whole event. Users stay raw bytes because few different ones
make all the calls: see `caller`.
"""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, get_args

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


class UserInfo(msgspec.Struct, frozen=True):
    username: str | None = None
    uid: str | None = None
    groups: list[str] | None = None
    extra: dict[str, list[str] | str] | None = None


class ObjectRef(msgspec.Struct, frozen=True, rename=_wire_name):
    resource: str | None = None
    namespace: str | None = None
    name: str | None = None
    uid: str | None = None
    api_group: str | None = None
    subresource: str | None = None


class ResponseStatus(msgspec.Struct, frozen=True):
    code: int | None = None
    reason: str | None = None
    message: str | None = None


class AuditEvent(msgspec.Struct, frozen=True, rename=_wire_name):
    """Field names are those of audit.k8s.io/v1 in snake case; absent and null are the same."""

    audit_id: str
    stage: Stage
    verb: str
    user: msgspec.Raw
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
    annotations: dict[str, str] | None = None


# strict=False reads "201" as 201: relays turn numbers into strings.
_decoder = msgspec.json.Decoder(AuditEvent, strict=False)
_user_decoder = msgspec.json.Decoder(UserInfo, strict=False)

T = TypeVar("T")


def parse_event(raw: bytes) -> AuditEvent:
    """Decode one event but for its bodies and users; raises MalformedRecord that names the field at fault."""
    return _parsed(_decoder.decode, raw)


def parse_user(raw: bytes, field: str = "user") -> UserInfo:
    """Decode a user, which stands in an event's `field`; raises MalformedRecord."""
    return _parsed(_user_decoder.decode, raw, field)


def _parsed(decode: Callable[[bytes], T], raw: bytes, field: str = "") -> T:
    try:
        return decoded(decode, raw)
    except msgspec.ValidationError as error:
        raise MalformedRecord(f"not an audit event: {_placed(str(error), field)}") from None
    except msgspec.DecodeError as error:
        raise MalformedRecord(f"not valid JSON: {error}") from None
    except (RecursionError, UnicodeDecodeError) as error:
        raise MalformedRecord(f"not readable: {type(error).__name__}") from None


def _placed(told: str, field: str) -> str:
    """What the decoder says of a part, as it would say it of the whole: with the part's place."""
    if not field:
        return told
    what, _, place = told.partition(" - at `$")
    return f"{what} - at `$.{field}{place or '`'}"


def parse_body(raw: msgspec.Raw | UnsetType) -> Any:
    """The decoded body, or None when there is none or it cannot be read: a body never costs its event."""
    if raw is UNSET or not raw:
        return None
    try:
        return decoded(msgspec.json.decode, bytes(raw))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
