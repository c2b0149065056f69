"""Takes secrets out of events before anything is stored: on the raw line, so that nothing after it can see them.

What may hold a secret anywhere is cut by shape (JWTs, bearer tokens, private keys, values behind telling names).
What is known to hold secrets is cut by place (values of secrets and config maps, tokens, certificates, telling
environment variables, last-applied copies). The rest of the event stays as it was, because it is the evidence.
"""

import re
from typing import Any

import msgspec

from graphsvc.domain.depth import decoded

REDACTED = "[redacted]"
_CUT = REDACTED.encode()

_SHAPES = {
    b"eyj": re.compile(rb"eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"),
    b"bearer": re.compile(rb"(?i:(?<=bearer )|(?<=bearer%20)|(?<=bearer\+))[\w.~+/-]{16,}=*"),
    b"private key": re.compile(rb'-----BEGIN[A-Z ]*PRIVATE KEY-----[^"]*'),
}
_WORDS = (
    b"passw",
    b"passphrase",
    b"secret",
    b"token",
    b"api_key",
    b"api-key",
    b"apikey",
    b"access_key",
    b"access-key",
    b"accesskey",
)
_VALUE = re.compile(rb"[\w.-]*(?:\s*=\s*|%3[dD])(?P<value>[^\s&;'\"\\]+)")
_TELLING = re.compile(r"(?i)passw|passphrase|secret|token|api_?key|access_?key|credential")

# Any of these in a line: its parts have to be looked at. In all other lines nothing is cut by place.
_PLACES = (
    b'"secrets"', b'"configmaps"', b'"tokenreviews"', b'"certificatesigningrequests"', b'"token"', b'"env"',
    b'"stringData"', b"last-applied-configuration", b"\n",
)  # fmt: skip
_BODY_KEYS = (b"requestObject", b"responseObject", b"stringData", b'"data"', b"last-applied-configuration")
_DATA_KINDS = frozenset({"secrets", "configmaps"})
_ANSWER_KINDS = frozenset({"tokenreviews", "serviceaccounts/token", "certificatesigningrequests"})
_DATA_KEYS = frozenset({"data", "stringData", "binaryData"})
_ANSWER_KEYS = frozenset({"token", "certificate"})
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def redact_line(raw: bytes) -> bytes:
    """One event without secrets, on one line. What is no JSON object is cut by shape only."""
    line = redact_text(raw)
    if not (line.startswith(b"{") and line.endswith(b"}")):
        return _without_bodies(line)
    if not any(place in line for place in _PLACES):
        return line
    try:
        return decoded(_redacted, line)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return _without_bodies(line)


def _redacted(line: bytes) -> bytes:
    event = msgspec.json.decode(line)
    return msgspec.json.encode(_redact_event(event)) if isinstance(event, dict) else _without_bodies(line)


def _without_bodies(line: bytes) -> bytes:
    """What cannot be taken apart keeps its head only: a cut Secret is still a Secret."""
    starts = [at for key in _BODY_KEYS if (at := line.find(key)) >= 0]
    kept = line[: min(starts)] + _CUT if starts else line
    return kept.replace(b"\n", b" ")


def redact_text(raw: bytes) -> bytes:
    """The text without what looks like a secret, wherever it stands."""
    low = raw.lower()
    for mark, shape in _SHAPES.items():
        if mark in low:
            raw = shape.sub(_CUT, raw)
            low = raw.lower()
    for word in _WORDS:
        if word in low:
            raw = _redact_named(raw, low, word)
            low = raw.lower()
    return raw


def _redact_named(raw: bytes, low: bytes, word: bytes) -> bytes:
    """Values behind every occurrence of a telling word: `token=…`, `--db-password=…`, `api_key%3D…`."""
    parts, done = [], 0
    at = low.find(word)
    while at >= 0:
        found = _VALUE.match(raw, at + len(word))
        if found and at >= done:
            parts += [raw[done : found.start("value")], _CUT]
            done = found.end("value")
        at = low.find(word, max(at + 1, done))
    return b"".join((*parts, raw[done:])) if parts else raw


def _redact_event(event: dict[str, Any]) -> dict[str, Any]:
    ref = event.get("objectRef")
    ref = ref if isinstance(ref, dict) else {}
    resource = str(ref.get("resource") or "")
    kind = f"{resource}/token" if ref.get("subresource") == "token" else resource
    keys = _DATA_KEYS if kind in _DATA_KINDS else _ANSWER_KEYS if kind in _ANSWER_KINDS else frozenset()
    return {key: _redact_part(value, keys if key.endswith("Object") else frozenset()) for key, value in event.items()}


def _redact_part(value: Any, keys: frozenset[str]) -> Any:
    """A body of a secret kind that is a text (relays do that) cannot be told apart."""
    return REDACTED if keys and isinstance(value, str) else _redact(value, keys)


def _redact(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_redact(_patch_step(item) if keys else item, keys) for item in value]
    return _redact_map(value, keys) if isinstance(value, dict) else value


def _redact_map(value: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """Every value under one of `keys` replaced, however deep; so are telling variables and last-applied copies."""
    if "value" in value and isinstance(value.get("name"), str) and _TELLING.search(value["name"]):
        return {**value, "value": REDACTED}
    return {
        key: _masked(item) if key in keys or key == _LAST_APPLIED else _redact(item, keys)
        for key, item in value.items()
    }


def _patch_step(item: Any) -> Any:
    """A step of a JSON Patch on something that holds secrets loses its value."""
    return {**item, "value": REDACTED} if isinstance(item, dict) and {"op", "path"} <= set(item) else item


def _masked(value: Any) -> Any:
    return dict.fromkeys(value, REDACTED) if isinstance(value, dict) else REDACTED
