"""What readers' pages tell of shown and clicked links, over HTTP."""

import json
from typing import Any

import pytest

from articles.models import Article, ClickCount, RelatedLink, Site
from articles.services.count_seen import KEY, flush_seen
from newsroom.kernel.connections import client
from newsroom.kernel.models import RateWindow
from tests.api.addresses import site_url
from tests.conftest import Clock, Reader
from tests.factories import an_article

PLAIN = "text/plain;charset=UTF-8"


@pytest.fixture
def beside(article: Article) -> list[str]:
    """The ids of three links of the article."""
    others = [an_article(article.site, f"other-{n}") for n in range(3)]
    RelatedLink.objects.bulk_create(
        RelatedLink(article=article, position=at, other=other, score=1, source="text")
        for at, other in enumerate(others)
    )
    return [other.external_id for other in others]


def tell(reader: Reader, site: Site, body: Any, **more: Any) -> Any:
    raw = body if isinstance(body, str) else json.dumps(body)
    return reader.client.post(site_url(site, "seen"), raw, content_type=PLAIN, **more)


def test_a_beacon_is_counted_and_answered_with_nothing(
    reader: Reader, article: Article, beside: list[str], clock: Clock
) -> None:
    body = {"article": "story-1", "shown": beside, "clicked": beside[1]}
    answer = tell(reader, article.site, body)
    assert (answer.status_code, answer.content) == (204, b"")
    flush_seen(clock.now)
    rows = ClickCount.objects.order_by("position").values_list("shown", "clicked")
    assert list(rows) == [(1, 0), (1, 1), (1, 0)]


def test_json_that_says_so_is_taken_too(
    reader: Reader, article: Article, beside: list[str], clock: Clock
) -> None:
    url = site_url(article.site, "seen")
    assert reader.post(url, {"article": "story-1", "shown": beside}).status_code == 204
    assert flush_seen(clock.now) == 3


def test_any_page_may_tell_and_no_cookie_is_set(
    reader: Reader, article: Article, beside: list[str], clock: Clock
) -> None:
    body = {"article": "story-1", "shown": beside}
    answer = tell(reader, article.site, body, headers={"Origin": "https://daily.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_the_readers_address_is_in_no_key_and_no_value(
    reader: Reader, article: Article, beside: list[str], clock: Clock
) -> None:
    tell(reader, article.site, {"article": "story-1", "shown": beside}, REMOTE_ADDR="203.0.113.77")
    kept = b"".join(client().keys("*")) + b"".join(client().hkeys(KEY))
    assert b"203.0.113" not in kept
    assert not RateWindow.objects.exists()


def test_one_address_counts_an_article_only_so_often(
    reader: Reader, article: Article, beside: list[str], clock: Clock
) -> None:
    body = {"article": "story-1", "shown": beside}
    answers = [tell(reader, article.site, body, REMOTE_ADDR="203.0.113.77") for _ in range(20)]
    assert {answer.status_code for answer in answers} == {204}
    flush_seen(clock.now)
    assert {row.shown for row in ClickCount.objects.all()} == {6}


def test_one_address_is_told_to_wait_when_it_tells_too_much(
    reader: Reader, article: Article, clock: Clock
) -> None:
    answers = [
        tell(reader, article.site, {"article": f"a{n}", "shown": ["x"]}, REMOTE_ADDR="203.0.113.9")
        for n in range(121)
    ]
    assert [answer.status_code for answer in answers[-2:]] == [204, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_an_unknown_article_is_nobodys_mistake(
    reader: Reader, article: Article, clock: Clock
) -> None:
    assert tell(reader, article.site, {"article": "gone", "shown": ["x"]}).status_code == 204
    assert flush_seen(clock.now) == 0


def test_an_unknown_site_is_told(reader: Reader, article: Article) -> None:
    answer = tell(reader, "nothing", {"article": "story-1", "shown": ["x"]})  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (404, "site_unknown")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"article": "story-1"}, 422, "shown_invalid"),
        ({"article": "story-1", "clicked": "other-1"}, 422, "position_required"),
        ({"article": "story-1", "clicked": "other-1", "position": 20}, 422, "position_invalid"),
        ({"article": "story-1", "shown": ["a", "a"]}, 422, "shown_invalid"),
        ({"article": "story-1", "shown": ["a"] * 21}, 422, "shown_invalid"),
        ({"shown": ["a"]}, 422, "article_required"),
        ({"article": "story-1", "shown": ["a"], "reader": "me"}, 400, "unknown_field"),
        ("x" * 2049, 413, "too_large"),
        ("not json", 400, "not_json"),
        ("[]", 400, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    reader: Reader, article: Article, body: Any, status: int, code: str
) -> None:
    answer = tell(reader, article.site, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
