"""What a call was made on: from the event's objectRef, and from the URI where that is missing or was cut away.

The API server makes the one of the other, by the rules that are read here:
`/api/v1/namespaces/shop/pods/web-0/exec`, `/apis/GROUP/VERSION/…`, and the old prefixes `watch` and `proxy`.
"""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote

from graphsvc.domain.event import AuditEvent, ObjectRef
from graphsvc.domain.path import name as as_key

_NAMELESS = frozenset({"create", "list", "watch", "deletecollection", "post"})
_PREFIXES = frozenset({"watch", "proxy"})
# Of a namespace itself; anything else behind its name is a resource in it.
_OF_NAMESPACES = frozenset({"status", "finalize"})
_LONGEST, _LONGEST_VERSION = 100, 40  # characters of a part in a key


class Target(NamedTuple):
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

    def tidied(self) -> "Target":
        """With each part fit for a key, see `name`. Nearly always they are, which one look at all of them tells."""
        text = "".join(self)
        if len(text) <= _LONGEST and len(self.api_version) <= _LONGEST_VERSION and text.isprintable():
            return self
        return Target(
            as_key(self.api_group),
            as_key(self.api_version, _LONGEST_VERSION),
            as_key(self.resource, _LONGEST),
            as_key(self.namespace),
            as_key(self.name),
            as_key(self.subresource, _LONGEST),
            self.inner,
        )


_NOWHERE = Target()


def read_target(event: AuditEvent, verb: str) -> Target:
    ref = event.object_ref
    if ref is None or not ref.resource:
        return target_of(event.request_uri)
    is_told = (ref.name or verb in _NAMELESS) and ref.subresource != "proxy"
    same = _NOWHERE if is_told else _same_target(ref, event.request_uri)
    return Target(
        ref.api_group or "",
        ref.api_version or same.api_version,
        ref.resource,
        ref.namespace or same.namespace,
        ref.name or same.name,
        ref.subresource or same.subresource,
        same.inner,
    )


def _same_target(ref: ObjectRef, uri: str) -> Target:
    """What the URI says of the same resource."""
    read = target_of(uri)
    return read if (read.resource, read.api_group) == (ref.resource, ref.api_group or "") else _NOWHERE


def query_of(uri: str) -> str:
    """What stands behind `?`, whatever stands before it: nothing that a caller writes there is an error."""
    return uri.partition("#")[0].partition("?")[2]


def target_of(uri: str) -> Target:
    """Empty for what is no resource: `/healthz`, `/apis/apps/v1`, `/openapi/v3`."""
    parts = [unquote(part) for part in uri.partition("?")[0].split("/") if part]
    group, version, rest = _group_version(parts)
    prefix = rest[0] if rest and rest[0] in _PREFIXES and len(rest) > 1 else ""
    rest = rest[1:] if prefix else rest
    if not rest:
        return _NOWHERE
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
