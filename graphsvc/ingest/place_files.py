"""Files that tell an address's country or AS number: MaxMind's format (mmdb), which others write too.

They are the user's: none comes with graphsvc. Fields are named as MaxMind (GeoLite2) and DB-IP name them, or as IPinfo.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import maxminddb

from graphsvc.domain.atlas import Atlas, NamedNetworks, Place, PlaceOf, unasked
from graphsvc.domain.path import name
from graphsvc.errors import SettingsError

_PROBED = 100  # records, to see what a file tells: not each one tells everything
_ADDRESSES_KEPT = 65_536

_Lookup = Callable[[str], Mapping[str, Any]]


def open_atlas(networks: NamedNetworks, files: Sequence[Path]) -> Atlas:
    """Raises SettingsError for a file that is none. Of two that tell the same, the first that knows counts."""
    return Atlas(networks, _place_of(tuple(files)))


@cache
def _place_of(files: tuple[Path, ...]) -> PlaceOf:
    """Opened once for each process; a file that is put in the place of another one is taken up when it starts anew."""
    if not files:
        return unasked
    opened = [_open(file) for file in files]
    told = {fact for lookup, facts in opened for fact in facts}
    lookups = [lookup for lookup, _ in opened]

    @lru_cache(maxsize=_ADDRESSES_KEPT)
    def place_of(address: str) -> Place:
        found = [_read(lookup(address.partition("/")[0])) for lookup in lookups] if address else []
        return Place(
            country=_first(place.country for place in found) or "" if "country" in told else None,
            asn=_first(place.asn for place in found) or 0 if "asn" in told else None,
            as_name=_first(place.as_name for place in found) or "" if "asn" in told else None,
        )

    return place_of


def _open(file: Path) -> tuple[_Lookup, frozenset[str]]:
    """How to look up an address, and which facts the file tells."""
    try:
        reader = maxminddb.open_database(file)
        places = [_read(_as_map(record)) for _, record in islice(reader, _PROBED)]
    except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
        raise SettingsError(f"{file} (GRAPHSVC_GEO) cannot be read: {error}") from None
    facts = frozenset(fact for fact in ("country", "asn") if any(getattr(place, fact) for place in places))
    if not facts:
        raise SettingsError(f"{file} (GRAPHSVC_GEO) tells neither countries nor AS numbers of addresses")

    def lookup(address: str) -> Mapping[str, Any]:
        try:
            return _as_map(reader.get(address))
        except ValueError:  # no address, or one of IPv6 in a file that has none
            return {}

    return lookup, facts


def _as_map(record: object) -> Mapping[str, Any]:
    return record if isinstance(record, dict) else {}


def _read(record: Mapping[str, Any]) -> Place:
    country = record.get("country") or record.get("registered_country")
    code = country.get("iso_code") if isinstance(country, dict) else record.get("country_code") or country
    number = record.get("autonomous_system_number") or record.get("asn")
    digits = str(number).removeprefix("AS")
    operator = record.get("autonomous_system_organization") or record.get("as_name")
    return Place(
        country=code.upper() if isinstance(code, str) and len(code) == 2 else "",
        asn=int(digits) if digits.isdecimal() else 0,
        as_name=name(operator) if isinstance(operator, str) else "",
    )


def _first(values: Iterable[Any]) -> Any:
    return next(filter(None, values), None)
