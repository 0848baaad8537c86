"""Whom a site takes nothing from, and what it says of people: facts of the next judgement."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Block, Comment, Commenter
from comments.reading.replay import replay
from comments.services.blocks import block, find, keys_of, named, unblock
from comments.services.people import set_state, state_now
from comments.services.review import review
from comments.services.submit import Accepted, Refused
from comments.services.sweep import sweep
from comments.states import Status
from newsroom.kernel.fields import FieldError
from tests.factories import a_comment, a_post, a_posted, a_site, an_article

pytestmark = pytest.mark.django_db


def blocked(article: Article, by: Any, now: datetime, kind: str, value: str, **how: Any) -> Block:
    effect, until = how.get("effect", "reject"), how.get("until")
    return block(article.site_id, named(kind, value), effect, "Abuse", until, by, now)


def judged(comment: Comment, now: datetime) -> tuple[str, list[str]]:
    review(comment.pk, now)
    comment.refresh_from_db()
    last = comment.decisions.order_by("-id")[0]
    return comment.status, list(last.reasons)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", "ada@example.org"), ("person", "ada+x@example.org"), ("domain", "example.org"),
     ("network", "192.0.2.7"), ("network", "192.0.2.0/24")],
)  # fmt: skip
def test_what_is_blocked_is_rejected_with_its_reason_and_counted(
    article: Article, editor: Any, now: datetime, kind: str, value: str
) -> None:
    row = blocked(article, editor, now, kind, value)
    comment = a_posted(article, now, email="ada@example.org", ip="192.0.2.7")
    assert judged(comment, now) == (Status.REJECTED, ["sender_blocked"])
    row.refresh_from_db()
    assert (row.hits, row.last_hit) == (1, now)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", "ada+x@example.org"), ("domain", "ample.org"), ("domain", "www.example.org"),
     ("network", "192.0.3.0/24"), ("network", "2001:db8::/32")],
)  # fmt: skip
def test_and_nobody_beside_it(
    article: Article, editor: Any, now: datetime, kind: str, value: str
) -> None:
    blocked(article, editor, now, kind, value)
    comment = a_posted(article, now, email="ada@example.org", ip="192.0.2.7")
    assert "sender_blocked" not in judged(comment, now)[1]


def test_a_domain_takes_what_is_below_it_along(
    article: Article, editor: Any, now: datetime
) -> None:
    blocked(article, editor, now, "domain", "example.org")
    comment = a_posted(article, now, email="ada@mail.example.org")
    assert judged(comment, now)[1] == ["sender_blocked"]


def test_a_range_of_the_newer_networks(article: Article, editor: Any, now: datetime) -> None:
    blocked(article, editor, now, "network", "2001:db8:1200::/40")
    comment = a_posted(article, now, ip="2001:db8:12ff::1")
    assert judged(comment, now)[1] == ["sender_blocked"]


def test_a_door_may_be_shut_and_nothing_is_stored(
    article: Article, editor: Any, now: datetime
) -> None:
    row = blocked(article, editor, now, "domain", "example.org", effect="refuse")
    assert a_post(article, now, email="ada@example.org") == Refused("blocked")
    assert not Comment.objects.exists()
    row.refresh_from_db()
    assert row.hits == 1


def test_a_block_may_only_ask_for_a_person(article: Article, editor: Any, now: datetime) -> None:
    a_comment(article, email="ada@example.org")
    blocked(article, editor, now, "domain", "example.org", effect="hold")
    comment = a_posted(article, now, email="ada@example.org")
    assert judged(comment, now) == (Status.HELD, ["sender_blocked"])


def test_a_block_ends_by_itself_and_by_hand(article: Article, editor: Any, now: datetime) -> None:
    until = now + timedelta(days=1)
    row = blocked(article, editor, now, "domain", "example.org", until=until)
    assert find(article.site_id, "ada@example.org", None, until - timedelta(seconds=1)) == [row]
    assert find(article.site_id, "ada@example.org", None, until) == []
    sweep(until + timedelta(days=31))
    assert not Block.objects.exists()
    row = blocked(article, editor, now, "domain", "example.org")
    assert unblock(article.site_id, row.pk)
    assert find(article.site_id, "ada@example.org", None, now) == []


def test_a_block_is_of_one_site(article: Article, editor: Any, now: datetime) -> None:
    row = blocked(article, editor, now, "domain", "example.org")
    elsewhere = an_article(a_site("weekly"))
    assert isinstance(a_post(elsewhere, now, email="ada@example.org"), Accepted)
    assert not unblock(elsewhere.site_id, row.pk)


def test_a_lifted_block_still_explains_what_it_did(
    article: Article, editor: Any, now: datetime
) -> None:
    row = blocked(article, editor, now, "domain", "example.org")
    comment = a_posted(article, now, email="ada@example.org")
    judged(comment, now)
    unblock(article.site_id, row.pk)
    decision = comment.decisions.get()
    assert replay(decision).reasons == ("sender_blocked",)


def test_all_of_a_sender_is_looked_for_in_one_look(article: Article, now: datetime) -> None:
    with CaptureQueriesContext(connection) as queries:
        find(article.site_id, "ada@mail.example.org", "192.0.2.7", now)
    assert len(queries) == 1
    assert len(keys_of("ada@mail.example.org", "2001:db8::1")) < 40


def test_no_address_stands_in_a_block(article: Article, editor: Any, now: datetime) -> None:
    blocked(article, editor, now, "address", "ada@example.org")
    assert "ada" not in repr(Block.objects.values_list().get())


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", "ada"), ("domain", "no domain"), ("network", "300.0.0.1"), ("network", "::/0"),
     ("network", "0.0.0.0/0"), ("planet", "x"), ("domain", ""), ("network", "2001:db8::/47")],
)  # fmt: skip
def test_what_nobody_can_be_is_refused(kind: str, value: str) -> None:
    with pytest.raises(FieldError):
        named(kind, value)


# --- States ------------------------------------------------------------------------------------


def author(comment: Comment) -> Commenter:
    return Commenter.objects.get(pk=comment.commenter_id)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("suspended", (Status.REJECTED, ["author_suspended"])),
        ("banned", (Status.REJECTED, ["author_banned"])),
        ("shadowed", (Status.SPAM, ["author_shadowed"])),
        ("watched", (Status.HELD, ["author_watched"])),
    ],
)
def test_a_state_counts_until_its_end(
    article: Article, editor: Any, now: datetime, state: str, found: Any
) -> None:
    known = author(a_comment(article, email="ada@example.org"))
    end = now + timedelta(days=7)
    assert set_state(known, state, "Abuse", end, editor, now)
    assert judged(a_posted(article, now, email="ada@example.org"), now) == found
    late = a_posted(article, end, email="ada@example.org")
    assert judged(late, end) == (Status.PUBLISHED, ["no_concern"])


def test_a_change_is_written_down(article: Article, editor: Any, now: datetime) -> None:
    known = author(a_comment(article))
    set_state(known, "banned", "Third threat", None, editor, now)
    entry = known.entries.get()
    assert (entry.before, entry.after, entry.text, entry.by) == (
        "new", "banned", "Third threat", editor,
    )  # fmt: skip


def test_of_two_seniors_the_second_is_told(article: Article, editor: Any, now: datetime) -> None:
    comment = a_comment(article)
    one, other = author(comment), author(comment)
    assert set_state(one, "banned", "Threat", None, editor, now)
    assert not set_state(other, "trusted", "Kind", None, editor, now)
    assert author(comment).state == "banned"


@pytest.mark.parametrize(
    ("to", "reason", "days"),
    [("suspended", "x", None), ("banned", "", None), ("king", "x", None), ("banned", "x", -1)],
)
def test_a_state_that_makes_no_sense_is_refused(
    article: Article, editor: Any, now: datetime, to: str, reason: str, days: int | None
) -> None:
    known = author(a_comment(article))
    until = None if days is None else now + timedelta(days=days)
    with pytest.raises(FieldError):
        set_state(known, to, reason, until, editor, now)


def test_of_a_barred_author_without_comments_the_hash_stays_until_the_end(
    article: Article, editor: Any, now: datetime
) -> None:
    comment = a_comment(article, Status.SPAM, email="ada@example.org")
    set_state(author(comment), "suspended", "Abuse", now + timedelta(days=60), editor, now)
    sweep(now + timedelta(days=40))
    left = Commenter.objects.get()
    assert (left.email, left.name, left.state_reason) == ("", "", "")
    assert state_now(left, now) == "suspended"
    assert list(left.entries.values_list("text", flat=True)) == [""]
    sweep(now + timedelta(days=61))
    assert not Commenter.objects.exists()
