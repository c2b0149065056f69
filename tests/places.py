"""A file of countries and AS numbers, as those that users have, for documentation addresses."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from mmdb_writer import MMDBWriter
from netaddr import IPSet

from graphsvc.ingest.place_files import open_atlas

COUNTRIES = {"198.51.100.0/24": "DE", "203.0.113.0/24": "BR", "2001:db8::/33": "DE"}
SYSTEMS = {
    "198.51.100.0/25": (64_500, "Example Office"),
    "198.51.100.128/25": (64_501, "Example Mobile"),
    "203.0.113.0/24": (64_502, "Example Cloud"),
}


def write_places(folder):
    """As MaxMind writes them: one file of countries, one of AS numbers."""
    countries = {network: {"country": {"iso_code": code}} for network, code in COUNTRIES.items()}
    systems = {
        network: {"autonomous_system_number": number, "autonomous_system_organization": name}
        for network, (number, name) in SYSTEMS.items()
    }
    return [
        write_mmdb(Path(folder) / "country.mmdb", countries, "Test-Country"),
        write_mmdb(Path(folder) / "asn.mmdb", systems, "Test-ASN"),
    ]


def write_mmdb(file, records, kind="Test"):
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type=kind)
    for network, record in records.items():
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(str(file))
    return file


@cache
def an_atlas():
    """Opened files stay readable after their names are gone."""
    with TemporaryDirectory() as folder:
        return open_atlas({}, write_places(folder))
