"""A hot conversation holds its comments where the site wants that, and lets go when it is calm."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, HeatChange, Policy, Report, Thread, ThreadHeat
from comments.services.review import review
from comments.services.take_heat import leave_alone, take_heat
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_posted

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
    assert OutboxEvent.objects.filter(name="thread.heated").count() <= 1


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
