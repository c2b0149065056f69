"""What a path says of its caller and of where it came from, said once: no detection looks at raw names or addresses.

It is kept on the path. What it rests on besides the path is which addresses the control plane and the nodes of a
cluster call from: those are learned from their own calls, and when one is new the paths from there are looked at again.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from graphsvc.domain.action import Did
from graphsvc.domain.address import classify_address
from graphsvc.domain.atlas import NamedNetworks
from graphsvc.domain.path import Path
from graphsvc.domain.who_kind import WhoKind, is_controller, is_system_namespace, kind_of

Role = Literal["controlplane", "node"]

KINDS_OF_NETWORK = frozenset({"", "loopback", "controlplane", "node", "internal", "external"})


@dataclass(frozen=True)
class Standing:
    """`who` is the impersonated user, else the user. `network`: loopback, controlplane, node, internal, external, or
    the name of one of the settings' networks; empty where the log has no address.
    """

    who: str
    who_kind: WhoKind
    ok: bool
    did: Did
    network: str
    system_namespace: bool


@dataclass(frozen=True)
class Surroundings:
    """What addresses of one cluster are known to be, and the networks that the settings name."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    named: NamedNetworks = field(default_factory=dict)

    @property
    def knows_control_plane(self) -> bool:
        return "controlplane" in self.roles.values()


@dataclass(frozen=True)
class Called:
    """What of a path says who called from where. `groups` are those of the user, not of whom it acted as."""

    source_ip: str
    user: str
    impersonated_user: str
    groups: tuple[str, ...]

    @property
    def who(self) -> str:
        return self.impersonated_user or self.user


def standing_of(path: Path, around: Surroundings) -> Standing:
    called = Called(path.source_ip, path.user, path.impersonated_user, path.groups)
    network, kind = origin_of(called, around)
    return Standing(called.who, kind, not path.is_error, path.did, network, is_system_namespace(path.namespace))


def origin_of(called: Called, around: Surroundings) -> tuple[str, WhoKind]:
    """The network, and the kind of who acted: what changes when more is known of addresses."""
    network = network_of(called.source_ip, around)
    kind = kind_of(called.who, None if called.impersonated_user else called.groups)
    if kind == "controlplane" and is_controller(called.who) and not _is_its_place(network, around):
        kind = "serviceaccount"
    return network, kind


def _is_its_place(network: str, around: Surroundings) -> bool:
    """Whether the control plane calls from there. Until it was heard of, any address inside may be its own."""
    return network in {"controlplane", "loopback", ""} or (network == "internal" and not around.knows_control_plane)


def network_of(address: str, around: Surroundings) -> str:
    """Whoever calls from outside stays outside, whatever name it has, unless the settings name the network."""
    if not address:
        return ""
    if name := _named(address, around.named):
        return name
    if _is_loopback(address):
        return "loopback"
    outside = classify_address(address) == "external"
    return "external" if outside else around.roles.get(address, "internal")


def role_of_caller(path: Path) -> Role | None:
    """What a path tells of its address: one that the control plane or a node calls from under its own certificate."""
    if path.impersonated_user or path.code == 401 or not path.source_ip:
        return None
    if _is_loopback(path.source_ip) or classify_address(path.source_ip) == "external":
        return None
    kind = kind_of(path.user, path.groups)
    if kind == "controlplane" and not is_controller(path.user):
        return "controlplane"
    return "node" if kind == "node" else None


def _named(address: str, named: NamedNetworks) -> str:
    try:
        parsed = ipaddress.ip_address(address.partition("/")[0]) if named else None
    except ValueError:
        return ""
    return next((name for name, networks in named.items() if any(parsed in network for network in networks)), "")


@lru_cache(maxsize=65_536)
def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
