"""Network addresses and browsers' names, shortened."""

import pytest

from comments.traces import short_agent, short_ip


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("192.0.2.0", "192.0.2.0"),
        ("2001:db8:77:88:1:2:3:4", "2001:db8:77::"),
        ("::1", "::"),
    ],
)
def test_an_address_becomes_its_neighbourhood(whole: str, short: str) -> None:
    assert short_ip(whole) == short
    assert short_ip(short) == short


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 … Chrome/126.0 Safari/537.36 Edg/126.0", "Edg"),
        ("Ada's own browser 1.0 (ada@example.org)", ""),
        ("", ""),
    ],
)
def test_a_browser_becomes_its_family(agent: str, family: str) -> None:
    assert short_agent(agent) == family
    assert short_agent(family) == family
