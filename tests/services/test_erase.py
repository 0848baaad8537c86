"""A person's data is erased: all of it, for good, and nothing of anybody else's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command

from articles.models import Article
from comments.models import (
    Comment,
    Commenter,
    Erasure,
    Link,
    Mail,
    Mailbox,
    Subscription,
)
from comments.services import links, mailboxes, mails
from comments.services.edit import edit
from comments.services.erase import erase, find
from comments.services.erase_by_link import keep_promise, promise_erasure
from comments.services.moderate import moderate
from comments.services.report import report
from comments.services.threads import policy_of
from comments.services.vote import vote
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.conftest import Clock
from tests.factories import a_comment, a_posted, a_site, an_article
from tests.recount import counted, kept
from tests.together import together

ADDRESS = "Ada.Canary@leaks.example.org"
NAME, WORDS = "Ada Canary", "canarytext of Ada"


@pytest.fixture
def spoken(article: Article, editor: Any, now: datetime) -> Comment:
    """Ada wrote, was answered, voted on, reported, edited, moderated, mailed and followed."""
    policy = policy_of(article.site_id)
    top = a_comment(article, name=NAME, email=ADDRESS, body=f"{WORDS} top")
    a_comment(article, parent=top, body="An answer.")
    vote(top, "voter", 1, now)
    report(top, "reporter", "privacy", f"{NAME} is my neighbour", now)
    said: dict[str, Any] = {"name": NAME, "email": ADDRESS, "website": "https://ada.example/"}
    said |= {"ip": "198.51.100.77", "user_agent": "CanaryBrowser", "subscribe": "thread"}
    posted = a_posted(article, now, body=f"{WORDS} posted", **said)
    edit(posted, f"{WORDS} edited", policy, now)
    for status in (Status.SPAM, Status.REMOVED, Status.REJECTED):
        row = a_comment(article, name=NAME, email=ADDRESS, body=f"{WORDS} {status}")
        moderate(row, status, editor, now, note=f"{NAME} again")
    links.issue("me", article.site_id, ADDRESS, now)
    mails.post(mails.Wanted("me", article.site_id, ADDRESS, ip="198.51.100.77"), now)
    kind = ContentType.objects.get_for_model(Comment)
    LogEntry.objects.create(
        user=editor, content_type=kind, object_id=str(top.pk), object_repr=str(top),
        change_message=NAME, action_flag=CHANGE,
    )  # fmt: skip
    return top


def erased(article: Article, now: datetime, address: str = ADDRESS, **how: Any) -> None:
    erase(find(address, article.site_id, **how), "command", now)


def everything_stored() -> str:
    return "\n".join(
        repr(list(model._default_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
    )


pytestmark = pytest.mark.django_db


def test_no_table_holds_a_word_of_them_any_more(
    spoken: Comment, article: Article, now: datetime
) -> None:
    before = everything_stored()
    identity = mails.recipient(ADDRESS).partition(":")[2]
    words = (ADDRESS, NAME, WORDS, "198.51.100.77", "CanaryBrowser", "ada.example", identity)
    assert [word for word in words if word not in before] == []
    erased(article, now)
    after = everything_stored()
    assert [word for word in words if word in after] == []


def test_the_thread_keeps_its_shape(spoken: Comment, article: Article, now: datetime) -> None:
    erased(article, now)
    spoken.refresh_from_db()
    assert (spoken.status, spoken.listed, spoken.reply_count) == (Status.WITHDRAWN, True, 1)
    assert Comment.objects.visible().get().body == "An answer."


def test_counters_stay_right(spoken: Comment, article: Article, now: datetime) -> None:
    erased(article, now)
    assert kept() == counted()


def test_what_was_decided_stays_said(spoken: Comment, article: Article, now: datetime) -> None:
    erased(article, now)
    reasons = [list(row.decisions.values_list("reasons", flat=True)) for row in _theirs(spoken)]
    assert all(reasons)
    assert {"spam", "rejected", "removed", "withdrawn"} >= {row.status for row in _theirs(spoken)}


def _theirs(spoken: Comment) -> list[Comment]:
    spoken.refresh_from_db()
    return list(Comment.objects.filter(commenter=spoken.commenter))


def test_an_erased_comment_is_published_by_nobody(
    spoken: Comment, article: Article, editor: Any, now: datetime
) -> None:
    erased(article, now)
    for row in _theirs(spoken):
        moderate(row, Status.PUBLISHED, editor, now)
    assert Comment.objects.visible().get().body == "An answer."


def test_erasing_twice_is_the_same_as_once(
    spoken: Comment, article: Article, now: datetime
) -> None:
    erased(article, now)
    before = everything_stored()
    erased(article, now + timedelta(hours=1))
    assert everything_stored() == before
    assert not find(ADDRESS, article.site_id)


def test_a_run_that_was_cut_short_is_ended_by_the_next(
    spoken: Comment, article: Article, now: datetime
) -> None:
    found = find(ADDRESS, article.site_id)
    half = type(found)(found.site, [], found.comments[:2], [], [], [])
    erase(half, "command", now)
    erased(article, now)
    assert ADDRESS not in everything_stored()
    assert kept() == counted()


def test_a_wish_for_no_more_mail_outlives_it(
    spoken: Comment, article: Article, now: datetime
) -> None:
    mailboxes.suppress(mails.recipient(ADDRESS), Mailbox.Why.OWNER, now)
    erased(article, now)
    assert mailboxes.suppressed(mails.recipient(ADDRESS)) == "owner"


def test_who_was_banned_stays_banned(spoken: Comment, article: Article, now: datetime) -> None:
    Commenter.objects.filter(email=ADDRESS).update(state=Commenter.State.BANNED)
    erased(article, now)
    banned = Commenter.objects.get(state=Commenter.State.BANNED)
    assert (banned.identity, banned.email, banned.name) == (mails.recipient(ADDRESS), "", "")


def test_another_spelling_is_somebody_else(
    spoken: Comment, article: Article, now: datetime
) -> None:
    other = "ada.canary+news@leaks.example.org"
    row = a_comment(article, name="Other", email=other)
    erased(article, now)
    row.refresh_from_db()
    assert (row.email, row.status) == (other, Status.PUBLISHED)
    assert (row.commenter.email, row.commenter.name) == (other, "Other")
    assert kept() == counted()


def test_every_spelling_goes_where_that_is_asked_for(
    spoken: Comment, article: Article, now: datetime
) -> None:
    a_comment(article, email="ada.canary+news@leaks.example.org")
    erased(article, now, every_spelling=True)
    assert "leaks.example.org" not in everything_stored()


def test_others_are_left_alone(spoken: Comment, article: Article, now: datetime) -> None:
    bob = a_posted(article, now, email="bob@example.org", subscribe="thread")
    erased(article, now)
    bob.refresh_from_db()
    assert (bob.email, bob.status) == ("bob@example.org", Status.PENDING)
    assert Subscription.objects.get().address == "bob@example.org"


def test_it_is_on_record_without_the_address(
    spoken: Comment, article: Article, now: datetime
) -> None:
    erased(article, now)
    row = Erasure.objects.get()
    assert (row.how, row.comments, row.subscriptions, row.created) == ("command", 5, 1, now)


# --- The command ---


def said(*options: str) -> str:
    out = StringIO()
    call_command("erase_person", *options, stdout=out)
    return out.getvalue()


def test_the_command_erases_at_all_sites(spoken: Comment, now: datetime) -> None:
    a_comment(an_article(a_site("weekly"), "story-9"), email=ADDRESS)
    text = said(ADDRESS)
    assert "daily: 5 comments, 1 subscriptions" in text
    assert "weekly: 1 comments" in text
    assert ADDRESS not in everything_stored()


def test_the_command_erases_at_one_site(spoken: Comment, now: datetime) -> None:
    elsewhere = a_comment(an_article(a_site("weekly"), "story-9"), email=ADDRESS)
    said(ADDRESS, "--site", "daily")
    assert list(Comment.objects.filter(email=ADDRESS)) == [elsewhere]


def test_a_dry_run_erases_nothing(spoken: Comment) -> None:
    before = everything_stored()
    assert "daily: 5 comments" in said(ADDRESS, "--dry-run")
    assert everything_stored() == before


def test_an_unknown_address_is_said_to_be_none(spoken: Comment) -> None:
    assert said("nobody@example.org") == "Nothing is kept of this address.\n"


@pytest.mark.parametrize("options", [["no address"], [ADDRESS, "--site", "unknown"]])
def test_what_cannot_be_is_refused(spoken: Comment, options: list[str]) -> None:
    with pytest.raises(CommandError):
        said(*options)


# --- By the link ---


def test_a_promise_names_no_address_and_is_kept_once(
    spoken: Comment, article: Article, clock: Clock, work: Callable[[], int]
) -> None:
    token, _ = links.issue("erase", article.site_id, ADDRESS, clock.now)
    link = links.find("erase", token, clock.now)
    assert link is not None
    assert promise_erasure(link, clock.now)
    assert not promise_erasure(link, clock.now)
    promised = OutboxEvent.objects.get(name="person.erase")
    assert (promised.key, promised.payload) == (str(link.pk), {})
    work()
    assert ADDRESS not in everything_stored()
    keep_promise(link.pk, clock.now)
    assert Erasure.objects.count() == 1


def test_a_link_that_nobody_used_erases_nothing(
    spoken: Comment, article: Article, now: datetime
) -> None:
    links.issue("erase", article.site_id, ADDRESS, now)
    keep_promise(Link.objects.get(purpose="erase").pk, now)
    assert Comment.objects.filter(email=ADDRESS).exists()


# --- Races ---


@pytest.mark.django_db(transaction=True)
def test_a_post_at_the_same_moment_is_whole_or_gone(
    spoken: Comment, article: Article, now: datetime
) -> None:
    def one(number: int) -> Any:
        if number == 0:
            return erased(article, now)
        return a_posted(article, now, email=ADDRESS, name=NAME, body=f"New {number}")

    together(6, one)
    assert kept() == counted()
    for row in Comment.objects.filter(body__startswith="New"):
        assert (row.email, row.commenter.identity) == (ADDRESS, mails.recipient(ADDRESS))
    assert Comment.objects.filter(body__startswith=WORDS).count() == 0
    assert Comment.objects.filter(body="").count() >= 5


@pytest.mark.django_db(transaction=True)
def test_two_erasures_at_once_are_one(spoken: Comment, article: Article, now: datetime) -> None:
    together(3, lambda _: erased(article, now))
    assert kept() == counted()
    assert ADDRESS not in everything_stored()
    assert not Mail.objects.exists()
