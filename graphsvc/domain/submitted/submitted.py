"""Chooses what of a write's bodies is kept: what it asked for, and apart from that what it became."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphsvc.domain.resource import WORKLOADS
from graphsvc.domain.submitted.binding import binding_suffixes, read_binding
from graphsvc.domain.submitted.leaves import read_leaves
from graphsvc.domain.submitted.part import Part, a_map
from graphsvc.domain.submitted.pod import pod_suffixes, read_pod
from graphsvc.domain.submitted.request import read_certificate_request, read_token_request
from graphsvc.domain.submitted.role import read_role, role_suffixes

_ROLES = frozenset({"roles", "clusterroles"})
_BINDINGS = frozenset({"rolebindings", "clusterrolebindings"})
_SUFFIXES = {"PodSpec": pod_suffixes, "RoleRules": role_suffixes, "Binding": binding_suffixes}


@dataclass(frozen=True)
class Submitted:
    """`asked` is what the request held, `became` the object that came back of a patch, where that is more."""

    asked: tuple[Part, ...]
    became: tuple[Part, ...] = ()

    @property
    def suffixes(self) -> Iterator[str]:
        """What the action's name says of it."""
        for part in self.asked:
            if suffixes := _SUFFIXES.get(part.label):
                yield from suffixes(part)


@dataclass(frozen=True)
class Write:
    """What is written. `kind` is the resource with its group where the plural is that of another resource."""

    verb: str
    kind: str
    subresource: str
    namespace: str


def read_submitted(write: Write, request: Any, response: Any) -> Submitted | None:
    """None when the bodies say nothing.

    A patch is a fragment, and what it does not hold it did not ask for. The object that came back stands in where the
    log has no request.
    """
    is_fragment = write.verb == "patch" and isinstance(request, dict)
    asked = request if isinstance(request, dict) else a_map(response)
    if "subjects" in asked and "roleRef" not in asked:
        asked = {"roleRef": a_map(response).get("roleRef"), **asked}
    typed = _read(write, asked)
    leaves = read_leaves(write.kind, write.subresource, asked)
    became = _read(write, a_map(response)) if is_fragment else None
    parts = tuple(part for part in (typed, leaves) if part)
    return Submitted(parts, (became,) if became and became != typed else ()) if parts or became else None


def _read(write: Write, body: dict[str, Any]) -> Part | None:
    if write.subresource == "token" and write.kind == "serviceaccounts":
        return read_token_request(body)
    if write.subresource and write.subresource != "ephemeralcontainers":
        return None
    if write.kind in WORKLOADS:
        return read_pod(write.kind, body)
    if write.kind in _ROLES:
        return read_role(write.kind, body)
    if write.kind in _BINDINGS:
        return read_binding(write.kind, write.namespace, body)
    return read_certificate_request(body) if write.kind == "certificatesigningrequests" else None
