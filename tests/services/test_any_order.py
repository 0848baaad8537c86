"""Everything that can happen to comments, in any order: whatever comes after whatever, no comment
stands where it may not, and nothing is said to readers that was not decided."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from comments.evidence import lists
from comments.models import Comment, Decision, Mail, Policy, Thread
from comments.receipts import receipt_issue
from comments.services import keys, links
from comments.services.confirm import PURPOSE, confirm, deny
from comments.services.erase import erase, find
from comments.services.expire import expire_unconfirmed
from comments.services.mailboxes import REMEMBERED
from comments.services.moderate import moderate
from comments.services.review import review
from comments.services.rule_sets import save_rules
from comments.services.threads import policy_of
from comments.services.undo import undo
from comments.states import Status, legal
from newsroom.kernel.connections import client
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_post, a_site, an_article
from tests.recount import counted, kept

pytestmark = pytest.mark.django_db

REFUSED = {Status.REJECTED, Status.SPAM, Status.REMOVED}
PEOPLE = ("ada@example.org", "bob@example.org", "cleo@example.org")
DAILY, BETWEEN = 3, timedelta(minutes=10)
words = st.sampled_from(["plain", "mild", "https://a.example https://b.example", "casino"])
voices = (
    st.tuples(
        st.just("vote"), st.fixed_dictionaries({"value": st.sampled_from(["up", "down", "none"])})
    )
    | st.tuples(
        st.just("react"), st.fixed_dictionaries({"kind": st.just("👍"), "on": st.booleans()})
    )
    | st.tuples(
        st.just("report"), st.fixed_dictionaries({"reason": st.sampled_from(["spam", "abuse"])})
    )
)
browsers = st.sampled_from([f"guest-token-of-browser-{n}" for n in range(3)])
comments = Bundle("comments")


class Conversation(RuleBasedStateMachine):
    """One article, three readers, an editor, and time that passes."""

    def __init__(self, clock: Clock, editor: Any, work: Callable[[], int]) -> None:
        super().__init__()
        self.clock, self.editor, self.work = clock, editor, work
        self.number = 0
        self.letters: list[tuple[str, datetime]] = []
        self.undoing = transaction.atomic()
        self.undoing.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undoing.__exit__(None, None, None)

    @initialize(
        asks=st.sampled_from(["never", "first", "always", "doubtful"]),
        waits=st.sampled_from(["none", "unverified", "first", "all"]),
    )
    def begin(self, asks: str, waits: str) -> None:
        self.clock.now = NOON
        cache.clear()
        client().flushdb()
        mail.outbox.clear()
        self.article = an_article(a_site("any"), "story-1")
        policy_of(self.article.site_id)
        lists.matcher.cache_clear()
        save_rules(self.article.site_id, "spam: casino", NOON, seen=0)
        self.set(confirm_email=asks, premoderation=waits, reactions=["👍"])

    def set(self, **values: Any) -> None:
        Policy.objects.update(posts_per_minute=1000, posts_per_minute_each=1000, **values)

    # --- What readers do ---

    @rule(
        target=comments,
        who=st.sampled_from(PEOPLE),
        text=words,
        follow=st.sampled_from(["none", "replies", "thread"]),
    )
    def post(self, who: str, text: str, follow: str) -> int:
        return self.said_now(who, text, None, follow)

    @rule(target=comments, parent=comments, who=st.sampled_from(PEOPLE))
    def reply(self, parent: int, who: str) -> int:
        shown = Comment.objects.filter(pk=parent, status=Status.PUBLISHED).exists()
        return self.said_now(who, "plain", parent if shown else None, "none")

    def said_now(self, who: str, text: str, parent: int | None, follow: str) -> int:
        self.number += 1
        body = f"mark{self.number:04}end {text}"
        outcome = a_post(
            self.article, self.clock.now, email=who, body=body, parent=parent, subscribe=follow
        )
        comment: Comment = outcome.comment  # type: ignore[union-attr]
        return comment.pk

    @rule(comment=comments, text=words)
    def edit(self, comment: int, text: str) -> None:
        self.number += 1
        body = f"mark{self.number:04}end {text}"
        answer = self.own("PATCH", comment, {"body": body})
        assert answer.status_code in (200, 403, 409), answer.content

    @rule(comment=comments)
    def withdraw(self, comment: int) -> None:
        assert self.own("DELETE", comment, "").status_code in (204, 409)

    @rule(comment=comments, yes=st.booleans())
    def answer_the_mail(self, comment: int, yes: bool) -> None:
        row = self.row(comment)
        now = self.clock.now
        token, _ = links.issue(PURPOSE, self.article.site_id, row.email, now, comment=row)
        link = links.find(PURPOSE, token, now)
        assert link is not None
        if yes:
            confirm(link, row.revision, now, following=True)
        else:
            deny(link, now, stop=False)

    @rule(comment=comments, voice=voices, browser=browsers)
    def vote_react_or_report(
        self, comment: int, voice: tuple[str, dict[str, str]], browser: str
    ) -> None:
        verb, data = voice[0], {**voice[1], "guest": browser}
        shown = Comment.objects.visible().filter(pk=comment).exists()
        answer = self.send("POST", f"/api/v1/comments/{comment}/{verb}", data)
        assert (answer.status_code in (200, 202, 204)) == shown, answer.content

    # --- What the newsroom does ---

    @rule()
    def everything_promised_is_done(self) -> None:
        self.work()
        self.letters += [(one.to[0], self.clock.now) for one in mail.outbox]
        mail.outbox.clear()

    @rule(comment=comments)
    def judge(self, comment: int) -> None:
        review(comment, self.clock.now)

    @rule(comment=comments, to=st.sampled_from(sorted({*REFUSED, Status.PUBLISHED, Status.HELD})))
    def moderate(self, comment: int, to: Status) -> None:
        moderate(self.row(comment), Status(to), self.editor, self.clock.now)

    @rule(comment=comments)
    def put_back_where_it_was(self, comment: int) -> None:
        row = self.row(comment)
        last = row.decisions.order_by("-id").first()
        if last is not None:
            moderate(row, Status(last.before), self.editor, self.clock.now, reason="changed_mind")

    @rule(comment=comments)
    def undo_at_once(self, comment: int) -> None:
        last = self.row(comment).decisions.order_by("-id").first()
        if last is not None:
            undo(last, self.editor, self.clock.now)

    @rule(who=st.sampled_from(PEOPLE))
    def erase(self, who: str) -> None:
        erase(find(who, self.article.site_id), "tests", self.clock.now)
        assert not Comment.objects.filter(email=who).exists()

    @rule(asks=st.sampled_from(["never", "first", "always", "doubtful"]))
    def the_site_changes_its_mind(self, asks: str) -> None:
        self.set(confirm_email=asks)

    @rule(minutes=st.sampled_from([1, 11, 60, 60 * 25, 60 * 49]))
    def time_passes(self, minutes: int) -> None:
        self.clock.go_on(minutes=minutes)
        expire_unconfirmed(self.clock.now)

    # --- What holds, whatever happened ---

    @precondition(lambda self: hasattr(self, "article"))
    @invariant()
    def each_stands_where_its_decisions_led(self) -> None:
        trail: dict[int, list[Decision]] = {}
        for decision in Decision.objects.order_by("id"):
            trail.setdefault(decision.comment_id, []).append(decision)
        for row in Comment.objects.all():
            steps = trail.get(row.pk, [])
            assert not steps or steps[-1].after == row.status
            for before, after in pairwise(steps):
                assert before.after == after.before
            for step in steps:
                assert step.reasons and all(step.reasons), step
                rewritten = step.reasons == ["edited"] and step.before == step.after
                assert rewritten or legal(step.before, step.after, step.actor), step

    @precondition(lambda self: hasattr(self, "article"))
    @invariant()
    def what_readers_see_was_decided_for_these_very_words(self) -> None:
        for row in Comment.objects.visible().prefetch_related("decisions"):
            latest = row.decisions.all()[0]
            assert latest.after == Status.PUBLISHED and latest.revision == row.revision, latest
            assert latest.actor != "author", latest

    @precondition(lambda self: hasattr(self, "article"))
    @invariant()
    def of_the_erased_nothing_is_left(self) -> None:
        for row in Comment.objects.exclude(erased_at=None):
            assert row.status in {Status.WITHDRAWN, *REFUSED}
            assert not any((row.name, row.email, row.body, row.html, row.ip, row.mentions))

    @precondition(lambda self: hasattr(self, "article"))
    @invariant()
    def what_a_person_refused_only_a_person_publishes(self) -> None:
        for row in Comment.objects.visible().prefetch_related("decisions"):
            words_of_people = [one for one in row.decisions.all() if one.actor == "moderator"]
            assert not words_of_people or words_of_people[0].after not in REFUSED

    @precondition(lambda self: hasattr(self, "article"))
    @invariant()
    def readers_see_what_is_published_and_nothing_else(self) -> None:
        page = self.send("GET", "/api/v1/sites/any/comments?article=story-1&limit=100", "").content
        written = Comment.objects.filter(erased_at=None)
        for row in written.filter(parent=None):
            mark = row.body.split()[0].encode()
            assert (mark in page) == (row.status == Status.PUBLISHED), row.status
        for row in written.exclude(status=Status.PUBLISHED):
            assert row.body.split()[0].encode() not in page

    @invariant()
    def counters_equal_a_recount(self) -> None:
        assert kept() == counted()

    @precondition(lambda self: hasattr(self, "article"))
    @invariant()
    def a_receipt_opens_its_comment_in_any_state(self) -> None:
        row = Comment.objects.order_by("-id").first()
        if row is not None:
            told = self.own("GET", row.pk, "").json()
            assert (told["status"], told["body"]) == (row.status, row.body)
            assert told["reason"]["text"]

    @invariant()
    def nobody_gets_more_mail_than_the_caps_allow(self) -> None:
        for who in PEOPLE:
            times = [when for to, when in self.letters if to == who]
            for first, fourth in zip(times, times[DAILY:], strict=False):
                assert fourth - first >= REMEMBERED
            for one, next_one in pairwise(times):
                assert next_one - one >= BETWEEN
        assert not Mail.objects.filter(state=Mail.State.DEAD).exists()

    # --- How it is asked ---

    def row(self, pk: int) -> Comment:
        return Comment.objects.select_related("commenter", "thread").get(pk=pk)

    def own(self, method: str, pk: int, data: Any) -> Any:
        receipt = receipt_issue(pk, keys.purpose_key("receipt"))
        return self.send(method, f"/api/v1/comments/{pk}?receipt={receipt}", data)

    def send(self, method: str, path: str, data: Any) -> Any:
        """Each time from another network: how much one may do is not what is asked here."""
        self.number += 1
        reader = Reader()
        reader.client.defaults["REMOTE_ADDR"] = f"10.{self.number % 250}.{self.number // 250}.1"
        return reader.send(method, path, data)


def test_in_any_order_nothing_stands_where_it_may_not(
    clock: Clock, editor: Any, work: Callable[[], int]
) -> None:
    assert not Thread.objects.exists()
    run_state_machine_as_test(
        lambda: Conversation(clock, editor, work),
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.generate],  # shrinking takes minutes: add Phase.shrink to look closer
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
