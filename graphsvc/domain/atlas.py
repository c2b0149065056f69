"""What is known of addresses beside the log: networks that the settings name, and where in the world an address is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graphsvc.domain.address import Networks

NamedNetworks = Mapping[str, Networks]


@dataclass(frozen=True)
class Place:
    """`country` has two letters, `asn` is the number of the network's operator, `as_name` what it is called.

    None: nobody looked, for want of a file that tells. Empty or 0: the file does not know the address.
    """

    country: str | None = None
    asn: int | None = None
    as_name: str | None = None


PlaceOf = Callable[[str], Place]
_UNASKED = Place()


def unasked(_address: str) -> Place:
    """Without a file."""
    return _UNASKED


@dataclass(frozen=True)
class Atlas:
    networks: NamedNetworks = field(default_factory=dict)
    place_of: PlaceOf = unasked
