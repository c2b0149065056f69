"""An event out of one that was flattened: keys with dots for what lay deeper, each value perhaps a list.

Kibana's `fields`, columns of Discover and of Logs Insights, and services that index every field by a name of its own
show events so. What stands before the names (`kubernetes.audit.`) is found by the names that every event has.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graphsvc.domain.truncation import marked_truncated
from graphsvc.ingest.record.wrapping import ESSENTIAL

_LISTS = frozenset({"sourceIPs", "user.groups", "impersonatedUser.groups"})
_EXTRA = ("user.extra.", "impersonatedUser.extra.")
_BODIES = frozenset({"requestObject", "responseObject"})
# Keys of these hold dots of their own. Where a body has them, what they hold is text.
_MAPS = frozenset({"annotations", "labels", "matchLabels", "nodeSelector", "extra", "data", "stringData", "binaryData"})
_SAME_AGAIN = (".keyword", ".text", ".raw")  # how Elasticsearch calls a text that it indexed a second time
_NO_VALUE = frozenset({"", "-", "(null)", "(blank)", "(empty)", "null"})
_ITEM = re.compile(r"\d{1,3}")


def prefix_of(value: Mapping[str, Any]) -> str | None:
    """What stands before the names of a flattened event, or None where there is none."""
    for key in value:
        if "auditID" in key and (name := _name(key)).endswith("auditID"):
            prefix = name.removesuffix("auditID")
            if (not prefix or prefix.endswith(".")) and _is_flat(value, prefix):
                return prefix
    return None


def _is_flat(value: Mapping[str, Any], prefix: str) -> bool:
    names = {_name(key).removeprefix(prefix) for key in value if key.startswith(prefix)}
    return names.issuperset(ESSENTIAL) and any("." in name for name in names)


def flat_event(value: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The event. Bodies whose lists of objects were flattened away are marked as truncated."""
    event: dict[str, Any] = {}
    for name, found in _named(value, prefix):
        if (plain := _value(name, found)) not in (None, *_NO_VALUE):
            _put(event, _way(name), plain)
    listed = {key: _with_lists(item) for key, item in event.items()}
    if any(name.partition(".")[0] in _BODIES and "." in name for name, _ in _named(value, prefix)):
        listed["annotations"] = marked_truncated(listed.get("annotations"))
    return listed


def single(value: Mapping[str, Any]) -> dict[str, Any]:
    """Fields whose values are all lists, as those that have one value only are meant; names stay as they are."""
    return {key: found if _is_list(_name(key)) else _only(found) for key, found in value.items()}


def _named(value: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Fields of the event without the prefix, and without those that only repeat another."""
    for key in value:
        if key.startswith(prefix):
            name = _name(key)
            if name == key or name not in value:
                yield name.removeprefix(prefix), value[key]


def _name(key: str) -> str:
    end = next((end for end in _SAME_AGAIN if key.endswith(end)), "")
    return key.removesuffix(end)


def _value(name: str, found: Any) -> Any:
    """Texts of several values stand in tables with a comma and a blank between them."""
    if name in _LISTS:
        items = found if isinstance(found, list) else found.split(", ") if isinstance(found, str) else [found]
        return [item for item in items if item not in _NO_VALUE]
    if name.startswith(_EXTRA):
        return found
    return _only(found)


def _is_list(name: str) -> bool:
    """Whatever stands before it."""
    return name.endswith(("sourceIPs", "ser.groups")) or any(extra in name for extra in _EXTRA)


def _only(found: Any) -> Any:
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def _way(name: str) -> list[str]:
    """Steps to a value; after the name of a map the rest is one."""
    steps = name.split(".")
    at = next((number for number, step in enumerate(steps[:-1]) if step in _MAPS), None)
    return steps if at is None else [*steps[: at + 1], ".".join(steps[at + 1 :])]


def _put(event: dict[str, Any], way: list[str], found: Any) -> None:
    """What is a value and an object at the same time is the object."""
    *steps, last = way
    place = event
    for step in steps:
        below = place.get(step)
        if not isinstance(below, dict):
            below = place[step] = {}
        place = below
    if not isinstance(place.get(last), dict):
        place[last] = found


def _with_lists(item: Any) -> Any:
    """Objects whose keys are 0, 1, 2 … were lists."""
    if not isinstance(item, dict):
        return item
    if item and all(_ITEM.fullmatch(key) for key in item):
        return [_with_lists(item[key]) for key in sorted(item, key=int)]
    return {key: _with_lists(found) for key, found in item.items()}
