"""A hot conversation becomes stricter where the site wants that, and looser when it is calm."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from articles.models import Article, Section
from comments.heat import Heat
from comments.models import (
    Comment,
    Commenter,
    HeatChange,
    Mail,
    Policy,
    Report,
    SectionHeat,
    Thread,
    ThreadHeat,
)
from comments.notify.moderators import Told, tell_of_heat
from comments.notify.post_office import deliver
from comments.reading.heat import SiteHeat, heat_now
from comments.services import take_heat as take_heat_module
from comments.services.review import review
from comments.services.steer_thread import steer_thread
from comments.services.take_heat import leave_alone, take_heat
from comments.services.threads import mode_in, policy_of
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


def minutes(now: datetime, *many: int) -> None:
    for each in many:
        take_heat(now + timedelta(minutes=each))


def mode_of(article: Article, now: datetime) -> str:
    """What readers are told."""
    return mode_in(Thread.objects.get(article=article), policy_of(article.site_id), now)


def test_a_hot_conversation_becomes_slow(thread: Thread, article: Article, now: datetime) -> None:
    reported(thread, now)
    take_heat(now)
    assert mode_of(article, now) == "slow"
    change = HeatChange.objects.get(thread=thread)
    assert (change.level, change.reasons, change.mode) == (2, ["reports"], "slow")
    assert change.figures["reports"] == 5
    assert OutboxEvent.objects.filter(name="thread.heated").exists()


def test_one_that_burns_holds_its_comments_but_not_those_of_the_trusted(
    thread: Thread, article: Article, now: datetime
) -> None:
    assert standing(article, now) == Status.PUBLISHED
    reported(thread, now, 10)
    take_heat(now)
    assert mode_of(article, now) == "held"
    assert standing(article, now) == Status.HELD
    Commenter.objects.update(state="trusted")
    assert standing(article, now) == Status.PUBLISHED


def test_a_step_more_when_it_stays_hot_and_closed_only_where_the_site_wants_that(
    thread: Thread, article: Article, now: datetime
) -> None:
    reported(thread, now, 10)
    minutes(now, 0, 5, 11, 30)
    assert mode_of(article, now) == "held"
    Policy.objects.update(heat_action="close")
    with patch.object(outbox, "record") as recorded:
        minutes(now, 31)
    assert mode_of(article, now) == "closed"
    names = [call.args[0] for call in recorded.call_args_list]
    assert names == ["thread.moved", "thread.closed"]


def test_it_goes_back_a_step_at_a_time_with_nobody_writing_any_more(
    thread: Thread, article: Article, now: datetime
) -> None:
    Policy.objects.update(heat_action="close")
    reported(thread, now, 10)
    minutes(now, 0, 11)
    assert mode_of(article, now) == "closed"
    seen = {}
    for minute in range(60, 150):
        minutes(now, minute)
        seen.setdefault(mode_of(article, now), minute)
    assert seen == {"closed": 60, "held": 91, "slow": 106, "open": 121}
    assert [row.mode for row in HeatChange.objects.filter(thread=thread).order_by("id")] == [
        "held", "closed", "closed", "held", "slow", "",
    ]  # fmt: skip


def test_readers_are_given_new_bytes_with_every_step(
    thread: Thread, article: Article, now: datetime
) -> None:
    before = Thread.objects.get().version
    reported(thread, now)
    take_heat(now)
    assert Thread.objects.get().version == before + 1
    take_heat(now + timedelta(minutes=1))
    assert Thread.objects.get().version == before + 1


@pytest.mark.parametrize("mode", ["open", "held", "readonly"])
def test_an_editors_word_on_the_thread_stands_above_heat(
    thread: Thread, article: Article, now: datetime, mode: str
) -> None:
    reported(thread, now, 10)
    take_heat(now)
    steer_thread(thread, mode=mode, closes_at=None, note="", now=now)
    assert mode_of(article, now) == mode
    minutes(now, 1, 20)
    thread.refresh_from_db()
    assert (thread.mode, thread.heat_mode) == (mode, "")


@pytest.mark.parametrize(
    ("said", "shown"),
    [("open", "held"), ("slow", "held"), ("members", "members"), ("readonly", "readonly"),
     ("off", "off")],
)  # fmt: skip
def test_heat_never_makes_a_mode_looser(
    thread: Thread, article: Article, now: datetime, said: str, shown: str
) -> None:
    Policy.objects.update(mode=said)
    reported(thread, now, 10)
    take_heat(now)
    assert mode_of(article, now) == shown


def test_a_section_has_limits_of_its_own_and_the_one_above_fills_in(
    thread: Thread, article: Article, now: datetime
) -> None:
    site = article.site
    above = Section.objects.create(site=site, slug="sport", name="Sport")
    section = Section.objects.create(site=site, slug="sport/ball", name="Ball", parent=above)
    Article.objects.update(section=section)
    SectionHeat.objects.create(section=above, heat_reports=50, heat_action="slow")
    SectionHeat.objects.create(section=section, heat_reports=3)
    reported(thread, now, 4)
    take_heat(now)
    assert (HeatChange.objects.get(thread=thread).level, mode_of(article, now)) == (2, "slow")
    reported(thread, now + timedelta(seconds=1), 4)
    minutes(now, 1, 12)
    assert (ThreadHeat.objects.get().level, mode_of(article, now)) == (3, "slow")


def test_two_measurements_at_one_moment_are_one(thread: Thread, now: datetime) -> None:
    reported(thread, now)
    take_heat(now)
    read = take_heat_module._measured(thread.pk)
    assert read is not None
    reported(thread, now + timedelta(seconds=1))
    minutes(now, 1)
    with patch.object(take_heat_module, "_measured", return_value=read):
        minutes(now, 1)
    assert HeatChange.objects.filter(thread=thread).count() == 2


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
    ThreadHeat.objects.update(level=0)
    Thread.objects.update(heat_mode="")
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
    assert (hot.reasons, hot.mode, hot.since) == (("reports",), "held", now)


def test_a_conversation_is_heated_once_and_cooled_once(thread: Thread, now: datetime) -> None:
    recorded: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "record", lambda name, *_, **__: recorded.append(name))
        reported(thread, now)
        for minutes in (0, 1, 61, 62, 92, 93):
            take_heat(now + timedelta(minutes=minutes))
    assert [name for name in recorded if name != "thread.moved"] == [
        "thread.heated", "thread.cooled",
    ]  # fmt: skip
    assert recorded.count("thread.moved") == 2


def test_a_site_is_heated_and_cooled_too(thread: Thread, now: datetime) -> None:
    recorded: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "record", lambda name, *_, **__: recorded.append(name))
        reported(thread, now, 25)
        take_heat(now)
        take_heat(now + timedelta(minutes=62))
    assert [name for name in recorded if name.startswith("site")] == ["site.heated", "site.cooled"]
