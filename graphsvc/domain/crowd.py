"""Bounds what callers can make up. Whoever reaches an API server can write names into its log without end.

Each hour of a cluster may bring so many new paths of refused or unauthenticated calls, and so many of all. Beyond that
a call takes a path on which its address, its client and what it named are folded into few; what it said itself stays
on the call. Objects that calls failed to get at are bounded likewise.
"""

import ipaddress
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from graphsvc.domain.action import SESSIONS, action_name, event_name
from graphsvc.domain.call import Call
from graphsvc.domain.path import Path
from graphsvc.domain.resource import OTHER_URL, is_known_plural

# An hour of a cluster. An installation with all its first calls makes some 2,000 paths, 300 of them refused.
REFUSED_PATHS = 1_000
PATHS = 20_000
OBJECTS = 10_000

# No name in Kubernetes has a blank in it.
OTHER_ADDRESSES, OTHER_CLIENTS, OTHER_USERS = "other addresses", "other clients", "other users"
OTHER_NAMESPACES, OTHER_RESOURCES, OTHER_VERB = "other namespaces", "other resources", "other"

_VERBS = frozenset(
    "get list watch create update patch delete deletecollection head options post put connect proxy"
    " impersonate bind escalate approve sign use".split()
)
_SUBRESOURCES = frozenset({*SESSIONS, *"log status scale token proxy eviction approval ephemeralcontainers".split()})
_NOBODY = frozenset({"", "system:anonymous"})


@dataclass
class Crowd:
    """What one hour of one cluster brought: new paths, those of refused calls among them, objects of failed calls."""

    refused: int = 0
    paths: int = 0
    objects: int = 0
    folded: int = 0

    def admits(self, path: Path) -> bool:
        """Whether there is room for one more path, which then is taken."""
        unwelcome = is_unwelcome(path)
        if self.paths >= PATHS or (unwelcome and self.refused >= REFUSED_PATHS):
            return False
        self.paths += 1
        self.refused += unwelcome
        return True

    def admits_object(self) -> bool:
        self.objects += self.objects < OBJECTS + 1
        return self.objects <= OBJECTS

    def fold(self, call: Call) -> Call:
        """The call on a path that few others are needed beside. The first so many keep the network of their address."""
        self.folded += 1
        return folded_call(call, few=self.folded > REFUSED_PATHS)


def is_unwelcome(path: Path) -> bool:
    """Refused, or by nobody that the API server knows."""
    return path.code in {401, 403} or path.user in _NOBODY


def is_folded(path: Path) -> bool:
    return path.client == OTHER_CLIENTS


def folded_call(call: Call, *, few: bool) -> Call:
    """Its object and command are not kept apart either. `folded` says what stood where."""
    path = call.path
    values = _caller(path, few=few)
    if is_unwelcome(path) or path.is_error:
        values |= _names(path, few=few)
    told = [f"{name}={getattr(path, name)}" for name in values if getattr(path, name) not in ("", values[name])]
    properties = {**call.properties, "folded": told}
    folded: Any = values  # texts all
    return structs.replace(call, path=replace(path, **folded), objects=(), command="", properties=properties)


def network_of(address: str) -> str:
    """The /24 or /48 that an address is in."""
    try:
        size = 24 if ipaddress.ip_address(address).version == 4 else 48
        return str(ipaddress.ip_network(f"{address}/{size}", strict=False))
    except ValueError:
        return OTHER_ADDRESSES


def _caller(path: Path, *, few: bool) -> dict[str, str]:
    address = OTHER_ADDRESSES if few or not path.source_ip else network_of(path.source_ip)
    return {"source_ip": address, "client": OTHER_CLIENTS}


def _names(path: Path, *, few: bool) -> dict[str, str]:
    """Names of Kubernetes itself stay, as long as there are not too many; those of others become one."""
    is_url = path.resource.startswith("/") or path.resource == OTHER_URL
    is_known = is_url or (is_known_plural(path.resource) and not few)
    verb = path.verb if path.verb in _VERBS else OTHER_VERB
    subresource = path.subresource if path.subresource in _SUBRESOURCES else ""
    kind = "" if is_url else path.resource if is_known else "resources"
    return {
        "namespace": OTHER_NAMESPACES if path.namespace else "",
        "api_group": path.api_group if is_known else "",
        "resource": path.resource if is_known else OTHER_RESOURCES,
        "subresource": subresource,
        "verb": verb,
        "impersonated_user": OTHER_USERS if path.impersonated_user else "",
        "action": action_name(verb, kind, subresource),
        "event_name": event_name(verb, kind, subresource),
    }
