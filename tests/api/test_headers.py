"""What stands around every answer: who may keep it, who may read it, and no cookie anywhere."""

from typing import Any

import pytest

from articles.models import Article
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from tests.api.addresses import API, a_body, of_article, own_url, site_url
from tests.api.routes import Route, routes
from tests.api.world import World, a_world
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment, a_site, an_article

READS = ["page", "navigation", "comments"]


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    return a_world(clock.now)


def public_routes() -> list[Route]:
    return [route for route in routes() if not route.is_for_staff]


def named(route: Route) -> str:
    return route.pattern or "/"


# --- ETag ------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", READS)
def test_a_reader_who_has_the_bytes_is_not_sent_them_again(
    reader: Reader, article: Article, what: str
) -> None:
    first = reader.get(of_article(article, what))
    again = reader.get(of_article(article, what), **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"]


def test_counts_and_the_contract_have_an_etag_too(reader: Reader, article: Article) -> None:
    for url in (site_url(article.site, "counts", articles="story-1"), "/openapi.json"):
        etag = reader.get(url)["ETag"]
        assert reader.get(url, **{"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("sent", ["W/{}", '"other", {}', '"other",W/{}'])
def test_an_etag_is_known_in_any_company(reader: Reader, article: Article, sent: str) -> None:
    url = of_article(article, "comments")
    header = sent.format(reader.get(url)["ETag"])
    assert reader.get(url, **{"If-None-Match": header}).status_code == 304


@pytest.mark.parametrize("what", ["page", "comments"])
def test_a_published_comment_changes_the_etag(
    reader: Reader, article: Article, editor: Any, what: str
) -> None:
    held = a_comment(article, Status.HELD)
    before = reader.get(of_article(article, what))["ETag"]
    moderate(held, Status.PUBLISHED, editor, NOON)
    assert reader.get(of_article(article, what), **{"If-None-Match": before}).status_code == 200


def test_a_waiting_comment_changes_no_byte(reader: Reader, article: Article, clock: Clock) -> None:
    url = of_article(article, "comments")
    before = reader.get(url)
    reader.post(site_url(article.site, "comments"), a_body(article, clock.now))
    assert reader.get(url).content == before.content


def test_all_readers_of_a_minute_are_given_the_same_bytes(
    reader: Reader, article: Article, clock: Clock
) -> None:
    url = of_article(article, "page")
    first = reader.get(url).content
    clock.go_on(seconds=59)
    assert reader.get(url).content == first


@pytest.mark.parametrize("what", READS)
def test_head_says_what_get_would(reader: Reader, article: Article, what: str) -> None:
    url = of_article(article, what)
    got, head = reader.get(url), reader.client.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == got["ETag"]


@pytest.mark.parametrize("what", READS)
def test_a_read_may_be_kept_by_anyone_for_a_moment(
    reader: Reader, article: Article, what: str
) -> None:
    answer = reader.get(of_article(article, what))
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert answer["Content-Type"] == "application/json"


def test_a_signed_in_editor_is_given_the_strangers_bytes(
    reader: Reader, article: Article, editor: Any
) -> None:
    a_comment(article, Status.HELD)
    strangers = [reader.get(of_article(article, what)) for what in READS]
    reader.client.force_login(editor)
    editors = [reader.get(of_article(article, what)) for what in READS]
    assert [answer.content for answer in editors] == [answer.content for answer in strangers]
    assert not any("Cookie" in answer.get("Vary", "") for answer in editors)


# --- Errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "/api/v1/sites/daily/page?article=unknown"),
        ("GET", "/api/v1/sites/nowhere/page?article=story-1"),
        ("GET", "/api/v1/sites/daily/page"),
        ("GET", "/api/v1/sites/daily/comments?article=story-1&cursor=x"),
        ("GET", "/api/v1/sites/daily/nothing"),
        ("GET", "/api/v1/comments/1"),
        ("GET", "/api/v1/comments/1?receipt=x"),
        ("PUT", "/api/v1/sites/daily/comments"),
        ("POST", "/api/v1/sites/daily/comments"),
        ("POST", "/api/v1/sites/daily/articles"),
        ("PUT", "/api/v1/sites/daily/articles/x"),
        ("GET", "/sites/daily/comments?article=unknown"),
        ("POST", "/sites/daily/comments?article=story-1"),
        ("GET", "/receipts/1?receipt=x"),
        ("GET", "/nothing"),
    ],
)
def test_an_error_is_kept_by_nobody(
    reader: Reader, article: Article, method: str, url: str
) -> None:
    answer = reader.send(method, url, "{}")
    assert answer.status_code >= 400
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_there_is_a_problem_with_a_code(
    reader: Reader, article: Article, method: str
) -> None:
    answer = reader.send(method, of_article(article, "page"), "")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer["Allow"]


def test_a_problem_says_what_rfc_9457_asks(reader: Reader, article: Article) -> None:
    answer = reader.get(site_url(article.site, "page"))
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Article required",
        "status": 400,
        "code": "article_required",
        "detail": "Name the article: article=… or url=….",
    }


def test_an_address_of_nothing_under_the_api_is_a_problem(reader: Reader, db: None) -> None:
    answer = reader.get(f"{API}/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


# --- CORS ------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", READS)
def test_a_page_of_any_origin_may_read(reader: Reader, article: Article, what: str) -> None:
    answer = reader.get(of_article(article, what), Origin="https://daily.example")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"]


def test_an_error_may_be_read_from_any_origin_too(reader: Reader, article: Article) -> None:
    for url in (site_url(article.site, "page"), f"{API}/nothing", f"{API}/comments/1"):
        assert reader.get(url, Origin="https://x.example")["Access-Control-Allow-Origin"] == "*"


def test_a_refused_post_tells_any_origin_how_long_to_wait(
    reader: Reader, article: Article, clock: Clock
) -> None:
    policy = policy_of(article.site_id)
    policy.posts_per_minute = 4
    policy.save()
    for n in range(5):
        url = site_url(article.site, "comments")
        answer = reader.post(url, a_body(article, clock.now, body=f"Number {n}."))
    assert answer.status_code == 429
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["sites/daily/comments", "comments/1", "sites/daily/page"])
def test_a_preflight_is_answered(reader: Reader, db: None, path: str) -> None:
    answer = reader.client.options(
        f"{API}/{path}",
        headers={
            "Origin": "https://daily.example",
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "content-type, idempotency-key",
        },
    )
    assert answer.status_code == 204
    assert {"POST", "PATCH", "DELETE"} <= set(answer["Access-Control-Allow-Methods"].split(", "))
    assert {"Content-Type", "Idempotency-Key"} <= set(
        answer["Access-Control-Allow-Headers"].split(", ")
    )


def test_no_credential_is_ever_allowed(reader: Reader, article: Article) -> None:
    url = of_article(article, "page")
    answers = [reader.get(url, Origin="https://x.example"), reader.client.options(url)]
    assert not any("Access-Control-Allow-Credentials" in answer for answer in answers)


@pytest.mark.parametrize("path", ["/admin/", "/demo/mail", "/receipts/1?receipt=x"])
def test_what_is_not_the_api_is_read_by_no_other_origin(
    reader: Reader, db: None, path: str
) -> None:
    answer = reader.get(path, Origin="https://x.example")
    assert "Access-Control-Allow-Origin" not in answer


# --- Cookies, and headers of every page ------------------------------------------------------


@pytest.mark.parametrize("route", public_routes(), ids=named)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_no_public_address_sets_a_cookie(
    reader: Reader, world: World, route: Route, method: str
) -> None:
    url = f"{route.filled(world.values())}?article=story-1&receipt={world.receipt}"
    answer = reader.send(method, url, "{}")
    assert not answer.cookies
    assert "Set-Cookie" not in answer
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("route", public_routes(), ids=named)
def test_every_answer_says_that_its_type_is_its_type(
    reader: Reader, world: World, route: Route
) -> None:
    url = f"{route.filled(world.values())}?article=story-1&receipt={world.receipt}"
    assert reader.get(url)["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("route", public_routes(), ids=named)
def test_every_page_runs_no_script_but_our_own(reader: Reader, world: World, route: Route) -> None:
    url = f"{route.filled(world.values())}?article=story-1&receipt={world.receipt}"
    answer = reader.get(url)
    if answer["Content-Type"].startswith("text/html") and answer.status_code != 302:
        policy = answer["Content-Security-Policy"]
        assert policy.startswith(("default-src 'self'", "default-src 'none'"))
        assert "unsafe" not in policy
        assert "base-uri 'none'" in policy


def test_the_thread_may_stand_in_a_publishers_frame(reader: Reader, article: Article) -> None:
    answer = reader.get(f"/sites/{article.site.key}/comments?article=story-1")
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors" not in answer["Content-Security-Policy"]


def test_ones_own_comment_may_stand_in_nobodys_frame(
    reader: Reader, article: Article, clock: Clock
) -> None:
    url = site_url(article.site, "comments")
    posted = reader.post(url, a_body(article, clock.now)).json()
    page = reader.get(own_url(posted).replace("/api/v1/comments", "/receipts"))
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert page["X-Robots-Tag"] == "noindex"


def test_the_admin_may_stand_in_nobodys_frame(reader: Reader, db: None) -> None:
    answer = reader.client.get("/admin/login/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_two_sites_never_share_an_answer(reader: Reader, article: Article) -> None:
    twin = an_article(a_site("weekly"), article.external_id)
    a_comment(twin)
    ours, theirs = (reader.get(of_article(row, "comments")) for row in (article, twin))
    assert ours["ETag"] != theirs["ETag"]
