"""Following: asked for twice, told of what readers see, ended with one click."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.services.register import register
from comments.models import Comment, Link, Mail, Policy, Subscription
from comments.notify.author import ask_to_confirm
from comments.notify.followers import LETTER, due, tell_followers
from comments.notify.post_office import round_of
from comments.notify.ways import way_out_of
from comments.services import follow, links, mailboxes, mails
from comments.services.agree import agree, decline
from comments.services.confirm import confirm, proof_of
from comments.services.leave import leave
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from tests.factories import NOON, a_posted, a_site, an_article
from tests.letters import letters, token, way_out
from tests.together import together

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=10)
ADA = "ada@example.org"


@pytest.fixture
def site(site: Any) -> Any:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(
        posts_per_minute=10_000, posts_per_minute_each=10_000
    )
    return site


def published(article: Article, editor: Any, now: datetime, **fields: Any) -> Comment:
    """Posted, published, and everybody who follows is told."""
    comment = a_posted(article, now, **fields)
    moderate(comment, Status.PUBLISHED, editor, now)
    tell_followers(comment.pk, now)
    round_of(now)
    return comment


def asked(now: datetime, number: int = -1) -> Link:
    found = links.find("follow", token(letters()[number], "follow"), now)
    assert found is not None
    return found


@pytest.fixture
def ada(article: Article, editor: Any, now: datetime) -> Comment:
    """Ada's comment; she follows the replies to it."""
    comment = published(article, editor, now, email=ADA, subscribe="replies")
    assert agree(asked(now), now)
    return comment


def reply(article: Article, editor: Any, now: datetime, to: Comment, **fields: Any) -> Comment:
    fields.setdefault("email", "bob@example.org")
    fields.setdefault("name", "Bob Reply")
    return published(article, editor, now, parent=to.pk, **fields)


# --- Twice -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["replies", "thread"])
def test_the_first_mail_only_asks(article: Article, editor: Any, now: datetime, kind: str) -> None:
    mine = published(article, editor, now, email=ADA, subscribe=kind)
    reply(article, editor, now + SOON, mine)
    assert [letter.body.count("/follow/") for letter in letters(ADA)] == [1]


def test_nobody_is_asked_before_readers_see_the_comment(article: Article, now: datetime) -> None:
    comment = a_posted(article, now, subscribe="replies")
    tell_followers(comment.pk, now)
    round_of(now)
    assert letters() == []


def test_after_the_second_yes_replies_are_told_of(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    reply(article, editor, now + SOON, ada, body="You are right about the harbour.")
    letter = letters(ADA)[-1]
    assert "Bob Reply" in letter.subject
    assert "You are right about the harbour." in letter.body
    assert f"{article.url}#comment-" in letter.body


def test_who_says_no_gets_nothing(article: Article, editor: Any, now: datetime) -> None:
    mine = published(article, editor, now, email=ADA, subscribe="replies")
    assert decline(asked(now), now, stop=False)
    reply(article, editor, now + SOON, mine)
    assert len(letters(ADA)) == 1


def test_the_second_yes_counts_once(article: Article, editor: Any, now: datetime) -> None:
    published(article, editor, now, email=ADA, subscribe="replies")
    seen = [asked(now), asked(now)]
    assert [agree(link, now) for link in seen] == [True, False]


def test_confirming_the_comment_can_be_the_second_yes(article: Article, now: datetime) -> None:
    Policy.objects.update(confirm_email="first")
    for following, state in ((True, "active"), (False, "ended")):
        email = f"{state}@example.org"
        comment = a_posted(article, now, email=email, subscribe="replies")
        ask_to_confirm(comment.pk, now)
        round_of(now)
        link = links.find("confirm", token(letters(email)[0], "confirm"), now)
        assert link is not None
        confirm(link, 1, now, following=following)
        assert Subscription.objects.get(comment=comment).state == state


def test_who_brings_the_proof_is_not_asked_again(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    Comment.objects.filter(pk=ada.pk).update(confirmed_at=now)
    proof = proof_of(Comment.objects.select_related("commenter").get(pk=ada.pk))
    other = published(article, editor, now + SOON, email=ADA, subscribe="replies", proof=proof)
    assert Subscription.objects.get(comment=other).state == "active"
    assert len(letters(ADA)) == 1


def test_a_stranger_who_types_a_followers_address_adds_nothing(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    theirs = published(article, editor, now + SOON, email=ADA, subscribe="replies")
    reply(article, editor, now + SOON * 2, theirs)
    assert Subscription.objects.get(comment=theirs).state == "asked"
    assert all("Bob" not in letter.subject for letter in letters(ADA))


@pytest.mark.parametrize("email", ["info@example.org", "press@example.org"])
def test_an_address_of_a_task_follows_nothing(article: Article, now: datetime, email: str) -> None:
    a_posted(article, now, email=email, subscribe="thread")
    assert not Subscription.objects.exists()


def test_the_record_of_consent_says_what_when_and_how(now: datetime, ada: Comment) -> None:
    row = Subscription.objects.get()
    assert (row.consent_text, row.asked_at, row.confirmed_at, row.confirmed_how) == (
        follow.CONSENT_TEXT,
        now,
        now,
        "link",
    )
    follow.end(row.pk, "one_click", now + SOON)
    row.refresh_from_db()
    assert (row.state, row.ended_at, row.ended_how) == ("ended", now + SOON, "one_click")


# --- Of what ---------------------------------------------------------------------------------


def test_ones_own_replies_are_no_news(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    reply(article, editor, now + SOON, ada, email=ADA)
    assert len(letters(ADA)) == 1


def test_replies_to_others_are_no_news(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    other = published(article, editor, now + SOON, email="carl@example.org")
    reply(article, editor, now + SOON, other)
    assert len(letters(ADA)) == 1


def test_who_follows_the_thread_hears_of_all_of_it(
    article: Article, editor: Any, now: datetime
) -> None:
    published(article, editor, now, email=ADA, subscribe="thread")
    agree(asked(now), now)
    published(article, editor, now + SOON, email="carl@example.org", name="Carl")
    assert article.title in letters(ADA)[-1].subject
    assert "Carl" in letters(ADA)[-1].body


def test_whoever_follows_both_is_told_once(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    published(article, editor, now + SOON, email=ADA, subscribe="thread")
    agree(asked(now + SOON), now + SOON)
    reply(article, editor, now + SOON * 2, ada)
    assert Mail.objects.filter(kind="reply").count() == 1


def test_another_thread_is_another_matter(
    article: Article, editor: Any, now: datetime, site: Any
) -> None:
    published(article, editor, now, email=ADA, subscribe="thread")
    agree(asked(now), now)
    published(an_article(site), editor, now + SOON, email="carl@example.org")
    assert len(letters(ADA)) == 1


@pytest.mark.parametrize("status", [Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED])
def test_what_readers_do_not_see_is_not_told(
    article: Article, editor: Any, now: datetime, ada: Comment, status: Status
) -> None:
    answer = a_posted(article, now, parent=ada.pk, email="bob@example.org")
    moderate(answer, Status.PUBLISHED, editor, now)
    tell_followers(answer.pk, now)
    answer.refresh_from_db()
    moderate(answer, status, editor, now)
    round_of(now + SOON)
    assert len(letters(ADA)) == 1
    assert Mail.objects.get(kind="reply").reason == "not_published"


def test_of_an_article_that_was_withdrawn_nobody_hears(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    answer = a_posted(article, now, parent=ada.pk, email="bob@example.org")
    moderate(answer, Status.PUBLISHED, editor, now)
    tell_followers(answer.pk, now)
    register(article.site, article.external_id, {"status": "withdrawn"}, now, partial=True)
    round_of(now + SOON)
    assert Mail.objects.get(kind="reply").reason == "article_withdrawn"


def test_published_twice_is_told_once(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    answer = reply(article, editor, now + SOON, ada)
    for status in (Status.HELD, Status.PUBLISHED):
        answer.refresh_from_db()
        moderate(answer, status, editor, now + SOON)
    tell_followers(answer.pk, now + SOON * 2)
    round_of(now + SOON * 2)
    assert len(letters(ADA)) == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_event_ten_times_is_one_mail(article: Article, editor: Any, now: datetime) -> None:
    mine = published(article, editor, now, email=ADA, subscribe="replies")
    agree(asked(now), now)
    answer = a_posted(article, now, parent=mine.pk, email="bob@example.org")
    moderate(answer, Status.PUBLISHED, editor, now)
    together(10, lambda _: tell_followers(answer.pk, now))
    assert Mail.objects.filter(kind="reply").count() == 1


# --- How often -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "minute", "expected"),
    [
        ("now", 20, (12, 20)),
        ("hourly", 20, (13, 0)),
        ("daily", 20, (6, 0)),
    ],
)
def test_a_pace_has_its_hours(pace: str, minute: int, expected: tuple[int, int]) -> None:
    moment = due(pace, NOON.replace(minute=minute))
    assert (moment.hour, moment.minute) == expected
    assert moment >= NOON.replace(minute=minute)


@pytest.mark.parametrize(("pace", "hours"), [("hourly", 1), ("daily", 18)])
def test_a_digest_gathers_what_came(
    article: Article, editor: Any, now: datetime, ada: Comment, pace: str, hours: int
) -> None:
    row = Subscription.objects.get()
    assert follow.set_pace(row.site_id, row.box, row.pk, pace)
    for minutes in (11, 22, 33):
        reply(article, editor, now + timedelta(minutes=minutes), ada)
    assert len(letters(ADA)) == 1
    round_of(now + timedelta(hours=hours))
    assert len(letters(ADA)) == 2
    assert letters(ADA)[-1].body.count("#comment-") == 3


def test_what_comes_too_fast_comes_together(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    for minutes in (10, 11, 12, 13):
        reply(article, editor, now + timedelta(minutes=minutes), ada)
    round_of(now + timedelta(minutes=20))
    assert [letter.body.count("#comment-") for letter in letters(ADA)] == [0, 1, 3]


# --- The way out -----------------------------------------------------------------------------


def word(letter: Any) -> str:
    found = way_out_of(way_out(letter).rpartition("/")[2])
    assert found is not None
    return found


def test_the_way_out_of_one_conversation_ends_that_one(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    reply(article, editor, now + SOON, ada)
    assert word(letters(ADA)[-1]) == f"s{Subscription.objects.get().pk}"
    leave(word(letters(ADA)[-1]), now + SOON)
    reply(article, editor, now + SOON * 2, ada)
    assert len(letters(ADA)) == 2


def test_it_ends_what_waits_too(article: Article, editor: Any, now: datetime, ada: Comment) -> None:
    for minutes in (10, 11):
        reply(article, editor, now + timedelta(minutes=minutes), ada)
    leave(word(letters(ADA)[-1]), now + SOON)
    round_of(now + SOON * 3)
    assert len(letters(ADA)) == 2


def test_the_way_out_of_several_ends_all_of_the_site(
    article: Article, editor: Any, now: datetime, site: Any
) -> None:
    other = an_article(site)
    mine = [published(a, editor, now, email=ADA, subscribe="replies") for a in (article, other)]
    for comment in mine:
        follow.activate(comment, now)
    later = now + SOON * 2
    for comment, a in zip(mine, (article, other), strict=True):
        follow_up = a_posted(a, later, parent=comment.pk, email="bob@example.org")
        moderate(follow_up, Status.PUBLISHED, editor, later)
        tell_followers(follow_up.pk, later)
    round_of(later)
    assert word(letters(ADA)[-1])[0] == "a"
    leave(word(letters(ADA)[-1]), later)
    assert set(Subscription.objects.values_list("state", flat=True)) == {"ended"}


def test_it_ends_nothing_of_others_nor_at_other_sites(
    article: Article, editor: Any, now: datetime, ada: Comment
) -> None:
    elsewhere = an_article(a_site("weekly"))
    theirs = published(elsewhere, editor, now, email=ADA, subscribe="replies")
    follow.activate(theirs, now)
    row = Subscription.objects.get(comment=ada)
    follow.end_all_like(row.pk, "one_click", now)
    assert Subscription.objects.get(comment=theirs).state == "active"


def test_the_way_out_of_a_question_is_never_again(
    article: Article, editor: Any, now: datetime
) -> None:
    published(article, editor, now, email=ADA, subscribe="replies")
    leave(word(letters(ADA)[-1]), now)
    assert mailboxes.suppressed(mails.recipient(ADA)) == "owner"


@pytest.mark.parametrize("gone", ["s4711", "a4711", "m4711"])
def test_what_is_gone_is_left_without_a_word(now: datetime, gone: str, db: None) -> None:
    leave(gone, now)
    assert not Subscription.objects.exists()


def test_of_two_spellings_each_has_its_own_say(
    article: Article, editor: Any, now: datetime
) -> None:
    """`ada+x@` may be somebody else's: it can neither end nor change what ada@ follows."""
    published(article, editor, now, email=ADA, subscribe="thread")
    follow.activate(Comment.objects.get(), now)
    row = Subscription.objects.get()
    strange = follow.box_of("ada+x@example.org")
    assert not follow.end_own(row.site_id, strange, row.pk, now)
    assert not follow.set_pace(row.site_id, strange, row.pk, "daily")


# --- Many ------------------------------------------------------------------------------------


def test_a_busy_thread_piles_up_no_more_than_a_letter_for_each(
    article: Article, editor: Any, now: datetime
) -> None:
    published(article, editor, now, email=ADA, subscribe="thread")
    agree(asked(now), now)
    for number in range(45):
        comment = a_posted(article, now, email=f"crowd{number}@example.org")
        moderate(comment, Status.PUBLISHED, editor, now)
        tell_followers(comment.pk, now)
    assert Mail.objects.filter(kind="reply", state="waiting").count() == LETTER
    round_of(now + SOON)
    assert letters(ADA)[-1].body.count("#comment-") == LETTER
    assert "There is more" in letters(ADA)[-1].body
    assert not Mail.objects.filter(kind="reply", state="waiting").exists()


def test_telling_fifty_followers_costs_no_more_questions_than_telling_ten(
    article: Article, editor: Any, now: datetime
) -> None:
    counts = []
    for followers in (10, 50):
        for number in range(followers):
            email = f"f{followers}-{number}@example.org"
            follow.activate(a_posted(article, now, email=email, subscribe="thread"), now)
        comment = a_posted(article, now, email="bob@example.org")
        moderate(comment, Status.PUBLISHED, editor, now)
        with CaptureQueriesContext(connection) as queries:
            tell_followers(comment.pk, now)
        counts.append(len(queries))
    assert counts[0] == counts[1]
