"""One event of audit.k8s.io, as far as graphsvc reads it.

Typed decoding keeps foreign shapes out: a field of the wrong type makes the record malformed, it never
surprises code further in. Bodies stay raw bytes until somebody needs them, because most are never read
and because deep nesting in them must not cost the whole event.
"""

from typing import Any, Literal, get_args

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
    user: UserInfo
    request_uri: str = ""
    level: str | None = None
    impersonated_user: UserInfo | None = None
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


def parse_event(raw: bytes) -> AuditEvent:
    """Decode one event; raises MalformedRecord that names the field at fault."""
    try:
        return decoded(_decoder.decode, raw)
    except msgspec.ValidationError as error:
        raise MalformedRecord(f"not an audit event: {error}") from None
    except msgspec.DecodeError as error:
        raise MalformedRecord(f"not valid JSON: {error}") from None
    except (RecursionError, UnicodeDecodeError) as error:
        raise MalformedRecord(f"not readable: {type(error).__name__}") from None


def parse_body(raw: msgspec.Raw | UnsetType) -> Any:
    """The decoded body, or None when there is none or it cannot be read: a body never costs its event."""
    if raw is UNSET or not raw:
        return None
    try:
        return decoded(msgspec.json.decode, bytes(raw))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
