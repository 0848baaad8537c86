"""What time ends, it ends: told by what a table holds before and after."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from articles.models import Article
from comments.models import (
    Comment,
    Commenter,
    Evidence,
    Mail,
    Policy,
    RepeatMark,
    Report,
    Revision,
    Subscription,
    Vote,
)
from comments.models.comment import Traces
from comments.services import follow, mails
from comments.services import sweep as module
from comments.services.apply import Illegal, Stale
from comments.services.moderate import moderate
from comments.services.report import report
from comments.services.sweep import sweep
from comments.services.threads import policy_of
from comments.services.vote import vote
from comments.states import Status
from newsroom.celery import app
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_posted
from tests.recount import counted, kept

pytestmark = pytest.mark.django_db

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PLACE = "192.0.2.77"


@pytest.fixture
def posted(article: Article, now: datetime) -> Comment:
    return a_posted(article, now, ip=PLACE, user_agent=AGENT)


def traces_after(now: datetime, **time: float) -> tuple[str | None, str]:
    sweep(now + timedelta(**time))
    row = Comment.objects.get()
    return row.ip, row.user_agent


# --- Where it came from ---


def test_for_seven_days_an_address_is_whole(posted: Comment, now: datetime) -> None:
    assert traces_after(now, days=6.9) == (PLACE, AGENT)


def test_after_seven_days_it_is_shortened(posted: Comment, now: datetime) -> None:
    assert traces_after(now, days=7.1) == ("192.0.2.0", "Firefox")


def test_after_thirty_days_it_is_gone(posted: Comment, now: datetime) -> None:
    sweep(now + timedelta(days=8))
    assert traces_after(now, days=30.1) == (None, "")
    assert Comment.objects.get().traces == Traces.GONE


def test_a_sweep_that_was_away_for_a_month_still_ends_both(posted: Comment, now: datetime) -> None:
    assert traces_after(now, days=31) == (None, "")


def test_a_site_may_want_it_sooner(posted: Comment, now: datetime) -> None:
    Policy.objects.update(ip_full_days=0, ip_days=1)
    assert traces_after(now, days=0.1) == ("192.0.2.0", "Firefox")
    assert traces_after(now, days=1.1) == (None, "")


def test_many_are_swept_in_batches(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    for _ in range(5):
        a_posted(article, now, ip=PLACE)
    sweep(now + timedelta(days=31))
    assert not Comment.objects.exclude(ip=None).exists()


# --- Spam and what was refused ---


def test_spam_is_deleted_with_its_author(article: Article, editor: Any, now: datetime) -> None:
    a_comment(article)
    moderate(a_comment(article, email="spam@example.org"), Status.SPAM, editor, now)
    sweep(now + timedelta(days=29))
    assert Comment.objects.filter(status=Status.SPAM).exists()
    sweep(now + timedelta(days=31))
    assert not Comment.objects.filter(status=Status.SPAM).exists()
    assert not Commenter.objects.filter(email="spam@example.org").exists()
    assert kept() == counted()


def test_who_is_banned_stays_banned_as_a_hash_alone(
    article: Article, editor: Any, now: datetime
) -> None:
    moderate(a_comment(article, email="spam@example.org"), Status.SPAM, editor, now)
    Commenter.objects.update(state=Commenter.State.BANNED)
    sweep(now + timedelta(days=31))
    row = Commenter.objects.get()
    assert (row.email, row.name, row.state) == ("", "", "banned")
    assert row.identity == mails.recipient("spam@example.org")


def test_spam_that_was_answered_keeps_its_place_and_nothing_else(
    article: Article, editor: Any, now: datetime
) -> None:
    top = a_comment(article, body="Buy this", name="Shop", email="spam@example.org")
    a_comment(article, parent=top)
    moderate(top, Status.SPAM, editor, now)
    sweep(now + timedelta(days=31))
    top.refresh_from_db()
    assert (top.body, top.html, top.name, top.email, top.listed) == ("", "", "", "", True)
    assert kept() == counted()


@pytest.mark.parametrize("status", [Status.REJECTED, Status.REMOVED])
def test_a_refused_comment_is_emptied_after_a_year(
    article: Article, editor: Any, now: datetime, status: Status
) -> None:
    row = a_comment(article, name="Ada")
    vote(row, "voter", 1, now)
    report(row, "reporter", "abuse", "this is about Ada", now)
    Revision.objects.create(comment=row, number=1, body="Said before", created=now)
    RepeatMark.objects.create(comment=row, kind=1, mark=77, created=now)
    moderate(row, status, editor, now, note="Ada again")
    sweep(now + timedelta(days=366))
    row.refresh_from_db()
    assert (row.name, row.body, row.email, row.votes, row.status) == ("", "", "", 0, status)
    assert not any(model.objects.exists() for model in (Revision, Report, RepeatMark, Vote))
    decision = row.decisions.first()
    assert decision is not None
    assert (decision.note, decision.reasons) == ("", ["against_the_rules"])
    assert kept() == counted()


def test_what_readers_see_is_left_alone(article: Article, now: datetime) -> None:
    row = a_comment(article)
    sweep(now + timedelta(days=4000))
    row.refresh_from_db()
    assert row.body
    assert row.email


def test_an_emptied_comment_is_published_by_nobody(
    article: Article, editor: Any, now: datetime
) -> None:
    seen_before = a_comment(article)
    moderate(seen_before, Status.REMOVED, editor, now)
    sweep(now + timedelta(days=366))
    outcome = moderate(seen_before, Status.PUBLISHED, editor, now)
    assert isinstance(outcome, Stale | Illegal)
    assert Comment.objects.get().status == Status.REMOVED


def test_a_decision_taken_back_meanwhile_saves_a_comment(
    article: Article, editor: Any, now: datetime
) -> None:
    row = a_comment(article)
    moderate(row, Status.SPAM, editor, now)
    moderate(row, Status.PUBLISHED, editor, now)
    assert not module._end(row.pk, now, delete=True)
    assert Comment.objects.get().body


# --- Voices, reports, evidence ---


def test_a_voice_counts_on_and_is_nobodys(article: Article, now: datetime) -> None:
    row = a_comment(article)
    vote(row, "a-hash", 1, now)
    report(row, "a-hash", "abuse", "note", now)
    sweep(now + timedelta(days=181))
    assert Vote.objects.get().voter.startswith("nobody ")
    assert Report.objects.get().reporter.startswith("nobody ")
    assert kept() == counted()
    assert sweep(now + timedelta(days=182))["voices"] == 0


def test_a_reports_words_go_after_a_year(article: Article, now: datetime) -> None:
    report(a_comment(article), "a-hash", "abuse", "note", now)
    sweep(now + timedelta(days=366))
    assert Report.objects.get().note == ""


def test_what_checks_answered_goes_after_half_a_year(
    posted: Comment, now: datetime, work: Callable[[], int]
) -> None:
    Evidence.objects.create(comment=posted, revision=9, scorer="x", state="ok", created=now)
    sweep(now + timedelta(days=181))
    assert not Evidence.objects.exists()


# --- Mail, subscriptions, the rest ---


def test_the_address_of_a_dead_mail_goes_after_two_weeks(article: Article, now: datetime) -> None:
    mails.post(mails.Wanted("me", article.site_id, "ada@example.org"), now)
    mails.kill(Mail.objects.all(), "no route", now)
    sweep(now + timedelta(days=13))
    assert Mail.objects.get().address == "ada@example.org"
    sweep(now + timedelta(days=15))
    assert Mail.objects.get().address == ""


def test_a_subscription_that_nobody_confirmed_is_deleted(article: Article, now: datetime) -> None:
    a_posted(article, now, subscribe="thread")
    sweep(now + timedelta(days=31))
    assert not Subscription.objects.exists()


def test_of_an_ended_subscription_the_record_stays_for_three_years(
    article: Article, now: datetime
) -> None:
    a_posted(article, now, subscribe="thread")
    follow.end(Subscription.objects.get().pk, "one_click", now)
    sweep(now + timedelta(days=31))
    row = Subscription.objects.get()
    assert (row.address, row.consent_text) == ("", follow.CONSENT_TEXT)
    sweep(now + timedelta(days=3 * 366))
    assert not Subscription.objects.exists()


def test_an_active_subscription_is_kept(article: Article, now: datetime) -> None:
    a_posted(article, now, subscribe="thread")
    Subscription.objects.update(state="active")
    sweep(now + timedelta(days=4000))
    assert Subscription.objects.get().address


def test_the_admins_log_is_kept_for_a_year(editor: Any, article: Article, now: datetime) -> None:
    kind = ContentType.objects.get_for_model(Comment)
    entry = LogEntry.objects.create(
        user=editor, content_type=kind, object_id="1", object_repr="Ada: hello", action_flag=CHANGE
    )
    LogEntry.objects.filter(pk=entry.pk).update(action_time=now)
    sweep(now + timedelta(days=364))
    assert LogEntry.objects.exists()
    sweep(now + timedelta(days=366))
    assert not LogEntry.objects.exists()


def test_dead_tasks_are_forgotten_after_a_season(article: Article, now: datetime) -> None:
    OutboxEvent.objects.update(dead=True, created=now)
    assert sweep(now + timedelta(days=89))["dead_tasks"] == 0
    assert sweep(now + timedelta(days=91))["dead_tasks"] > 0


def test_the_sweep_runs_every_hour() -> None:
    entry = app.conf.beat_schedule["sweep-retention"]
    assert (entry["task"], entry["schedule"]) == ("comments.sweep_retention", 3600.0)
    assert "comments.sweep_retention" in app.tasks


def test_a_site_cannot_keep_an_address_longer_than_the_table_says(article: Article) -> None:
    from comments.services.settings import change
    from newsroom.kernel.fields import FieldError

    with pytest.raises(FieldError):
        change(policy_of(article.site_id), {"ip_days": "31"})
    with pytest.raises(FieldError):
        change(policy_of(article.site_id), {"ip_full_days": "8"})
