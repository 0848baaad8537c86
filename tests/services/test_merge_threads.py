"""A page that readers found, and the article it turns out to be: one conversation."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from articles.models import Article, Site
from articles.public import find, ref
from articles.services.first_seen import first_seen
from articles.services.register import register
from comments.models import Comment, Thread
from comments.services.merge_threads import merge_threads
from comments.services.threads import thread_of
from comments.states import Status
from newsroom.upkeep import forget_silent_stubs
from tests.factories import NOON, a_comment, an_article

PAGE = "https://daily.example/quay"
DAYS = timedelta(days=1)


@pytest.fixture
def stub(site: Site) -> Article:
    row = first_seen(site, PAGE, "192.0.2.1", NOON)
    assert row is not None
    thread_of(ref(row, site, NOON), NOON)
    return row


def moves_to_it(article: Article) -> None:
    register(article.site, article.external_id, {"url": PAGE}, NOON, partial=True)


def test_what_was_written_on_the_page_is_the_articles(
    site: Site, stub: Article, article: Article, work: Callable[[], int]
) -> None:
    first, reply = a_comment(stub), a_comment(article)
    a_comment(stub, parent=first)
    a_comment(stub, Status.HELD)
    moves_to_it(article)
    work()
    thread = Thread.objects.get(article=article)
    assert set(Comment.objects.values_list("thread_id", flat=True)) == {thread.pk}
    assert (thread.count, reply.thread_id) == (3, thread.pk)


def test_a_thread_that_is_the_only_one_moves_as_it_is(
    site: Site, stub: Article, article: Article, work: Callable[[], int]
) -> None:
    comment = a_comment(stub)
    moves_to_it(article)
    work()
    thread = Thread.objects.get(article=article)
    assert (thread.pk, thread.count) == (comment.thread_id, 1)
    assert not Thread.objects.filter(article=stub).exists()


def test_readers_copies_of_both_threads_are_old(
    site: Site, stub: Article, article: Article, work: Callable[[], int]
) -> None:
    a_comment(stub), a_comment(article)
    before = Thread.objects.get(article=article).version
    moves_to_it(article)
    work()
    assert Thread.objects.get(article=article).version > before


def test_merging_twice_is_merging_once(stub: Article, article: Article) -> None:
    a_comment(stub), a_comment(article)
    for _ in range(2):
        merge_threads(stub.pk, article.pk)
    assert Thread.objects.get(article=article).count == 2


def test_a_silent_page_nobody_told_of_makes_room(site: Site, stub: Article) -> None:
    assert forget_silent_stubs(NOON + DAYS) == 0
    assert forget_silent_stubs(NOON + 3 * DAYS) == 1
    assert (Article.objects.count(), Thread.objects.count()) == (0, 0)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.HELD, Status.SPAM])
def test_a_page_where_somebody_wrote_stays(stub: Article, status: Status) -> None:
    a_comment(stub, status)
    assert forget_silent_stubs(NOON + 3 * DAYS) == 0
    assert Comment.objects.count() == 1


def test_an_article_is_never_forgotten(site: Site, stub: Article) -> None:
    register(site, "quay", {"url": PAGE, "title": "The quay"}, NOON)
    an_article(site, "draft", status="draft")
    assert forget_silent_stubs(NOON + 3 * DAYS) == 0
    assert find(site, url=PAGE) is not None
