"""page: everything a widget needs first, in one answer."""

from articles.models import Article
from comments.services.threads import policy_of
from comments.states import Status
from tests.api.addresses import of_article, site_url
from tests.conftest import Clock, Reader
from tests.factories import a_comment, a_posted, a_site, an_article


def test_a_page_tells_the_articles_facts(reader: Reader, article: Article) -> None:
    facts = reader.get(of_article(article, "page")).json()["article"]
    assert facts == {
        "id": "story-1",
        "url": "https://daily.example/story-1",
        "title": "Title of story-1",
        "section": None,
        "published_at": "2026-05-04T11:00:00.000Z",
        "language": "en",
    }


def test_a_page_says_what_its_form_needs(reader: Reader, article: Article) -> None:
    config = reader.get(of_article(article, "page")).json()["config"]
    assert config.pop("form").startswith("f1.")
    assert config == {
        "language": "en",
        "fields": {
            "name": {"required": True, "max": 245},
            "email": {"required": True, "max": 100},
            "website": {"shown": True, "required": False, "max": 200},
            "body": {"required": True, "max": 10_000},
        },
        "sorts": ["oldest", "newest", "top", "discussed", "picks"],
        "sort": "oldest",
        "edit_window_seconds": 900,
        "reply_depth": 4,
        "policy": "first",
        "reactions": [],
        "confirm_email": "never",
        "subscribe": ["replies", "thread"],
        "live": "sites/daily/live?article=story-1",
    }


def test_the_sites_own_settings_reach_the_form(reader: Reader, article: Article) -> None:
    policy = policy_of(article.site_id)
    policy.require_email, policy.max_body, policy.sort = False, 500, "newest"
    policy.save()
    config = reader.get(of_article(article, "page")).json()["config"]
    assert config["fields"]["email"]["required"] is False
    assert (config["fields"]["body"]["max"], config["sort"]) == (500, "newest")


def test_a_page_holds_the_first_comments(reader: Reader, article: Article) -> None:
    comment = a_comment(article, name="Bob", body="First.")
    thread = reader.get(of_article(article, "page")).json()["thread"]
    assert (thread["count"], thread["status"], thread["mode"]) == (1, "open", "open")
    assert [row["id"] for row in thread["results"]] == [comment.pk]
    assert (thread["next"], thread["closes_at"]) == (None, None)


def test_a_waiting_comment_is_not_on_the_page(
    reader: Reader, article: Article, clock: Clock
) -> None:
    a_posted(article, clock.now, body="still unread")
    answer = reader.get(of_article(article, "page"))
    assert b"still unread" not in answer.content
    assert answer.json()["thread"]["count"] == 0


def test_a_page_is_found_by_any_spelling_of_its_url(reader: Reader, article: Article) -> None:
    url = "HTTPS://daily.example:443/story-1?utm_source=mail#comments"
    answer = reader.get(site_url(article.site, "page", url=url))
    assert answer.json()["article"]["id"] == "story-1"


def test_a_url_of_a_foreign_host_is_no_article(reader: Reader, article: Article) -> None:
    answer = reader.get(site_url(article.site, "page", url="https://evil.example/story-1"))
    assert (answer.status_code, answer.json()["code"]) == (404, "article_unknown")


def test_a_page_without_a_name_says_how_to_name_it(reader: Reader, article: Article) -> None:
    answer = reader.get(site_url(article.site, "page"))
    assert (answer.status_code, answer.json()["code"]) == (400, "article_required")


def test_a_site_that_is_not_here_is_told_as_one(reader: Reader, article: Article) -> None:
    answer = reader.get(site_url("nowhere", "page", article="story-1"))
    assert (answer.status_code, answer.json()["code"]) == (404, "site_unknown")


def test_the_article_of_another_site_is_unknown_here(reader: Reader, article: Article) -> None:
    other = a_site("weekly")
    answer = reader.get(site_url(other, "page", article=article.external_id))
    assert (answer.status_code, answer.json()["code"]) == (404, "article_unknown")


def test_a_closed_thread_is_told_before_anyone_writes(
    reader: Reader, article: Article, clock: Clock
) -> None:
    policy = policy_of(article.site_id)
    policy.auto_close_days = 1
    policy.save()
    clock.go_on(days=2)
    thread = reader.get(of_article(article, "page")).json()["thread"]
    assert (thread["status"], thread["closes_at"]) == ("closed", "2026-05-05T11:00:00.000Z")


def test_a_page_carries_the_way_onward(reader: Reader, article: Article) -> None:
    an_article(article.site, "older", published_at="2026-05-04T10:00:00Z")
    navigation = reader.get(of_article(article, "page")).json()["navigation"]
    assert navigation["previous"]["id"] == "older"
    assert set(navigation) == {"previous", "next", "related", "section", "more_in_section"}


def test_a_comment_has_no_fields_but_the_public_ones(reader: Reader, article: Article) -> None:
    a_comment(article, website="https://bob.example/", badge="Reporter")
    [comment] = reader.get(of_article(article, "page")).json()["thread"]["results"]
    assert set(comment) == {
        "id", "parent", "depth", "author", "html", "created_at", "score", "votes", "reply_count",
        "replies", "has_more", "pinned", "picked",
    }  # fmt: skip
    assert set(comment["author"]) == {"name", "avatar", "website", "badge"}


def test_a_removed_comment_takes_its_replies_count_along(reader: Reader, article: Article) -> None:
    a_comment(article, Status.REMOVED)
    thread = reader.get(of_article(article, "page")).json()["thread"]
    assert (thread["count"], thread["results"]) == (0, [])
