"""Huge events lose their bodies: who did what stays, and one call cannot fill memory, archive and graph."""

from typing import Any

import msgspec

from graphsvc.domain.depth import decoded

LARGEST_EVENT = 1 << 20  # bytes; a list of objects at level RequestResponse may have many more

_BODIES = frozenset({"requestObject", "responseObject"})
TRUNCATED = "audit.k8s.io/truncated"
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])


def truncated(raw: bytes) -> bytes:
    """An event of more than 1 MiB without its bodies, marked as an API server marks one that it truncates itself.

    What is no JSON object, or is large by something else than bodies, stays as it is.
    """
    if len(raw) <= LARGEST_EVENT:
        return raw
    try:
        fields = decoded(_fields.decode, raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return raw
    kept: dict[str, Any] = {key: value for key, value in fields.items() if key not in _BODIES}
    if len(kept) == len(fields):
        return raw
    kept["annotations"] = marked_truncated(_notes(fields))
    return msgspec.json.encode(kept)


def marked_truncated(notes: Any) -> dict[str, Any]:
    """Annotations, or labels that stand for them, that say that something was cut away; none are needed."""
    return {**(notes if isinstance(notes, dict) else {}), TRUNCATED: "true"}


def _notes(fields: dict[str, msgspec.Raw]) -> Any:
    try:
        return msgspec.json.decode(fields.get("annotations", b"{}"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
