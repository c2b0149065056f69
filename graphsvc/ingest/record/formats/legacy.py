"""Events as text: `<time> AUDIT: id="…" stage="…" method="…" …`.

An API server that cannot write events tells its own log so, and these lines behind "Impacted events:" are all that is
left of them: they become calls that say so. Older ones could write their audit log so: that is rejected with advice.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from graphsvc.domain.truncation import marked_truncated
from graphsvc.ingest.record.wrapping import ESSENTIAL, Format, Part

_MARK = "graphsvc/reported-lost"
_LINE = re.compile(rb"(\S+) AUDIT: id=")
_FIELD = re.compile(r'([a-z-]+)="((?:[^"\\]|\\.)*)"')
_LAST = "response"
_NONE = frozenset({"", "<none>", "<self>", "<lookup>", "<unknown>", "<deferred>"})
# What Go's %q writes and JSON does not read.
_ESCAPES = re.compile(r"\\(?:x([0-9a-f]{2})|U([0-9a-f]{8})|([av'])|\\)")
_NAMED = {"a": "\a", "v": "\v", "'": "'"}
_EVENT = {"id": "auditID", "stage": "stage", "method": "verb", "uri": "requestURI", "user-agent": "userAgent"}


def _recognises(value: Any) -> bool:
    return _LINE.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    found = _LINE.match(value)
    if not found:
        yield Part(value)
        return
    event = _event(value.decode("utf-8", "replace"), found[1].decode("utf-8", "replace"))
    if all(event.get(key) for key in ESSENTIAL):
        yield Part(event, lost=True)
    else:
        yield Part(value, problem="an event in the legacy text format that does not say id, stage and method")


def _event(line: str, time: str) -> dict[str, Any]:
    told = {name: text for name, raw in _FIELD.findall(line) if (text := unquoted(raw)) not in _NONE}
    event: dict[str, Any] = {"kind": "Event", "apiVersion": "audit.k8s.io/v1"}
    event |= {_EVENT[name]: text for name, text in told.items() if name in _EVENT}
    event["user"] = _user(told, "user", "groups")
    if acted_as := _user(told, "as", "asgroups"):
        event["impersonatedUser"] = acted_as
    if "ip" in told:
        event["sourceIPs"] = [told["ip"]]
    if told.get(_LAST, "").isdecimal():
        event["responseStatus"] = {"metadata": {}, "code": int(told[_LAST][:9])}
    event["requestReceivedTimestamp"] = time
    notes = {_MARK: "true"}
    event["annotations"] = notes if f'{_LAST}="' in line else marked_truncated(notes)
    return event


def _user(told: dict[str, str], name: str, groups: str) -> dict[str, Any]:
    found: dict[str, Any] = {"username": told[name]} if name in told else {}
    listed = [unquoted(item) for item in re.findall(r'"((?:[^"\\]|\\.)*)"', told.get(groups, ""))]
    return found | ({"groups": listed} if listed else {})


def unquoted(text: str) -> str:
    """What stood between the quotes that Go wrote."""
    try:
        return msgspec.json.decode(f'"{_ESCAPES.sub(_as_json, text)}"', type=str)
    except (msgspec.DecodeError, ValueError):
        return text


def _as_json(found: re.Match[str]) -> str:
    if not any(found.groups()):
        return found[0]
    if found[3]:
        return msgspec.json.encode(_NAMED[found[3]]).decode()[1:-1]
    code = int(found[1] or found[2], 16)
    is_letter = (code < 0x80 or found[2]) and code < 0x110000 and not 0xD800 <= code < 0xE000
    return msgspec.json.encode(chr(code) if is_letter else "\ufffd").decode()[1:-1]


FORMAT = Format("legacy", "Legacy text: events that an API server could not write", _recognises, _unwrap, text=True)
