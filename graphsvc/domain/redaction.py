"""Takes secrets out of events before anything is stored: on the raw line, so that nothing after it can see them.

What may hold a secret anywhere is cut by shape (see `secret_shapes`). What is known to hold secrets is cut by place
(values of secrets and config maps, tokens, certificates, telling environment variables, last-applied copies).
The rest of the event stays as it was, because it is the evidence.
"""

import re
from typing import Any

import msgspec

from graphsvc.domain.depth import decoded
from graphsvc.domain.secret_shapes import CUT, PLACES, cut_shapes, find_marks

REDACTED = CUT.decode()

_TELLING = re.compile(r"(?i)passw|passphrase|secret|token|api_?key|access_?key|credential")

_BODY_KEYS = (
    b"requestObject", b"responseObject", b"RequestObject", b"ResponseObject", b"stringData", b'"data"',
    b"last-applied-configuration",
)  # fmt: skip
_EVENT = b'"auditID"'
_DATA_KEYS = frozenset({"data", "stringData", "binaryData"})
_ANSWER_KEYS = frozenset({"token", "certificate"})
_KEYS_BY_KIND = {
    **dict.fromkeys(("secrets", "configmaps"), _DATA_KEYS),
    **dict.fromkeys(("tokenreviews", "serviceaccounts/token", "certificatesigningrequests"), _ANSWER_KEYS),
    # Their names were the tokens themselves, before OpenShift hashed them; elsewhere that is cut by shape.
    **dict.fromkeys(("oauthaccesstokens", "oauthauthorizetokens"), frozenset({"name"})),
}
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_LAST_APPLIED_STEP = "kubectl.kubernetes.io~1last-applied-configuration"
_ARGUMENT = re.compile(rb"(?<=[?&6]command=)[^&\"\\ ]*")  # Go writes `&` as `\\u0026`


def redact_line(raw: bytes, *, arguments: bool = False) -> bytes:
    """One event without secrets, on one line. What is no event is cut by shape, and where bodies may begin in it.

    `arguments`: of commands run in containers only the first word stays.
    """
    marks = find_marks(raw)
    line = cut_shapes(raw, marks) if marks else raw
    if arguments and b"command=" in line:
        line = _without_arguments(line)
    if not (line.startswith(b"{") and line.endswith(b"}") and _EVENT in line):
        return _without_bodies(line)
    if PLACES.isdisjoint(marks):
        return line
    try:
        return decoded(_redacted, line)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return _without_bodies(line)


def _without_arguments(line: bytes) -> bytes:
    first = _ARGUMENT.search(line)
    return line[: first.end()] + _ARGUMENT.sub(CUT, line[first.end() :]) if first else line


def _redacted(line: bytes) -> bytes:
    event = msgspec.json.decode(line)
    is_event = isinstance(event, dict) and "auditID" in event
    return msgspec.json.encode(_redact_event(event)) if is_event else _without_bodies(line)


def _without_bodies(line: bytes) -> bytes:
    """What cannot be taken apart keeps its head only: a cut Secret is still a Secret."""
    starts = [at for key in _BODY_KEYS if (at := line.find(key)) >= 0]
    kept = line[: min(starts)] + CUT if starts else line
    return kept.replace(b"\n", b" ")


def _redact_event(event: dict[str, Any]) -> dict[str, Any]:
    ref = event.get("objectRef")
    ref = ref if isinstance(ref, dict) else {}
    resource = str(ref.get("resource") or "")
    kind = f"{resource}/token" if ref.get("subresource") == "token" else resource
    keys = _KEYS_BY_KIND.get(kind, frozenset())
    return {key: _redact_part(value, keys if key.endswith("Object") else frozenset()) for key, value in event.items()}


def _redact_part(value: Any, keys: frozenset[str]) -> Any:
    """A body of a secret kind that is a text (relays do that) cannot be told apart."""
    return REDACTED if keys and isinstance(value, str) else _redact(value, keys)


def _redact(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_redact(_patch_step(item, keys), keys) for item in value]
    return _redact_map(value, keys) if isinstance(value, dict) else value


def _redact_map(value: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """Every value under one of `keys` replaced, however deep; so are telling variables and last-applied copies."""
    if "value" in value and isinstance(value.get("name"), str) and _TELLING.search(value["name"]):
        return {**value, "value": REDACTED}
    return {
        key: _masked(item) if key in keys or key == _LAST_APPLIED else _redact(item, keys)
        for key, item in value.items()
    }


def _patch_step(item: Any, keys: frozenset[str]) -> Any:
    """A step of a JSON Patch on something that holds secrets, or on a last-applied copy, loses its value."""
    if not (isinstance(item, dict) and {"op", "path"} <= set(item)):
        return item
    return {**item, "value": _masked(item.get("value"))} if keys or _LAST_APPLIED_STEP in str(item["path"]) else item


def _masked(value: Any) -> Any:
    return dict.fromkeys(value, REDACTED) if isinstance(value, dict) else REDACTED
