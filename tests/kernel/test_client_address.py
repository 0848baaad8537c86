"""Whose address it is: only what declared proxies vouch for counts."""

import pytest

from newsroom.kernel.http import address_prefix, client_address, is_declared, networks

PROXIES = networks(["10.0.0.0/8", "2001:db8:ffff::/48"])


@pytest.mark.parametrize("claim", ["", "203.0.113.9", "10.0.0.1", "garbage", "203.0.113.9, ::1"])
def test_without_declared_proxies_the_header_says_nothing(claim: str) -> None:
    assert client_address("192.0.2.1", claim, []) == "192.0.2.1"


def test_a_stranger_cannot_speak_as_a_proxy() -> None:
    assert client_address("192.0.2.1", "203.0.113.9", PROXIES) == "192.0.2.1"


def test_a_declared_proxy_is_believed() -> None:
    assert client_address("10.0.0.1", "203.0.113.9", PROXIES) == "203.0.113.9"


def test_what_a_client_wrote_further_left_is_not() -> None:
    assert client_address("10.0.0.1", "198.51.100.1, 203.0.113.9", PROXIES) == "203.0.113.9"


def test_a_chain_of_declared_proxies_is_followed() -> None:
    chain = "1.2.3.4, 203.0.113.9, 10.2.2.2, 2001:db8:ffff::2"
    assert client_address("10.0.0.1", chain, PROXIES) == "203.0.113.9"


def test_a_proxy_that_asks_for_itself_is_the_client() -> None:
    assert client_address("10.0.0.1", "", PROXIES) == "10.0.0.1"


def test_a_client_inside_the_declared_networks_is_the_first_of_the_chain() -> None:
    assert client_address("10.0.0.1", "10.7.7.7", PROXIES) == "10.7.7.7"


@pytest.mark.parametrize("hop", ["unknown", "_hidden", "203.0.113.9:4711", "999.1.1.1"])
def test_a_hop_that_is_no_address_is_nobody(hop: str) -> None:
    assert client_address("10.0.0.1", f"198.51.100.1, {hop}", PROXIES) == ""


def test_a_socket_has_no_address() -> None:
    assert client_address("", "203.0.113.9", PROXIES) == ""


def test_ipv6_clients_are_known_by_ipv6() -> None:
    assert client_address("2001:db8:ffff::1", "2001:DB8:0:1::7", PROXIES) == "2001:db8:0:1::7"


def test_an_ipv4_proxy_seen_through_an_ipv6_socket_is_the_same_proxy() -> None:
    assert client_address("::ffff:10.0.0.1", "203.0.113.9", PROXIES) == "203.0.113.9"


def test_an_ipv4_client_has_one_spelling() -> None:
    assert client_address("::ffff:192.0.2.1", "", []) == "192.0.2.1"


def test_a_link_local_address_loses_its_network_card() -> None:
    assert client_address("fe80::1%eth0", "", []) == "fe80::1"


@pytest.mark.parametrize(
    ("address", "declared"), [("10.1.1.1", True), ("192.0.2.1", False), ("", False)]
)
def test_a_proxy_is_who_the_operator_declared(address: str, declared: bool) -> None:
    assert is_declared(address, PROXIES) is declared


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_household_is_one_for_the_limits(address: str, prefix: str) -> None:
    assert address_prefix(address) == prefix
