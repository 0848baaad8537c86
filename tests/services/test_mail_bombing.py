"""A thousand posts that name one victim, from a thousand addresses: whatever path they take, the
victim gets three mails a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article
from comments.models import Appeal, Comment, Mail, Policy
from comments.notify.author import ask_to_confirm
from comments.notify.corrections import tell_corrected
from comments.notify.followers import tell_followers
from comments.notify.kinds import KINDS
from comments.notify.moderators import tell_moderators
from comments.notify.post_office import round_of
from comments.notify.statement import state_reasons, tell_appellant
from comments.services import follow, links, mailboxes
from comments.services.appeals import appeal
from comments.services.ask_for_data import ask_for_data
from comments.services.ask_for_page import ask_for_page
from comments.services.corrections import Answer, answer, mark, seen_of
from comments.services.moderate import moderate
from comments.services.submit import Accepted
from comments.services.threads import policy_of
from comments.states import Status
from tests.factories import a_post, a_posted
from tests.letters import letters

pytestmark = pytest.mark.django_db
POSTS = 1000
VICTIM = "victim@example.org"
SPELLINGS = ("victim@example.org", "Victim@Example.org", "victim+{n}@example.org")


def address(number: int) -> str:
    """One of a thousand networks."""
    return f"2001:db8:{number:x}::1"


def spelled(number: int) -> str:
    return SPELLINGS[number % 3].format(n=number)


def a_day_passes(now: datetime) -> None:
    """The post office opens every minute that matters: each ten minutes, for a day."""
    for step in range(144):
        round_of(now + timedelta(minutes=10 * step))


def got() -> int:
    """Mails to the victim, in whatever spelling."""
    return sum("victim" in letter.to[0].lower() for letter in letters())


def posts(article: Article, now: datetime, **fields: Any) -> list[Comment]:
    found = []
    for number in range(POSTS):
        email = spelled(number)
        outcome = a_post(article, now, email=email, ip=address(number), **fields)
        if isinstance(outcome, Accepted):
            found.append(outcome.comment)
    assert len(found) == POSTS
    return found


def unconfirmed(article: Article, editor: Any, now: datetime) -> None:
    Policy.objects.update(confirm_email="first")
    for comment in posts(article, now):
        ask_to_confirm(comment.pk, now)


def doubtful(article: Article, editor: Any, now: datetime) -> None:
    Policy.objects.update(confirm_email="doubtful")
    for comment in posts(article, now):
        Comment.objects.filter(pk=comment.pk).update(status=Status.UNCONFIRMED)
        ask_to_confirm(comment.pk, now)


def asked_to_follow(article: Article, editor: Any, now: datetime) -> None:
    for kind in ("replies", "thread"):
        for comment in posts(article, now, subscribe=kind)[: POSTS // 4]:
            moderate(comment, Status.PUBLISHED, editor, now)
            tell_followers(comment.pk, now)


def replied_to(article: Article, editor: Any, now: datetime) -> None:
    """The victim follows, and everybody replies."""
    mine = a_posted(article, now, email=VICTIM, subscribe="replies")
    moderate(mine, Status.PUBLISHED, editor, now)
    follow.activate(mine, now)
    flood(article, editor, now, parent=mine.pk)


def thread_followed(article: Article, editor: Any, now: datetime) -> None:
    mine = a_posted(article, now, email=VICTIM, subscribe="thread")
    follow.activate(mine, now)
    flood(article, editor, now)


def flood(article: Article, editor: Any, now: datetime, **fields: Any) -> None:
    for number in range(POSTS // 4):
        email, ip = f"crowd{number}@example.org", address(number)
        comment = a_posted(article, now, email=email, ip=ip, **fields)
        moderate(comment, Status.PUBLISHED, editor, now)
        tell_followers(comment.pk, now)


def own_page(article: Article, editor: Any, now: datetime) -> None:
    a_posted(article, now, email=VICTIM)
    for number in range(POSTS):
        moment = now + timedelta(seconds=80 * number)
        ask_for_page(article.site_id, spelled(number), "en", address(number), moment)
        if number % 8 == 0:
            round_of(moment)


def my_data(kind: str) -> Callable[[Article, Any, datetime], None]:
    """Somebody who has the open page in their hands, and asks and asks."""

    def path(article: Article, editor: Any, now: datetime) -> None:
        a_posted(article, now, email=VICTIM)
        later = now + timedelta(days=9)
        token, _ = links.issue("page", article.site_id, VICTIM, now, expires=later)
        page = links.find("page", token, now)
        assert page is not None
        for number in range(POSTS):
            moment = now + timedelta(seconds=80 * number)
            ask_for_data(kind, page, "en", address(number), moment)

    return path


def refused_by_a_person(article: Article, editor: Any, now: datetime) -> None:
    """A person refuses what the crowd wrote in the victim's name."""
    for comment in posts(article, now)[: POSTS // 4]:
        moderate(comment, Status.REJECTED, editor, now)
        state_reasons(comment.pk, now)


def appeals_answered(article: Article, editor: Any, now: datetime) -> None:
    """And each appeal of theirs is answered, as if the address were proven."""
    for number, comment in enumerate(posts(article, now)[: POSTS // 8]):
        moderate(comment, Status.REJECTED, editor, now)
        comment = Comment.objects.get(pk=comment.pk)
        appeal(comment, "Why?", policy_of(article.site_id), address(number), now)
        found = Appeal.objects.filter(comment=comment).first()
        if found is not None:
            Appeal.objects.filter(pk=found.pk).update(state="granted", closed=now, proven=True)
            tell_appellant(found.pk, now)


def corrections_answered(article: Article, editor: Any, now: datetime) -> None:
    """An editor answers what the crowd told of the article, as if the address were proven."""
    for comment in posts(article, now)[: POSTS // 4]:
        Comment.objects.filter(pk=comment.pk).update(confirmed_at=now)
        row = mark(Comment.objects.get(pk=comment.pk), "error", "", editor, now)
        assert row is not None
        assert answer(row, seen_of(row), Answer("Thank you.", "mail"), editor, now) is None
        tell_corrected(row.pk, now)


PATHS: dict[str, Callable[[Article, Any, datetime], None]] = {
    "confirm": unconfirmed,
    "confirm in doubt": doubtful,
    "follow": asked_to_follow,
    "reply": replied_to,
    "reply in a thread": thread_followed,
    "me": own_page,
    "export": my_data("export"),
    "erase": my_data("erase"),
    "refused": refused_by_a_person,
    "answered": appeals_answered,
    "corrected": corrections_answered,
}


@pytest.fixture
def site(site: Any) -> Any:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(
        posts_per_minute=10_000, posts_per_minute_each=10_000, mails_per_hour=10_000
    )
    return site


def test_every_path_to_readers_is_tried_here() -> None:
    tried = {path.split()[0] for path in PATHS}
    assert tried == {name for name, kind in KINDS.items() if kind.group != "desk"}


@pytest.mark.parametrize("path", PATHS)
def test_a_thousand_posts_are_three_mails(
    article: Article, editor: Any, now: datetime, path: str
) -> None:
    PATHS[path](article, editor, now)
    a_day_passes(now)
    assert 1 <= got() <= 3


def test_all_paths_together_are_three_mails(article: Article, editor: Any, now: datetime) -> None:
    a_posted(article, now, email=VICTIM, subscribe="thread")
    follow.activate(Comment.objects.get(), now)
    Policy.objects.update(confirm_email="first")
    for number in range(60):
        email, ip = spelled(number), address(number)
        comment = a_posted(article, now, email=email, ip=ip, subscribe="replies")
        ask_to_confirm(comment.pk, now)
        if number % 2:
            moderate(comment, Status.PUBLISHED, editor, now)
            tell_followers(comment.pk, now)
        ask_for_page(article.site_id, email, "en", ip, now)
    a_day_passes(now)
    assert 1 <= got() <= 3


def test_the_days_after_bring_three_each_and_no_more(article: Article, now: datetime) -> None:
    Policy.objects.update(confirm_email="first")
    for number in range(100):
        comment = a_posted(article, now, email=spelled(number), ip=address(number))
        ask_to_confirm(comment.pk, now)
    for day in range(4):
        a_day_passes(now + timedelta(days=day))
    assert got() <= 6  # after two days the comments are rejected, and nothing is left to ask


def test_not_my_doing_stops_the_rest(article: Article, now: datetime) -> None:
    Policy.objects.update(confirm_email="first")
    for number in range(50):
        comment = a_posted(article, now, email=spelled(number), ip=address(number))
        ask_to_confirm(comment.pk, now)
    round_of(now)
    mailboxes.suppress(comment.commenter.identity, "owner", now)  # type: ignore[arg-type]
    a_day_passes(now + timedelta(minutes=10))
    assert got() == 1
    assert not Mail.objects.filter(state="waiting").exists()


def test_a_flood_of_held_comments_is_no_flood_at_the_desk(article: Article, now: datetime) -> None:
    """The desk's addresses are the newsroom's own: no stranger can name one. Still: caps."""
    Policy.objects.update(moderator_mails=["desk@example.org"])
    for number in range(POSTS):
        comment = a_posted(article, now, email=f"crowd{number}@example.org", ip=address(number))
        Comment.objects.filter(pk=comment.pk).update(status=Status.HELD, decided_at=now)
        tell_moderators(comment.pk, now)
    a_day_passes(now)
    assert 20 <= len(letters("desk@example.org")) <= 60
