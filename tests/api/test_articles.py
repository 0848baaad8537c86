"""Articles over HTTP: the publisher's system writes with its site key, nobody else does."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.models import Article, Site, SiteKey
from articles.services.sites import issue_key
from newsroom.kernel.models import OutboxEvent
from tests.api.addresses import article_url, of_article, site_url
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_site, an_article

FULL: dict[str, Any] = {
    "url": "https://daily.example/2026/quay",
    "title": "The quay reopens",
    "summary": "After three years.",
    "body": "<p>Boats came in.</p>",
    "section": "World/Asia",
    "tags": ["Ports", "Trade"],
    "authors": ["Ann Writer"],
    "language": "en-GB",
    "image": {
        "url": "https://daily.example/quay.jpg",
        "caption": "The quay",
        "credit": "Ann Lens",
        "width": 1200,
        "height": 675,
    },
    "published_at": "2026-05-04T09:00:00Z",
    "updated_at": "2026-05-04T10:00:00Z",
    "status": "published",
}

Write = Callable[..., Any]


@pytest.fixture
def write(reader: Reader, site: Site, site_key: str) -> Write:
    def send(method: str, external_id: str, data: Any = "", key: str = site_key) -> Any:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return reader.send(method, article_url(site, external_id), data, **headers)

    return send


def test_an_article_is_registered_whole(write: Write) -> None:
    answer = write("PUT", "quay", FULL)
    assert answer.status_code == 201
    assert answer.json() == {"id": "quay", **FULL}


def test_readers_see_it_at_once(write: Write, reader: Reader, site: Site) -> None:
    write("PUT", "quay", FULL)
    facts = reader.get(site_url(site, "page", article="quay")).json()["article"]
    assert facts["section"] == {"slug": "world/asia", "name": "Asia"}
    assert facts["title"] == "The quay reopens"


def test_the_same_again_changes_and_promises_nothing(write: Write, site: Site) -> None:
    write("PUT", "quay", FULL)
    promised = OutboxEvent.objects.count()
    version = Site.objects.get(pk=site.pk).version
    answer = write("PUT", "quay", FULL)
    assert (answer.status_code, answer.json()) == (200, {"id": "quay", **FULL})
    assert OutboxEvent.objects.count() == promised
    assert Site.objects.get(pk=site.pk).version == version


def test_put_replaces_what_it_does_not_name(write: Write) -> None:
    write("PUT", "quay", FULL)
    answer = write("PUT", "quay", {"url": FULL["url"], "title": "Only this"}).json()
    assert (answer["summary"], answer["section"], answer["tags"], answer["image"]) == (
        "",
        "",
        [],
        None,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Another title"),
        ("tags", ["Boats"]),
        ("section", "Sport"),
        ("image", None),
        ("status", "withdrawn"),
        ("published_at", "2026-05-04T08:00:00Z"),
    ],
)
def test_patch_changes_what_it_names_alone(write: Write, name: str, value: Any) -> None:
    write("PUT", "quay", FULL)
    answer = write("PATCH", "quay", {name: value})
    assert (answer.status_code, answer.json()) == (200, {"id": "quay", **FULL, name: value})


def test_patch_of_an_unknown_article_is_404(write: Write) -> None:
    answer = write("PATCH", "nothing", {"title": "x"})
    assert (answer.status_code, answer.json()["code"]) == (404, "article_unknown")


def test_delete_withdraws_and_keeps_the_conversation(
    write: Write, reader: Reader, article: Article
) -> None:
    assert write("DELETE", article.external_id).status_code == 204
    assert reader.get(of_article(article, "page")).status_code == 404
    assert Article.objects.get().status == "withdrawn"


def test_delete_twice_is_the_same_as_once(write: Write, article: Article) -> None:
    write("DELETE", article.external_id)
    assert write("DELETE", article.external_id).status_code == 204


def test_delete_of_an_unknown_article_is_404(write: Write) -> None:
    answer = write("DELETE", "nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "article_unknown")


@pytest.mark.parametrize("external_id", ["a/b/c", "über café", "2026?x=1&y", "100%", "日本"])
def test_a_publishers_id_may_be_any_line(write: Write, reader: Reader, external_id: str) -> None:
    answer = write("PUT", external_id, {**FULL, "id": external_id})
    assert (answer.status_code, answer.json()["id"]) == (201, external_id)
    assert write("DELETE", external_id).status_code == 204


def test_an_id_in_the_body_has_to_be_the_addresss(write: Write) -> None:
    answer = write("PUT", "quay", {**FULL, "id": "other"})
    assert (answer.status_code, answer.json()["code"]) == (422, "id_invalid")


def test_two_articles_cannot_share_a_page(write: Write) -> None:
    write("PUT", "quay", FULL)
    answer = write("PUT", "twin", {**FULL, "url": FULL["url"] + "?utm_source=x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "url_duplicate")
    assert Article.objects.count() == 1


def test_the_page_must_stand_on_the_sites_own_host(write: Write) -> None:
    answer = write("PUT", "quay", {**FULL, "url": "https://evil.example/quay"})
    assert (answer.status_code, answer.json()["code"]) == (422, "url_invalid")


def test_every_wrong_field_is_told_at_once(write: Write) -> None:
    wrong = {"title": "", "url": "x", "status": "new", "tags": "one", "published_at": "soon"}
    answer = write("PUT", "quay", wrong)
    assert set(answer.json()["fields"]) == set(wrong)


def test_a_misspelled_field_is_told(write: Write) -> None:
    answer = write("PUT", "quay", {**FULL, "titel": "x"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field")
    assert not Article.objects.exists()


def test_a_scheduled_article_needs_its_time(write: Write) -> None:
    answer = write("PUT", "quay", {**FULL, "status": "scheduled", "published_at": None})
    assert (answer.status_code, answer.json()["code"]) == (422, "published_at_required")


def test_one_published_without_a_time_is_published_now(write: Write) -> None:
    answer = write("PUT", "quay", {"url": FULL["url"], "title": "Now"}).json()
    assert (answer["status"], answer["published_at"]) == ("published", "2026-05-04T12:00:00Z")


# --- Who may write ---------------------------------------------------------------------------

METHODS = ["PUT", "PATCH", "DELETE"]


@pytest.fixture
def keys(site: Site, site_key: str) -> dict[str, str]:
    """Keys that are no keys to this site."""
    revoked = issue_key(site, "old", NOON)
    SiteKey.objects.filter(label="old").update(revoked_at=NOON)
    digest = SiteKey.objects.values_list("digest", flat=True).first()
    assert digest is not None
    return {
        "of another site": issue_key(a_site("weekly"), "theirs", NOON),
        "revoked": revoked,
        "made up": "nrk_" + "a" * 43,
        "the digest of the real one": digest,
        "not ascii": "schlüssel",
        "the real one's beginning": site_key[:-1],
    }


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "kind",
    ["of another site", "revoked", "made up", "the digest of the real one", "not ascii",
     "the real one's beginning"],
)  # fmt: skip
def test_a_wrong_key_writes_nothing(
    write: Write, article: Article, keys: dict[str, str], method: str, kind: str
) -> None:
    before = Article.objects.values().get()
    answer = write(method, article.external_id, {"title": "Mine"}, key=keys[kind])
    assert (answer.status_code, answer.json()["code"]) == (403, "site_key_invalid")
    assert Article.objects.values().get() == before


@pytest.mark.parametrize("method", METHODS)
def test_without_a_key_nothing_is_written(write: Write, article: Article, method: str) -> None:
    answer = write(method, article.external_id, {"title": "Mine"}, key="")
    assert (answer.status_code, answer.json()["code"]) == (401, "site_key_required")


def test_a_wrong_key_tells_nothing_of_what_exists(
    write: Write, article: Article, keys: dict[str, str]
) -> None:
    there = write("DELETE", article.external_id, key=keys["made up"])
    nowhere = write("DELETE", "nothing", key=keys["made up"])
    assert there.json() == nowhere.json()


def test_a_wrong_key_tells_nothing_of_a_site(
    reader: Reader, site: Site, keys: dict[str, str]
) -> None:
    header = {"Authorization": f"Bearer {keys['made up']}"}
    here = reader.post(site_url(site, "articles"), {"articles": []}, **header)
    nowhere = reader.post(site_url("nowhere", "articles"), {"articles": []}, **header)
    assert here.json() == nowhere.json()


def test_a_key_is_no_password(reader: Reader, site: Site, site_key: str) -> None:
    answer = reader.send("DELETE", article_url(site, "x"), "", Authorization=f"Basic {site_key}")
    assert (answer.status_code, answer.json()["code"]) == (401, "site_key_required")


def test_an_editors_session_is_no_key(reader: Reader, article: Article, editor: Any) -> None:
    reader.client.force_login(editor)
    answer = reader.send("DELETE", article_url(article.site, article.external_id), "")
    assert answer.status_code == 401


def test_a_key_is_kept_as_a_digest(site: Site, site_key: str) -> None:
    assert site_key not in str(SiteKey.objects.values().get())


# --- Many at once ----------------------------------------------------------------------------


@pytest.fixture
def send_many(reader: Reader, site: Site, site_key: str) -> Callable[[Any], Any]:
    return lambda data: reader.post(
        site_url(site, "articles"), data, Authorization=f"Bearer {site_key}"
    )


def item(n: int, **data: Any) -> dict[str, Any]:
    return {"id": f"b{n}", "url": f"https://daily.example/b{n}", "title": f"B {n}", **data}


def test_many_articles_come_in_one_request(send_many: Callable[[Any], Any]) -> None:
    answer = send_many({"articles": [item(1), item(2)]})
    assert answer.json() == {
        "results": [{"id": "b1", "status": "created"}, {"id": "b2", "status": "created"}]
    }


def test_each_of_many_says_what_became_of_it(send_many: Callable[[Any], Any], clock: Clock) -> None:
    first = item(1, published_at="2026-05-04T09:00:00Z")
    send_many({"articles": [first, item(2, published_at="2026-05-04T09:00:00Z")]})
    again = send_many({"articles": [first, item(2, title="New", published_at="2026-05-04T09:00Z")]})
    assert [row["status"] for row in again.json()["results"]] == ["unchanged", "changed"]


def test_one_bad_article_stops_no_other(send_many: Callable[[Any], Any]) -> None:
    answer = send_many({"articles": [item(1, title=""), "what", {"title": "x"}, item(4)]})
    assert [(r["status"], r.get("code")) for r in answer.json()["results"]] == [
        ("refused", "title_required"),
        ("refused", "id_required"),
        ("refused", "id_required"),
        ("created", None),
    ]
    assert Article.objects.count() == 1


def test_the_same_page_twice_in_one_request_is_refused_once(
    send_many: Callable[[Any], Any],
) -> None:
    answer = send_many({"articles": [item(1), item(2, url="https://daily.example/b1")]})
    assert [row["status"] for row in answer.json()["results"]] == ["created", "refused"]


def test_more_than_a_thousand_are_too_many(send_many: Callable[[Any], Any]) -> None:
    answer = send_many({"articles": [{}] * 1001})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_articles")


def test_the_key_of_another_site_writes_none_of_many(reader: Reader, site: Site) -> None:
    theirs = issue_key(a_site("weekly"), "theirs", NOON)
    answer = reader.post(
        site_url(site, "articles"), {"articles": [item(1)]}, Authorization=f"Bearer {theirs}"
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "site_key_invalid")
    assert not Article.objects.exists()


def test_two_sites_may_use_the_same_id(write: Write, site: Site) -> None:
    an_article(a_site("weekly"), "quay")
    assert write("PUT", "quay", FULL).status_code == 201
