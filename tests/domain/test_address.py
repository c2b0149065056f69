"""Which address of a call can be trusted, and how it is written."""

from ipaddress import ip_network

import pytest

from graphsvc.domain.address import plain_address, trusted_address
from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from tests.builders import an_event, raw


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:49912", "203.0.113.9"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("[::ffff:203.0.113.9]:1", "203.0.113.9"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_an_address_has_one_spelling(written, plain):
    assert plain_address(written) == plain


@pytest.mark.parametrize(
    ("addresses", "proxies", "trusted"),
    [
        ([], [], ""),
        (["198.51.100.1"], [], "198.51.100.1"),
        (["10.0.0.5", "203.0.113.66"], [], "203.0.113.66"),
        (["198.51.100.1", "10.0.0.5"], ["10.0.0.0/8"], "198.51.100.1"),
        (["8.8.8.8", "198.51.100.1", "10.0.0.5", "10.1.0.5"], ["10.0.0.0/8"], "198.51.100.1"),
        (["10.0.0.5", "10.1.0.5"], ["10.0.0.0/8"], "10.0.0.5"),
        (["no address", "10.1.0.5"], ["10.0.0.0/8"], "no address"),
        (["198.51.100.1", "fd00::1"], ["fd00::/8", "10.0.0.0/8"], "198.51.100.1"),
    ],
)
def test_the_last_address_that_is_no_trusted_proxy_is_the_callers(addresses, proxies, trusted):
    assert trusted_address(addresses, tuple(map(ip_network, proxies))) == trusted


def test_the_path_has_the_trusted_address_and_the_call_all_of_them():
    event = parse_event(raw(an_event(sourceIPs=["198.51.100.1:5", "10.0.0.5"])))
    behind = project_call(event, "c", (ip_network("10.0.0.0/8"),))
    assert (project_call(event, "c").path.source_ip, behind.path.source_ip) == ("10.0.0.5", "198.51.100.1")
    assert behind.properties["source_ips"] == ["198.51.100.1", "10.0.0.5"]
