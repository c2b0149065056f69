"""Any written body as short texts, `spec.type=NodePort`: what needs no reader of its own is asked of these.

Places in lists are left out: `rules.resources=*`. What every object has, and nobody asks about, is left out too.
"""

from collections.abc import Iterator
from typing import Any

from graphsvc.domain.submitted.part import Part

_MOST, _LONGEST, _DEEPEST = 400, 300, 30
_LEFT_OUT_AT = {
    "": frozenset({"status", "kind", "apiVersion"}),
    "metadata": frozenset({"managedFields", "uid", "resourceVersion", "generation", "creationTimestamp", "selfLink"}),
    "metadata.annotations": frozenset({"kubectl.kubernetes.io/last-applied-configuration"}),
}
# Written all day by components; their bodies say how things are, not what somebody wants.
_BUSY = frozenset({"events", "leases", "endpoints", "endpointslices", "tokenreviews", "subjectaccessreviews"})


def is_read(resource: str, subresource: str) -> bool:
    """Whether a write of it has a body that is kept where the log has it."""
    return resource not in _BUSY and subresource not in {"status", "binding"}


def read_leaves(resource: str, subresource: str, body: Any) -> Part | None:
    if not is_read(resource, subresource) or not isinstance(body, dict):
        return None
    found: dict[str, None] = {}
    for text in _walk(body, "", 0):
        found[text[:_LONGEST]] = None
        if len(found) == _MOST:
            break
    return Part("Body", {"resource": resource, "leaves": list(found)}) if found else None


def _walk(value: Any, path: str, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _LEFT_OUT_AT.get(path, ()):
                yield from _walk(inner, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, path, depth + 1)
    elif value is not None:
        yield f"{path}={_text(value)}"


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
