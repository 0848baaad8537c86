"""What waits to be judged is never forgotten, and somebody hears of it."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from comments.models import Comment, Decision
from comments.reading.ailments import late_reviews, learned_scores
from comments.services.judge_anew import judge_anew
from comments.services.moderate import moderate
from comments.services.policies import save_policy
from comments.services.review import review
from comments.services.take_up import TakenUp, take_up
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel import relay
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_posted

pytestmark = pytest.mark.django_db

SOON, LATER, LATE = (timedelta(minutes=minutes) for minutes in (1, 3, 11))


@pytest.fixture
def waiting(article: Article, now: datetime) -> Comment:
    return a_posted(article, now)


def reviews() -> Any:
    return OutboxEvent.objects.filter(task="comments.review", done_at=None)


def test_a_comment_whose_promise_is_lost_is_promised_again(waiting: Comment, now: datetime) -> None:
    reviews().delete()
    assert take_up(now + LATER) == TakenUp(promised=1, held=0)
    assert reviews().get().key == str(waiting.pk)


def test_it_is_promised_once(waiting: Comment, now: datetime) -> None:
    reviews().delete()
    take_up(now + LATER)
    assert take_up(now + LATER) == TakenUp(0, 0)


def test_what_came_just_now_is_left_alone(waiting: Comment, now: datetime) -> None:
    reviews().delete()
    assert take_up(now + SOON) == TakenUp(0, 0)


def test_what_a_worker_died_with_is_handed_on_again(waiting: Comment, now: datetime) -> None:
    sent: list[tuple[int, str]] = []
    for after in (SOON, LATER):
        relay.sweep(lambda pk, lane: sent.append((pk, lane)), now + after)
    assert [one for one in sent if one[1] == "judge"] == [(reviews().get().pk, "judge")] * 2


def test_a_comment_that_broke_every_review_waits_for_a_person(
    waiting: Comment, now: datetime
) -> None:
    reviews().update(dead=True, tries=5)
    assert take_up(now + LATER) == TakenUp(promised=0, held=1)
    decision = Decision.objects.latest("id")
    assert (decision.after, decision.reasons) == (Status.HELD, ["review_failed"])


def test_a_comment_that_was_edited_since_is_not_judged_by_its_dead_promise(
    waiting: Comment, now: datetime
) -> None:
    reviews().update(dead=True, tries=5)
    OutboxEvent.objects.create(
        name="comment.edited", task="comments.review", lane="judge", key=str(waiting.pk),
        created=now, due=now,
    )  # fmt: skip
    assert take_up(now + LATER) == TakenUp(0, 0)


def test_a_check_that_will_be_asked_again_is_no_lost_promise(
    waiting: Comment, now: datetime
) -> None:
    reviews().update(name="comment.unanswered", due=now + LATE)
    assert take_up(now + LATER) == TakenUp(0, 0)


def test_after_ten_minutes_somebody_hears_of_it(waiting: Comment, now: datetime) -> None:
    assert list(late_reviews(now + LATER)) == []
    assert "1 comments have waited" in next(iter(late_reviews(now + LATE)))


def test_a_prober_hears_of_it_and_still_sends_readers(
    waiting: Comment, client: Client, now: datetime
) -> None:
    Comment.objects.update(created_at=now - timedelta(days=365))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.content.decode().startswith("ok\nalarm: 1 comments have waited")


def test_a_quiet_house_is_just_ok(client: Client) -> None:
    assert client.get("/readyz").content == b"ok\n"


def test_the_desk_hears_of_it(waiting: Comment, admin_client: Client, now: datetime) -> None:
    Comment.objects.update(created_at=now - timedelta(days=365))
    assert b"have waited over 10 minutes" in admin_client.get("/admin/comments/comment/").content


def test_the_doctor_says_so(waiting: Comment, now: datetime) -> None:
    Comment.objects.update(created_at=now - timedelta(days=365))
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=said)
    assert "have waited over 10 minutes" in said.getvalue()


def test_all_models_well_is_no_ailment(article: Article, now: datetime) -> None:
    assert list(learned_scores(now)) == []


# --- Backlogs ---


def test_a_fresh_comment_does_not_stand_behind_a_backlog(article: Article, now: datetime) -> None:
    rows = [
        OutboxEvent(
            name="comment.rejudge", task="comments.rejudge", lane="backlog", key=str(number),
            created=now - LATE, due=now - LATE,
        )
        for number in range(500)
    ]  # fmt: skip
    OutboxEvent.objects.bulk_create(rows)
    a_posted(article, now)
    lanes: list[str] = []
    relay.sweep(lambda pk, lane: lanes.append(lane), now)
    assert lanes.count("judge") == 1 and lanes.count("backlog") == relay.IN_FLIGHT


def test_a_change_of_policy_can_be_brought_to_what_waits(
    article: Article, waiting: Comment, now: datetime
) -> None:
    review(waiting.pk, now)
    policy = policy_of(article.site_id)
    policy.premoderation = "none"
    save_policy(policy)
    assert judge_anew(article.site_id, now) == 1
    review(waiting.pk, now)
    waiting.refresh_from_db()
    assert waiting.status == Status.PUBLISHED


def test_what_is_judged_anew_waits_in_a_lane_of_its_own(
    article: Article, waiting: Comment, now: datetime
) -> None:
    review(waiting.pk, now)
    judge_anew(article.site_id, now)
    assert OutboxEvent.objects.get(name="comment.rejudge").lane == "backlog"


def test_what_a_person_holds_stays_with_them(
    article: Article, editor: Any, waiting: Comment, now: datetime
) -> None:
    review(waiting.pk, now)
    waiting.refresh_from_db()
    moderate(waiting, Status.REJECTED, editor, now)
    waiting.refresh_from_db()
    moderate(waiting, Status.HELD, editor, now)
    assert judge_anew(article.site_id, now) == 0


def test_the_command_says_how_many(
    article: Article, waiting: Comment, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    review(waiting.pk, now)
    a_comment(article)
    call_command("judge_anew", article.site.key)
    assert "1 comments are judged anew" in capsys.readouterr().out
