"""Answers by emoji from readers without an account."""

from datetime import datetime
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Reaction
from comments.services.policies import save_policy
from comments.services.react import react
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.fields import FieldError
from tests.conftest import Reader
from tests.factories import a_comment, a_posted
from tests.recount import counted, kept
from tests.together import together

pytestmark = pytest.mark.django_db

ME = "a-browser-token-of-mine"


@pytest.fixture
def article(article: Article) -> Article:
    offer(article, ["👍", "❤️"])
    return article


def offer(article: Article, kinds: Any) -> None:
    policy = policy_of(article.site_id)
    policy.reactions = kinds
    save_policy(policy)


def answer(reader: Reader, comment: Comment, kind: str = "👍", **more: Any) -> Any:
    body = {"kind": kind, "guest": ME, **more}
    return reader.post(f"/api/v1/comments/{comment.pk}/react", body)


def test_a_reaction_counts_once_for_each_kind(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    for kind in ("👍", "👍", "❤️"):
        got = answer(reader, comment, kind)
    assert (got.status_code, got.json()) == (200, {"reactions": {"👍": 1, "❤️": 1}})


def test_a_reaction_can_be_taken_back(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    answer(reader, comment)
    for _ in range(2):
        got = answer(reader, comment, on=False)
    assert got.json() == {"reactions": {}}
    assert not Reaction.objects.exists()


def test_what_the_site_does_not_offer_is_refused(reader: Reader, article: Article) -> None:
    got = answer(reader, a_comment(article), "👎")
    assert (got.status_code, got.json()["code"]) == (422, "reaction_unknown")


def test_what_the_site_no_longer_offers_can_be_taken_back(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    answer(reader, comment)
    offer(article, [])
    assert answer(reader, comment, on=False).json() == {"reactions": {}}


def test_nobody_answers_their_own_comment(reader: Reader, article: Article, now: datetime) -> None:
    comment = a_posted(article, now, ip="127.0.0.1")
    Comment.objects.filter(pk=comment.pk).update(status="published")
    assert answer(reader, comment).json()["code"] == "own_comment"


@pytest.mark.parametrize("status", [Status.HELD, Status.SPAM, Status.REMOVED])
def test_what_readers_cannot_see_they_cannot_answer(
    reader: Reader, article: Article, status: Status
) -> None:
    assert answer(reader, a_comment(article, status)).status_code == 404


def test_one_network_gives_only_so_many(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    codes = [answer(reader, comment, guest=f"{n:02d}-a-browser-token").status_code
             for n in range(31)]  # fmt: skip
    assert codes == [200] * 30 + [429]


def test_reactions_stand_in_the_thread(reader: Reader, article: Article) -> None:
    comment = a_comment(article)
    answer(reader, comment)
    url = f"/api/v1/sites/{article.site.key}/comments?article={article.external_id}"
    [shown] = reader.get(url).json()["results"]
    assert shown["reactions"] == {"👍": 1}


def test_a_comment_without_reactions_says_nothing_of_them(reader: Reader, article: Article) -> None:
    a_comment(article)
    url = f"/api/v1/sites/{article.site.key}/page?article={article.external_id}"
    page = reader.get(url).json()
    assert "reactions" not in page["thread"]["results"][0]
    assert page["config"]["reactions"] == ["👍", "❤️"]


@pytest.mark.parametrize(
    "wrong",
    [["up"], ["👍👍"], ["👍", "👍"], ["1"], [""], ["<b>"], [5], "👍", ["👍"] * 9, ["\u200d"]],
)
def test_a_site_offers_emoji_only(article: Article, wrong: Any) -> None:
    with pytest.raises(FieldError):
        offer(article, wrong)


@pytest.mark.parametrize("kind", ["👍", "❤️", "👍🏽", "👩‍👩‍👧", "🏳️‍🌈", "😂", "🇯🇵"])
def test_an_emoji_may_have_parts(article: Article, kind: str) -> None:
    offer(article, [kind])
    assert policy_of(article.site_id).reactions == [kind]


@pytest.mark.django_db(transaction=True)
def test_reactions_at_once_are_all_counted(article: Article, now: datetime) -> None:
    comment = a_comment(article)
    together(12, lambda n: react(comment, f"voter-{n % 6}", "👍", now, on=True))
    comment.refresh_from_db()
    assert comment.reactions == {"👍": 6}
    assert kept() == counted()


@pytest.mark.django_db(transaction=True)
def test_coming_and_going_at_once_leaves_what_is_there(article: Article, now: datetime) -> None:
    comment = a_comment(article)
    kinds = ("👍", "❤️")
    together(
        8,
        lambda n: [
            react(comment, f"voter-{n % 3}", kinds[i % 2], now, on=(n + i) % 3 > 0)
            for i in range(6)
        ],
    )
    assert kept() == counted()
