"""Source addresses: how one is written, which of several can be trusted, and whether it is inside or outside.

Whoever calls can send an `X-Forwarded-For`, and the API server notes it before the address that connected. So all
but the last address are claims, unless what connected is a proxy that one trusts.
"""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

AddressClass = Literal["internal", "external"]
Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

# Documentation ranges stand for the internet in recorded and made-up logs; Python calls them not global.
_DOCUMENTATION = tuple(
    ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)


@lru_cache(maxsize=65_536)
def classify_address(text: str) -> AddressClass:
    """External: routed on the internet (or a documentation range). All else, unreadable text too, is internal.

    A network counts as its first address does.
    """
    try:
        address = ipaddress.ip_address(text.partition("/")[0])
    except ValueError:
        return "internal"
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    outside = address.is_global or any(address in n for n in _DOCUMENTATION if n.version == address.version)
    return "external" if outside else "internal"


def plain_address(text: str) -> str:
    """One spelling of an address: no port, no brackets, IPv6 short, IPv4 never inside IPv6. Other text stays."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return text
    return str(getattr(address, "ipv4_mapped", None) or address)


def trusted_address(addresses: Sequence[str], proxies: Networks = ()) -> str:
    """The address that callers cannot make up: the last one that is none of the trusted proxies; empty without any."""
    if len(addresses) < 2:
        return addresses[0] if addresses else ""
    return next((a for a in reversed(addresses) if not _is_among(a, proxies)), addresses[0])


def _is_among(text: str, networks: Networks) -> bool:
    try:
        return bool(networks) and any(ipaddress.ip_address(text) in network for network in networks)
    except ValueError:
        return False
