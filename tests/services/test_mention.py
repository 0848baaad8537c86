"""Naming people of the thread: a link to what they said, and mail only where they asked for it."""

from datetime import datetime

import pytest

from articles.models import Article
from comments.models import Comment, Mail, Subscription
from comments.notify.followers import tell_followers
from comments.services import follow
from comments.services.edit import edit
from comments.services.threads import policy_of
from comments.states import Status
from comments.text import links
from tests.factories import a_comment, a_posted, an_article

pytestmark = pytest.mark.django_db


def publish(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=Status.PUBLISHED.value)


def told_of(comment: Comment, now: datetime) -> list[str]:
    publish(comment)
    tell_followers(comment.pk, now)
    rows = Mail.objects.filter(kind="reply", comment=comment)
    return sorted(rows.values_list("address", flat=True))


def a_follower(article: Article, now: datetime, *, confirmed: bool) -> Comment:
    comment = a_posted(
        article, now, name="Bo Lind", email="bo@example.org", subscribe="replies", ip="192.0.2.9"
    )
    publish(comment)
    if confirmed:
        follow.activate(comment, now)
    return comment


def test_a_name_is_a_link_to_what_that_person_said(article: Article, now: datetime) -> None:
    said = a_comment(article, name="Bo Lind")
    mine = a_posted(article, now, body="I agree with @Bo Lind here.", mentions=(said.pk,))
    link = f'<a href="{article.url}#comment-{said.pk}" rel="nofollow ugc noopener">@Bo Lind</a>'
    assert mine.html == f"<p>I agree with {link} here.</p>"
    assert mine.mentions == [said.pk]


def test_a_name_alone_is_only_words(article: Article, now: datetime) -> None:
    a_comment(article, name="Bo Lind")
    assert "<a" not in a_posted(article, now, body="I agree with @Bo Lind here.").html


def test_who_is_not_named_is_not_mentioned(article: Article, now: datetime) -> None:
    said = a_comment(article, name="Bo Lind")
    mine = a_posted(article, now, body="I agree with nobody @ all.", mentions=(said.pk,))
    assert mine.mentions == []


def test_nobody_of_another_thread_can_be_named(article: Article, now: datetime) -> None:
    said = a_comment(an_article(article.site), name="Bo Lind")
    assert a_posted(article, now, body="See @Bo Lind.", mentions=(said.pk,)).mentions == []


@pytest.mark.parametrize("status", [Status.HELD, Status.REMOVED, Status.SPAM])
def test_nobody_whom_readers_do_not_see_can_be_named(
    article: Article, now: datetime, status: Status
) -> None:
    said = a_comment(article, status, name="Bo Lind")
    assert a_posted(article, now, body="See @Bo Lind.", mentions=(said.pk,)).mentions == []


def test_naming_somebody_is_no_link_for_the_rules(article: Article, now: datetime) -> None:
    said = [a_comment(article, name=f"Bo {n}") for n in range(5)]
    body = " ".join(f"@Bo {n}" for n in range(5))
    mine = a_posted(article, now, body=body, mentions=tuple(c.pk for c in said))
    assert (mine.html.count("<a "), links(mine.body)) == (5, [])


def test_who_asked_for_replies_is_told_when_named(article: Article, now: datetime) -> None:
    said = a_follower(article, now, confirmed=True)
    mine = a_posted(article, now, body="As @Bo Lind said.", mentions=(said.pk,))
    assert told_of(mine, now) == ["bo@example.org"]


def test_who_did_not_say_yes_twice_is_not_told(article: Article, now: datetime) -> None:
    said = a_follower(article, now, confirmed=False)
    mine = a_posted(article, now, body="As @Bo Lind said.", mentions=(said.pk,))
    assert told_of(mine, now) == []


def test_who_asked_for_nothing_is_not_told(article: Article, now: datetime) -> None:
    said = a_comment(article, name="Bo Lind", email="bo@example.org")
    mine = a_posted(article, now, body="As @Bo Lind said.", mentions=(said.pk,))
    assert told_of(mine, now) == []
    assert not Subscription.objects.exists()


def test_who_is_answered_and_named_gets_one_mail(article: Article, now: datetime) -> None:
    said = a_follower(article, now, confirmed=True)
    mine = a_posted(article, now, body="@Bo Lind, yes.", mentions=(said.pk,), parent=said.pk)
    assert told_of(mine, now) == ["bo@example.org"]


def test_changed_words_keep_the_names_that_stay(article: Article, now: datetime) -> None:
    one, other = a_comment(article, name="Bo Lind"), a_comment(article, name="Cleo")
    mine = a_posted(article, now, body="@Bo Lind and @Cleo.", mentions=(one.pk, other.pk))
    edit(mine, "Only @Cleo.", policy_of(article.site_id), now)
    assert mine.mentions == [other.pk]
    assert mine.html.count("<a ") == 1


def test_changed_words_may_name_somebody_else(article: Article, now: datetime) -> None:
    said = a_comment(article, name="Bo Lind")
    mine = a_posted(article, now, body="Somebody said it.")
    edit(mine, "@Bo Lind said it.", policy_of(article.site_id), now, mentions=[said.pk])
    assert mine.mentions == [said.pk]


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("Bo", "Bo@Bo.example", 0),  # an address
        ("Bo", "@Bobby", 0),  # another name
        ("Bo", "`@Bo`", 0),  # code
        ("Bo", "[@Bo](https://example.org/)", 1),  # a link already: to where it says
        ("<b>", "@<b>", 1),
        ("A*B*", "@A*B*", 1),
    ],
)
def test_only_a_name_that_stands_alone_is_a_link(
    article: Article, now: datetime, name: str, body: str, expected: int
) -> None:
    said = a_comment(article, name=name)
    html = a_posted(article, now, body=body, mentions=(said.pk,)).html
    assert html.count("<a ") == expected
    assert "<b>" not in html
