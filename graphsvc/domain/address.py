"""Is a source address inside or outside the organisation's own networks?"""

import ipaddress
from functools import lru_cache
from typing import Literal

AddressClass = Literal["internal", "external"]

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
