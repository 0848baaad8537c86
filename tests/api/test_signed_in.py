"""Readers whom the publisher has signed in: they write under its name for them, see to their own
comments from any browser, and vote once."""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps

from articles.models import Article, Site
from comments.models import Comment, Commenter, Confirm, Subscription, Vote
from comments.services.review import review
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.factories import a_comment, a_form, a_posted, a_site, an_article
from tests.publisher import a_sign_in, a_token, known_to

pytestmark = pytest.mark.django_db

LONG = "x" * 9000
POST = "/api/v1/sites/daily/comments"
ME = "/api/v1/sites/daily/me"
ADA = {"email": "ada@example.org", "email_verified": True}


@pytest.fixture
def signs(site: Site, now: datetime) -> None:
    """The publisher of daily signs its readers in."""
    known_to(site, now)


@pytest.fixture(autouse=True)
def _noon(clock: Clock) -> None:
    """Tokens run out within minutes."""


def post(
    reader: Reader, article: Article, now: datetime, headers: dict[str, str], **fields: Any
) -> Any:
    data = {"article": article.external_id, "body": "Well said.", "form": a_form(article, now)}
    return reader.post(POST, {**data, **fields}, **headers)


def posted(reader: Reader, article: Article, now: datetime, **said: Any) -> Comment:
    fields = said.pop("fields", {})
    answer = post(reader, article, now, a_sign_in(article.site, now, **said), **fields)
    assert answer.status_code == 202, answer.content
    return Comment.objects.select_related("commenter").get(pk=answer.json()["id"])


def policy(site: Site, **values: Any) -> None:
    row = policy_of(site.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.usefixtures("signs")
class TestWriting:
    def test_the_name_is_the_publishers_word(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        assert posted(reader, article, now, fields={"name": "Somebody"}).name == "Ada Member"

    def test_no_address_is_asked_for(self, reader: Reader, article: Article, now: datetime) -> None:
        assert posted(reader, article, now).email == ""

    def test_a_verified_address_counts_as_confirmed(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        comment = posted(reader, article, now, **ADA)
        assert (comment.email, comment.confirmed_at) == ("ada@example.org", now)
        assert comment.commenter.confirmed_at == now

    def test_an_unverified_one_does_not(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        comment = posted(reader, article, now, email="ada@example.org")
        assert (comment.confirmed_at, comment.commenter.mailbox) == (None, "")

    @pytest.mark.parametrize("confirm", Confirm.values)
    def test_nobody_signed_in_waits_for_a_mail(
        self, reader: Reader, article: Article, now: datetime, confirm: str
    ) -> None:
        policy(article.site, confirm_email=confirm, premoderation="none")
        comment = posted(reader, article, now, email="ada@example.org")
        review(comment.pk, now)
        comment.refresh_from_db()
        assert comment.status == Status.PUBLISHED

    def test_badges_are_shown(self, reader: Reader, article: Article, now: datetime) -> None:
        comment = posted(reader, article, now, badges=["Subscriber"])
        Comment.objects.filter(pk=comment.pk).update(status=Status.PUBLISHED, listed=True)
        shown = reader.get(f"{POST}?article={article.external_id}").json()["results"][0]["author"]
        assert (shown["name"], shown["badge"]) == ("Ada Member", "Subscriber")

    def test_two_issuers_or_subjects_are_two_people(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        for sub in ("one", "two", "one"):
            posted(reader, article, now, sub=sub, fields={"body": f"{sub} {now} {sub!r}" * 2})
            Comment.objects.update(digest="")
        assert Commenter.objects.count() == 2

    def test_a_guest_who_types_their_address_is_somebody_else(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        member = posted(reader, article, now, **ADA).commenter
        assert a_posted(article, now, email="ada@example.org").commenter != member

    def test_the_same_person_is_another_one_at_another_site(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        elsewhere = an_article(a_site("weekly"))
        known_to(elsewhere.site, now)
        one = posted(reader, article, now)
        headers = a_sign_in(elsewhere.site, now)
        data = {"article": elsewhere.external_id, "body": "x y", "form": a_form(elsewhere, now)}
        answer = reader.post("/api/v1/sites/weekly/comments", data, **headers)
        other = Comment.objects.select_related("commenter").get(pk=answer.json()["id"])
        assert one.commenter.identity != other.commenter.identity
        assert one.avatar != other.avatar

    def test_a_known_member_is_no_newcomer(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        policy(article.site, confirm_email="first")
        first = posted(reader, article, now)
        Commenter.objects.filter(pk=first.commenter_id).update(approved=1)
        second = posted(reader, article, now, fields={"body": "And again."})
        review(second.pk, now)
        second.refresh_from_db()
        assert second.status == Status.PUBLISHED

    @pytest.mark.parametrize(
        ("role", "rule", "status"),
        [
            ("", "first", "held"),
            ("trusted", "first", "published"),
            ("trusted", "all", "held"),
            ("staff", "all", "published"),
        ],
    )
    def test_a_role_says_who_waits(
        self,
        reader: Reader,
        article: Article,
        now: datetime,
        role: str,
        rule: str,
        status: str,
    ) -> None:
        policy(article.site, premoderation=rule)
        comment = posted(reader, article, now, roles=[role])
        review(comment.pk, now)
        comment.refresh_from_db()
        assert comment.status == status

    def test_who_is_banned_by_address_stays_banned_when_signed_in(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        guest = a_posted(article, now, email="ada@example.org").commenter
        Commenter.objects.filter(pk=guest.pk).update(state="banned")
        comment = posted(reader, article, now, **ADA)
        review(comment.pk, now)
        comment.refresh_from_db()
        assert comment.status == Status.REJECTED

    def test_following_begins_at_once_with_a_verified_address(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        posted(reader, article, now, fields={"subscribe": "replies"}, **ADA)
        assert Subscription.objects.get().state == "active"

    def test_following_without_one_is_asked_for_by_mail(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        fields = {"subscribe": "replies", "email": "ada@example.org"}
        posted(reader, article, now, fields=fields)
        assert Subscription.objects.get().state == "asked"

    def test_no_token_is_kept(self, reader: Reader, article: Article, now: datetime) -> None:
        token = a_sign_in(article.site, now, **ADA)["Authorization"].split()[1]
        posted(reader, article, now, **ADA)
        rows = repr([list(model._default_manager.values_list()) for model in apps.get_models()])
        assert not any(part in rows for part in token.split("."))

    def test_a_bad_token_is_told_and_nothing_is_posted(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        answer = post(reader, article, now, {"Authorization": "Bearer x"}, name="Ada")
        assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
        assert answer["Content-Type"] == "application/problem+json"
        assert not Comment.objects.exists()

    @pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Basic YTpi", f"Bearer {LONG}"])
    def test_a_header_that_is_no_token_is_refused(
        self, reader: Reader, article: Article, now: datetime, said: str
    ) -> None:
        answer = post(reader, article, now, {"Authorization": said}, name="Ada")
        assert answer.status_code == 401

    def test_a_token_for_another_site_is_refused(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        headers = {"Authorization": f"Bearer {a_token(now, aud='https://other.example')}"}
        assert post(reader, article, now, headers).json()["code"] == "token_audience"

    def test_a_token_that_ran_out_is_refused(
        self, reader: Reader, article: Article, clock: Clock
    ) -> None:
        headers = a_sign_in(article.site, clock.now)
        clock.go_on(minutes=12)
        assert post(reader, article, clock.now, headers).json()["code"] == "token_expired"


@pytest.mark.usefixtures("signs")
class TestOwnComments:
    def test_a_member_reads_changes_and_withdraws_without_a_receipt(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        path = f"/api/v1/comments/{posted(reader, article, now).pk}"
        headers = a_sign_in(article.site, now)
        assert reader.get(path, **headers).json()["status"] == "pending"
        assert reader.send("PATCH", path, {"body": "Better."}, **headers).status_code == 200
        assert reader.send("DELETE", path, "", **headers).status_code == 204
        assert Comment.objects.get().status == Status.WITHDRAWN

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_nobody_elses(
        self, reader: Reader, article: Article, now: datetime, method: str
    ) -> None:
        guest = a_posted(article, now, email="ben@example.org")
        others = [posted(reader, article, now, **ADA), guest]
        headers = a_sign_in(article.site, now, sub="reader-2", **ADA)
        answers = [
            reader.send(method, f"/api/v1/comments/{pk}", {"body": "Mine."}, **headers)
            for pk in [*(comment.pk for comment in others), 10**9]
        ]
        assert [answer.json()["code"] for answer in answers] == ["not_yours"] * 3

    def test_a_bad_token_is_told_the_same_of_a_comment_that_is_not_there(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        pk = posted(reader, article, now).pk
        headers = {"Authorization": f"Bearer {a_token(now, kid='other')}"}
        answers = [reader.get(f"/api/v1/comments/{n}", **headers) for n in (pk, 10**9)]
        assert {(a.status_code, a.json()["code"]) for a in answers} == {(401, "token_key_unknown")}

    def test_a_site_cannot_open_another_sites_comments(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        pk = posted(reader, article, now).pk
        other = a_site("weekly")
        known_to(other, now, kid="weekly")
        headers = a_sign_in(other, now, kid="weekly")
        assert reader.get(f"/api/v1/comments/{pk}", **headers).status_code == 401

    def test_me_says_who_is_signed_in_and_what_is_theirs(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        mine = posted(reader, article, now)
        a_posted(article, now)
        headers = a_sign_in(article.site, now, badges=["Subscriber"])
        answer = reader.get(f"{ME}?article={article.external_id}", **headers)
        said = answer.json()
        assert (said["name"], said["badge"], said["email_known"]) == (
            *("Ada Member", "Subscriber", False),
        )
        assert [(own["id"], own["editable"]) for own in said["comments"]] == [(mine.pk, True)]
        assert answer["Cache-Control"] == "no-store"

    def test_me_is_nobody_without_a_token(self, reader: Reader, site: Site) -> None:
        answer = reader.get(ME)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_required")


@pytest.mark.usefixtures("signs")
class TestVoting:
    def vote(self, reader: Reader, comment: Comment, headers: dict[str, str], **more: str) -> Any:
        path = f"/api/v1/comments/{comment.pk}/vote"
        return reader.post(path, {"value": "up", **more}, **headers)

    def test_a_member_has_one_voice_from_every_browser(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        comment, headers = a_comment(article), a_sign_in(article.site, now)
        for guest in ("a-token-of-one-browser", "a-token-of-another-one", ""):
            answer = self.vote(reader, comment, headers, guest=guest)
        assert (answer.status_code, Vote.objects.count()) == (200, 1)

    def test_nobody_votes_for_themselves(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        comment = posted(reader, article, now)
        Comment.objects.filter(pk=comment.pk).update(status=Status.PUBLISHED, listed=True, ip=None)
        answer = self.vote(reader, comment, a_sign_in(article.site, now))
        assert answer.json()["code"] == "own_comment"

    def test_members_of_one_office_all_have_a_voice(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        comment = a_comment(article)
        for number in range(12):
            headers = a_sign_in(article.site, now, sub=f"reader-{number}")
            answer = self.vote(reader, comment, headers)
        assert answer.json()["votes"] == 12

    def test_a_guest_says_which_browser_it_is(self, reader: Reader, article: Article) -> None:
        answer = self.vote(reader, a_comment(article), {})
        assert (answer.status_code, answer.json()["code"]) == (422, "guest_required")

    def test_a_member_reports_without_a_guest_token(
        self, reader: Reader, article: Article, now: datetime
    ) -> None:
        path = f"/api/v1/comments/{a_comment(article).pk}/report"
        answer = reader.post(path, {"reason": "abuse"}, **a_sign_in(article.site, now))
        assert answer.status_code == 202


def test_every_origin_may_send_a_token(reader: Reader, site: Site) -> None:
    """Without credentials: nothing is sent that the page did not hand over itself."""
    answer = reader.client.options(POST, headers={"Origin": "https://daily.example"})
    assert "Authorization" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
