"""What calls show of how their cluster's log is written: levels by verb and resource, fields, version, platform.

In the words of the detections' `needs`, so that both can be put side by side.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from graphsvc.domain.action import SESSIONS
from graphsvc.domain.atlas import Place, PlaceOf, unasked
from graphsvc.domain.call import Call
from graphsvc.domain.path import Path
from graphsvc.domain.submitted.leaves import is_read
from graphsvc.domain.who_kind import platforms_of

LEVELS = ("Metadata", "Request", "RequestResponse")

ISSUED = "annotations.authentication.kubernetes.io/issued-credential-id"
_WRITTEN = frozenset({"create", "update", "patch"})
_CONNECTS = frozenset({*SESSIONS, "proxy"})
_SERVER = re.compile(r"kube-apiserver/v(\d+\.\d+)")

# Fields that a detection may need, and how a call shows that its event had them.
FIELDS: Mapping[str, Callable[[Call], bool]] = {
    "sourceIPs": lambda call: bool(call.path.source_ip),
    "userAgent": lambda call: bool(call.path.client),
    "requestURI": lambda call: "uri" in call.properties or bool(call.command),
    ISSUED: lambda call: "issued_credential" in call.properties,
}
# What is looked up of an address, whatever comes of it.
LOOKED_UP: Mapping[str, Callable[[Place], bool]] = {
    "country": lambda place: place.country is not None,
    "asn": lambda place: place.asn is not None,
}


class LogFact(NamedTuple):
    """`of` is `verb resource` of a level, and empty for what holds of the whole log. `fact`: `level Request`."""

    of: str
    fact: str


def facts_of(calls: Iterable[Call], place_of: PlaceOf = unasked) -> dict[LogFact, tuple[int, int]]:
    """Each with the first and the last time it was shown. Refused and failed calls name what callers made up."""
    alike: dict[tuple[object, ...], list[Call]] = {}
    for call in calls:
        if call.path.is_error or call.is_reported_lost:
            continue
        said = call.properties.get("level"), call.submitted is None  # what, with the path, makes the level
        key = (call.path.key, said, *[shows(call) for shows in FIELDS.values()])
        alike.setdefault(key, []).append(call)
    found: dict[LogFact, tuple[int, int]] = {}
    for some in alike.values():
        times = [call.time for call in some]
        first, last = min(times), max(times)
        for fact in _shown_by(some[0], place_of(some[0].path.source_ip)):
            before = found.get(fact, (first, last))
            found[fact] = min(before[0], first), max(before[1], last)
    return found


def level_of(call: Call) -> str:
    """As its event says; but a write without the body that is read of its kind shows its metadata only."""
    level = str(call.properties.get("level", ""))
    if call.submitted is not None and level not in LEVELS[1:]:
        return LEVELS[1]
    of = call.path
    has_body = of.verb in _WRITTEN and of.subresource not in _CONNECTS and is_read(of.resource_type, of.subresource)
    bodiless = has_body and call.submitted is None
    return LEVELS[0] if bodiless or level not in LEVELS else level


def _shown_by(call: Call, place: Place) -> Iterator[LogFact]:
    level = f"level {level_of(call)}"
    yield from (LogFact(of, level) for of in _of(call.path))
    yield from (LogFact("", f"field {name}") for name, shows in FIELDS.items() if shows(call))
    yield from (LogFact("", f"field {name}") for name, shows in LOOKED_UP.items() if shows(place))
    yield from (LogFact("", fact) for fact in _told_by(call.path.user, call.path.client))


def _of(path: Path) -> list[str]:
    resource = f"{path.resource_type}/{path.subresource}" if path.subresource else path.resource_type
    return [f"{verb} {resource}" for verb in sorted(path.verbs)]


@lru_cache(maxsize=16_384)
def _told_by(user: str, client: str) -> tuple[str, ...]:
    """The API server calls itself, and says its version then."""
    server = _SERVER.match(client) if user == "system:apiserver" else None
    version = (f"version {server.group(1)}",) if server else ()
    return *version, *(f"provider {platform}" for platform in platforms_of(user))
