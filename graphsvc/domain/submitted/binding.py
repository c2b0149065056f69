"""Who is bound to which role."""

from collections.abc import Iterator
from typing import Any

from graphsvc.domain.submitted.part import Part, a_map, a_text, maps, texts

_TO = {"cluster-admin": "_ToClusterAdmin", "admin": "_ToAdmin", "edit": "_ToEdit"}


def read_binding(resource: str, namespace: str, body: dict[str, Any]) -> Part | None:
    role = a_map(body.get("roleRef"))
    name = a_text(role.get("name"))
    subjects = maps(body.get("subjects"))
    if not name and not subjects:
        return None
    return Part(
        "Binding",
        {
            "resource": resource,
            "role_kind": a_text(role.get("kind")),
            "role": name,
            "subjects": texts(_subject(s, namespace) for s in subjects),
        },
    )


def binding_suffixes(binding: Part) -> Iterator[str]:
    name = str(binding.properties["role"])
    if suffix := _TO.get(name) or ("_ToSystem" if name.startswith("system:") else ""):
        yield suffix


def _subject(subject: dict[str, Any], namespace: str) -> str:
    """The username or group as a call would carry it: `User alice`, `ServiceAccount system:serviceaccount:ns:name`."""
    kind, name = a_text(subject.get("kind")), a_text(subject.get("name"))
    if kind == "ServiceAccount":
        name = f"system:serviceaccount:{a_text(subject.get('namespace')) or namespace}:{name}"
    return f"{kind} {name}"
