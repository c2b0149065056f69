"""What a call was made on: from the event's objectRef, and from the URI where that is missing or was cut away.

The API server makes the one of the other, by the rules that are read here:
`/api/v1/namespaces/shop/pods/web-0/exec`, `/apis/GROUP/VERSION/…`, and the old prefixes `watch` and `proxy`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from graphsvc.domain.event import AuditEvent, ObjectRef

_NAMELESS = frozenset({"create", "list", "watch", "deletecollection", "post"})
_PREFIXES = frozenset({"watch", "proxy"})
# Of a namespace itself; anything else behind its name is a resource in it.
_OF_NAMESPACES = frozenset({"status", "finalize"})


@dataclass(frozen=True)
class Target:
    """Empty text: there is none. Without `resource` the call is on a URL of the API server itself.

    `inner` is the part of the URI that was handed on behind `proxy`, such as `run/shop/cart-1/c`.
    """

    api_group: str = ""
    api_version: str = ""
    resource: str = ""
    namespace: str = ""
    name: str = ""
    subresource: str = ""
    inner: str = ""


def read_target(event: AuditEvent, verb: str) -> Target:
    ref = event.object_ref or ObjectRef()
    told = ref.resource and (ref.name or verb in _NAMELESS) and ref.subresource != "proxy"
    read = Target() if told else target_of(event.request_uri)
    if not ref.resource:
        return read
    same = read if (read.resource, read.api_group) == (ref.resource, ref.api_group or "") else Target()
    return Target(
        ref.api_group or "",
        ref.api_version or same.api_version,
        ref.resource,
        ref.namespace or same.namespace,
        ref.name or same.name,
        ref.subresource or same.subresource,
        same.inner,
    )


def target_of(uri: str) -> Target:
    """Empty for what is no resource: `/healthz`, `/apis/apps/v1`, `/openapi/v3`."""
    parts = [unquote(part) for part in uri.partition("?")[0].split("/") if part]
    group, version, rest = _group_version(parts)
    prefix = rest[0] if rest and rest[0] in _PREFIXES and len(rest) > 1 else ""
    rest = rest[1:] if prefix else rest
    if not rest:
        return Target()
    namespace = ""
    if rest[0] == "namespaces" and len(rest) > 2 and not (len(rest) == 3 and rest[2] in _OF_NAMESPACES):
        namespace, rest = rest[1], rest[2:]
    resource, name, subresource = [*rest, "", ""][:3]
    inner = rest[2:] if prefix == "proxy" else rest[3:] if subresource == "proxy" else []
    return Target(
        group, version, resource, namespace, name, prefix if prefix == "proxy" else subresource, "/".join(inner)
    )


def _group_version(parts: Sequence[str]) -> tuple[str, str, list[str]]:
    if parts[:1] == ["api"]:
        return "", parts[1] if len(parts) > 1 else "", list(parts[2:])
    if parts[:1] == ["apis"] and len(parts) > 2:
        return parts[1], parts[2], list(parts[3:])
    return "", "", []
