"""A hot conversation holds its comments where the site wants that, and lets go when it is calm."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article
from comments.heat import Heat
from comments.models import Comment, HeatChange, Mail, Policy, Report, Thread, ThreadHeat
from comments.notify.moderators import Told, tell_of_heat
from comments.notify.post_office import deliver
from comments.reading.heat import SiteHeat, heat_now
from comments.services.review import review
from comments.services.take_heat import leave_alone, take_heat
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel import outbox
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_posted
from tests.letters import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(article: Article) -> Thread:
    policy_of(article.site_id)
    Policy.objects.update(heat_action="hold")
    return a_comment(article, email="ada@example.org").thread


def reported(thread: Thread, now: datetime, times: int = 5) -> None:
    comment = Comment.objects.filter(thread=thread).latest("id")
    for number in range(times):
        reporter = f"{now.timestamp()}-{number}"
        Report.objects.create(comment=comment, reporter=reporter, reason="abuse", created=now)


def standing(article: Article, now: datetime, **fields: Any) -> str:
    comment = a_posted(article, now, email="ada@example.org", **fields)
    review(comment.pk, now)
    comment.refresh_from_db()
    return comment.status


def test_a_calm_conversation_leaves_no_trace(thread: Thread, now: datetime) -> None:
    assert take_heat(now) == 0
    assert not ThreadHeat.objects.exists()


def test_a_hot_conversation_holds_its_comments(
    thread: Thread, article: Article, now: datetime
) -> None:
    assert standing(article, now) == Status.PUBLISHED
    reported(thread, now)
    take_heat(now)
    assert standing(article, now) == Status.HELD
    change = HeatChange.objects.get(thread=thread)
    assert (change.level, change.reasons, change.holds) == (2, ["reports"], True)
    assert change.figures["reports"] == 5
    assert OutboxEvent.objects.filter(task="comments.tell_of_heat").count() == 1


def test_heat_never_touches_the_mode_that_an_editor_chose(thread: Thread, now: datetime) -> None:
    chosen = thread.mode
    reported(thread, now)
    take_heat(now)
    thread.refresh_from_db()
    assert thread.mode == chosen


def test_it_lets_go_when_it_has_been_calm_for_half_an_hour(
    thread: Thread, article: Article, now: datetime
) -> None:
    reported(thread, now)
    take_heat(now)
    take_heat(now + timedelta(minutes=61))
    assert ThreadHeat.objects.get().holds
    take_heat(now + timedelta(minutes=92))
    assert not ThreadHeat.objects.get().holds
    assert standing(article, now + timedelta(minutes=93)) == Status.PUBLISHED
    assert HeatChange.objects.filter(thread=thread).latest("id").holds is False


def test_a_site_that_does_not_want_it_is_only_told(
    thread: Thread, article: Article, now: datetime
) -> None:
    Policy.objects.update(heat_action="tell")
    reported(thread, now)
    take_heat(now)
    assert standing(article, now) == Status.PUBLISHED
    assert HeatChange.objects.filter(thread=thread, level=2).exists()


def test_an_editor_may_want_it_left_alone(
    thread: Thread, article: Article, editor: Any, now: datetime
) -> None:
    reported(thread, now)
    take_heat(now)
    assert leave_alone(thread.pk, editor, now)
    take_heat(now)
    assert standing(article, now) == Status.PUBLISHED
    assert HeatChange.objects.get(by=editor).reasons == ["left_alone"]


def test_the_same_heat_is_written_down_once(thread: Thread, now: datetime) -> None:
    reported(thread, now)
    take_heat(now)
    take_heat(now + timedelta(minutes=1))
    assert HeatChange.objects.filter(thread=thread).count() == 1


def test_a_site_has_a_heat_of_its_own(thread: Thread, now: datetime) -> None:
    reported(thread, now, 25)
    take_heat(now)
    assert HeatChange.objects.get(thread=None).reasons == ["reports"]


# --- The desk is told ---


@pytest.fixture
def desk(thread: Thread) -> str:
    Policy.objects.update(moderator_mails=["desk@daily.example"])
    return "desk@daily.example"


def told(now: datetime) -> list[Any]:
    """What the events of this moment bring to the letter box."""
    for event in OutboxEvent.objects.filter(task="comments.tell_of_heat", done_at=None):
        tell_of_heat(event.payload["site"], now)
    for waiting in Mail.objects.filter(kind="heat", done_at=None):
        deliver(waiting.pk, now)
    return letters()


def test_heat_is_told_also_where_it_holds_nothing(thread: Thread, desk: str, now: datetime) -> None:
    Policy.objects.update(heat_action="tell")
    reported(thread, now)
    take_heat(now)
    [letter] = told(now)
    assert letter.to == [desk]
    assert "reports" in letter.body
    assert thread.article.title in letter.body
    assert "/panel/" in letter.body


def test_of_heat_nobody_hears_twice_within_the_hour(
    thread: Thread, article: Article, desk: str, now: datetime
) -> None:
    reported(thread, now)
    take_heat(now)
    assert tell_of_heat(article.site_id, now) == Told([desk])
    assert len(told(now)) == 1
    soon, later = now + timedelta(minutes=50), now + timedelta(minutes=61)
    tell_of_heat(article.site_id, soon)
    assert len(told(soon)) == 1
    tell_of_heat(article.site_id, later)
    assert len(told(later)) == 2


def test_what_has_cooled_meanwhile_is_told_to_nobody(
    thread: Thread, desk: str, now: datetime
) -> None:
    reported(thread, now)
    take_heat(now)
    ThreadHeat.objects.update(level=0, holds=False)
    assert told(now) == []


def test_what_runs_hot_can_be_read_worst_first(
    thread: Thread, article: Article, now: datetime
) -> None:
    assert heat_now(article.site_id) == SiteHeat(Heat.CALM, (), ())
    reported(thread, now, 25)
    take_heat(now)
    found = heat_now(article.site_id)
    assert (found.level, found.reasons) == (Heat.HOT, ("reports",))
    [hot] = found.threads
    assert (hot.thread, hot.title, hot.level) == (thread.pk, article.title, Heat.BURNING)
    assert (hot.reasons, hot.holds, hot.since) == (("reports",), True, now)


def test_a_conversation_is_heated_once_and_cooled_once(thread: Thread, now: datetime) -> None:
    recorded: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "record", lambda name, *_, **__: recorded.append(name))
        reported(thread, now)
        for minutes in (0, 1, 61, 62, 92, 93):
            take_heat(now + timedelta(minutes=minutes))
    assert recorded == ["thread.heated", "thread.cooled"]


def test_a_site_is_heated_and_cooled_too(thread: Thread, now: datetime) -> None:
    recorded: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "record", lambda name, *_, **__: recorded.append(name))
        reported(thread, now, 25)
        take_heat(now)
        take_heat(now + timedelta(minutes=62))
    assert [name for name in recorded if name.startswith("site")] == ["site.heated", "site.cooled"]
