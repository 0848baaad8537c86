from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.canonical_url import canonical, host_of

PLAIN = "https://paper.example/story"


@pytest.mark.parametrize(
    "spelling",
    [
        "HTTPS://Paper.EXAMPLE/story",
        "https://paper.example:443/story",
        "https://paper.example./story",
        "https://paper.example:/story",
        "  https://paper.example/story\n",
        "https://paper.example/story#comments",
        "https://paper.example/story?",
        "https://paper.example/news/../story",
        "https://paper.example/./story",
        "https://paper.example/../../story",
        "https://paper.example/news/%2E%2e/story",
        "https://paper.example/%73tory",
        "https://paper.example/story?utm_source=letter&UTM_Medium=mail",
        "https://paper.example/story?fbclid=IwAR0&gclid=1&msclkid=2&mc_eid=3&_ga=4",
    ],
)
def test_every_spelling_of_a_page_is_one_address(spelling: str) -> None:
    assert canonical(spelling) == PLAIN


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://paper.example", "http://paper.example/"),
        ("http://paper.example:80/", "http://paper.example/"),
        ("https://paper.example:80/", "https://paper.example:80/"),
        ("http://localhost:8000/a", "http://localhost:8000/a"),
        ("https://paper.example/a/..", "https://paper.example/"),
        ("https://paper.example/a/b/.", "https://paper.example/a/b/"),
        ("https://paper.example/a//b", "https://paper.example/a//b"),
        ("https://paper.example/caf%c3%a9", "https://paper.example/caf%C3%A9"),
        ("https://paper.example/café", "https://paper.example/caf%C3%A9"),
        ("https://paper.example/a%2fb", "https://paper.example/a%2Fb"),
        ("https://paper.example/100%", "https://paper.example/100%25"),
        ("https://[2001:DB8::0:1]:443/a", "https://[2001:db8::1]/a"),
    ],
)
def test_an_address_is_written_as_browsers_send_it(url: str, expected: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://BÜCHER.example/", "xn--bcher-kva.example"),
        ("https://straße.example/", "xn--strae-oqa.example"),
        ("https://例え。テスト/", "xn--r8jz45g.xn--zckzah"),
        ("https://ｐａｐｅｒ.example/", "paper.example"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("https://Paper.Example:8443/x", "paper.example:8443"),
    ],
)
def test_a_host_is_written_in_ascii(url: str, expected: str) -> None:
    assert host_of(url) == expected


def test_parameters_that_choose_the_page_stay_in_their_order() -> None:
    assert canonical(f"{PLAIN}?page=2&utm_campaign=x&id=7") == f"{PLAIN}?page=2&id=7"


def test_parameters_are_sorted_where_the_site_asks() -> None:
    url = f"{PLAIN}?b=2&a=1&b=1"
    assert canonical(url, sort_query=True) == f"{PLAIN}?a=1&b=2&b=1"


def test_a_parameter_that_only_begins_like_a_tracker_stays() -> None:
    assert canonical(f"{PLAIN}?gclids=1&ref=2") == f"{PLAIN}?gclids=1&ref=2"


def test_a_site_may_write_all_pages_with_a_slash() -> None:
    assert canonical(PLAIN, trailing_slash="add") == f"{PLAIN}/"


def test_a_file_gets_no_slash() -> None:
    assert canonical(f"{PLAIN}.html", trailing_slash="add") == f"{PLAIN}.html"


def test_a_site_may_write_all_pages_without_a_slash() -> None:
    assert canonical(f"{PLAIN}/?page=2", trailing_slash="strip") == f"{PLAIN}?page=2"


def test_the_front_page_keeps_its_slash() -> None:
    assert canonical("https://paper.example/", trailing_slash="strip") == "https://paper.example/"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "story",
        "/story",
        "//paper.example/story",
        "ftp://paper.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:///story",
        "https://",
        "https://user:secret@paper.example/",
        "https://paper.example@evil.example/",
        "https://evil.example\\@paper.example/",
        "https://paper.example/a b",
        "https://paper\t.example/",
        "https://paper.example:0/",
        "https://paper.example:99999/",
        "https://paper.example:x/",
        "https://paper..example/",
        "https://-paper.example/",
        "https://pa*per.example/",
        "https://a℀b.example/",
        "https://[::1/",
        "https://[nonsense]/",
        "https://paper.example/\ud800",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 130 + "example/",
        "https://paper.example/" + "a" * 4000,
    ],
)
def test_what_is_no_web_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        canonical(url)


@given(st.text(max_size=60), st.sampled_from(["keep", "add", "strip"]), st.booleans())
def test_a_canonical_address_is_its_own_canonical_address(tail, slash, sort) -> None:
    try:
        once = canonical("https://paper.example/" + tail, trailing_slash=slash, sort_query=sort)
    except ValueError:
        return
    assert canonical(once, trailing_slash=slash, sort_query=sort) == once


@given(st.text(max_size=40))
def test_no_text_gets_past_but_as_http_on_a_plain_host(text: str) -> None:
    try:
        url = canonical("https://" + text)
    except ValueError:
        return
    parts = urlsplit(url)
    assert (parts.scheme, parts.username, url.isascii()) == ("https", None, True)
