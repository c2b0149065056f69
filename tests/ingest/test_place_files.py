"""Countries and AS numbers of addresses, from files that users have."""

import pytest

from graphsvc.domain.atlas import Place
from graphsvc.errors import SettingsError
from graphsvc.ingest.place_files import open_atlas
from tests.builders import an_event, ingest
from tests.places import an_atlas, write_mmdb, write_places

NOWHERE = Place("", 0, "")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("198.51.100.7", Place("DE", 64_500, "Example Office")),
        ("198.51.100.0/25", Place("DE", 64_500, "Example Office")),
        ("203.0.113.9", Place("BR", 64_502, "Example Cloud")),
        ("2001:db8::1", Place("DE", 0, "")),
        ("10.1.2.3", NOWHERE),
        ("no address", NOWHERE),
        ("", NOWHERE),
    ],
)
def test_an_address_has_a_place(address, place):
    assert an_atlas().place_of(address) == place


def test_a_file_of_one_kind_says_nothing_of_the_other(tmp_path):
    country, asn = write_places(tmp_path)
    assert open_atlas({}, [country]).place_of("198.51.100.7") == Place("DE", None, None)
    assert open_atlas({}, [asn]).place_of("198.51.100.7") == Place(None, 64_500, "Example Office")
    assert open_atlas({}, []).place_of("198.51.100.7") == Place()


def test_fields_as_ipinfo_names_them(tmp_path):
    record = {"country": "Brazil", "country_code": "BR", "asn": "AS64502", "as_name": "Example"}
    file = write_mmdb(tmp_path / "lite.mmdb", {"203.0.113.0/24": record})
    assert open_atlas({}, [file]).place_of("203.0.113.1") == Place("BR", 64_502, "Example")


@pytest.mark.parametrize("content", [b"", b"no such file", None])
def test_what_is_no_such_file_is_refused(tmp_path, content):
    file = tmp_path / "x.mmdb"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"x\.mmdb \(GRAPHSVC_GEO\) cannot be read"):
        open_atlas({}, [file])


def test_a_file_that_tells_something_else_is_refused(tmp_path):
    file = write_mmdb(tmp_path / "x.mmdb", {"203.0.113.0/24": {"is_tor_exit_node": True}})
    with pytest.raises(SettingsError, match="tells neither countries nor AS numbers"):
        open_atlas({}, [file])


def test_paths_say_where_their_address_is(store):
    outside = an_event(sourceIPs=["203.0.113.9"])
    ingest(store, outside, an_event(), atlas=an_atlas())
    ingest(store, an_event(sourceIPs=["203.0.113.10"]))
    rows = store.read_text("MATCH (p:CallPath) RETURN p.source_ip, p.country, p.asn, p.as_name ORDER BY p.source_ip")
    assert rows == [
        ["10.1.2.3", "", 0, ""],
        ["203.0.113.10", None, None, None],
        ["203.0.113.9", "BR", 64_502, "Example Cloud"],
    ]
