"""Links found however they are written, and words left without them."""

import pytest

from comments.learning.domains import REPUTABLE, DomainMemory
from comments.learning.links import MAX_LINKS, Parted, part, registrable
from comments.learning.skeleton import skeleton


def parted(text: str) -> Parted:
    return part(skeleton(text))


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("see https://www.Spam.example.com/a?b=1 now", "example.com"),
        ("see www.spam.net now", "spam.net"),
        ("see spam.net/page, now", "spam.net"),
        ('<a href="http://spam.ru/x">here</a>', "spam.ru"),
        ("[url=http://spam.ru]here[/url]", "spam.ru"),
        ("hxxp://spam.org", "spam.org"),
        ("go to spamsite . com today", "spamsite.com"),
        ("go to spamsite [dot] com today", "spamsite.com"),
        ("ｓｐａｍ．ｃｏｍ", "spam.com"),
        ("spam\u200b.com", "spam.com"),
        ("http://user:pass@spam.com/", "spam.com"),
    ],
)
def test_a_link_is_found_however_it_is_written(text: str, domain: str) -> None:
    assert [link.domain for link in parted(text).links] == [domain]


@pytest.mark.parametrize(
    "text", ["No link. None at all.", "e.g. this", "3.5 of 10", "Mr.Smith said so...", "a...b"]
)
def test_a_full_stop_makes_no_link(text: str) -> None:
    assert parted(text).links == ()


def test_the_words_beside_a_link_stay() -> None:
    found = parted('Buy <a href="http://spam.ru/x">pills</a> here')
    assert "pills" in " ".join(word.text for word in found.words)


def test_an_address_of_mail_is_no_link() -> None:
    found = parted("write to ann@example.com please")
    assert (found.links, found.mails) == ((), 1)


def test_the_part_that_can_be_bought_is_the_domain() -> None:
    hosts = ["news.bbc.co.uk", "a.b.example.org", "10.0.0.1", "example.com"]
    assert [registrable(host) for host in hosts] == [
        "bbc.co.uk",
        "example.org",
        "10.0.0.1",
        "example.com",
    ]


def test_a_host_under_an_allowed_domain_is_allowed() -> None:
    assert parted("https://en.wikipedia.org/wiki/Owl").links[0].is_on({"wikipedia.org"})


def test_a_host_that_only_ends_like_an_allowed_domain_is_not() -> None:
    assert not parted("https://evilwikipedia.org/wiki").links[0].is_on({"wikipedia.org"})


def test_links_are_counted_beyond_those_judged_one_by_one() -> None:
    found = parted("http://a.example/ " * (MAX_LINKS + 20))
    assert (len(found.links), found.count) == (MAX_LINKS, MAX_LINKS + 20)


def test_a_domain_approved_in_three_comments_is_allowed() -> None:
    memory = DomainMemory()
    for _ in range(3):
        memory.learn({"village.example"}, spam=False)
    assert "village.example" in memory.allowed()


def test_a_domain_once_removed_as_spam_is_not_allowed_even_if_reputable() -> None:
    memory = DomainMemory()
    memory.learn({"wikipedia.org"}, spam=True)
    assert memory.allowed() == REPUTABLE - {"wikipedia.org"}


def test_the_sites_own_domain_is_always_allowed() -> None:
    memory = DomainMemory()
    memory.learn({"daily.example"}, spam=True)
    assert "daily.example" in memory.allowed(["daily.example"])
