"""One word on many comments: counted first, a decision each, undone as one."""

import re
from datetime import timedelta
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import BulkItem, BulkJob, Comment, Decision, QueueEntry
from comments.services import bulk
from comments.services.bulk import begin, step, undo_all
from comments.services.claim import claim
from comments.services.moderate import moderate
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.conftest import Clock
from tests.factories import NOON, a_comment, a_site, an_article
from tests.panel.desk import Desk, an_account
from tests.recount import counted, kept
from tests.together import together


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


def some(article: Article, count: int = 3, **fields: Any) -> list[Comment]:
    return [a_comment(article, Status.HELD, **fields) for _ in range(count)]


def started(site: Site, by: Any, to: Status = Status.SPAM, reason: str = "") -> BulkJob:
    rows = Comment.objects.filter(thread__site=site, status="held").order_by("id")
    return begin(site.pk, rows, to, reason, {"tab": "waiting"}, by, NOON)


def statuses(rows: list[Comment]) -> list[str]:
    return [Comment.objects.get(pk=row.pk).status for row in rows]


def begun(desk: Desk, query: str) -> Any:
    page = desk.open(f"bulk?{query}").content.decode()
    newest = re.search(r'name="newest" value="(\d+)"', page)
    assert newest, page
    return desk.client.post(f"/panel/daily/bulk?{query}", {"newest": newest[1]})


def test_the_desk_counts_first_and_then_does_it(desk: Desk, article: Article, work: Any) -> None:
    rows = some(article)
    page = desk.page("bulk", tab="waiting", do="reject", why="insult")
    assert "Reject: 3 comments" in page
    assert statuses(rows) == ["held"] * 3
    answer = begun(desk, "tab=waiting&do=reject&why=insult")
    work()
    assert statuses(rows) == ["rejected"] * 3
    assert "3 of 3" in desk.client.get(answer["Location"]).content.decode()
    assert [row.decisions.order_by("-id")[0].reasons for row in rows] == [["insult"]] * 3


def chosen(desk: Desk, **query: str) -> set[str]:
    page = desk.page("bulk", do="spam", **query)
    return set(re.findall(r'comments/\d+" dir="auto">(.*?)<', page))


def test_by_person_by_domain_by_likeness_and_by_filter(desk: Desk, article: Article) -> None:
    said = {"body": "Buy cheap pills at https://pills.example/ today, all of you good people."}
    one = a_comment(article, Status.HELD, name="A", email="a@example.org", **said)
    a_comment(article, Status.HELD, name="B", email="b@pills.example", body="Something else.")
    a_comment(article, name="C", email="a@example.org", body="My own thought.")
    a_comment(article, Status.HELD, name="D", **said)
    assert chosen(desk, author=str(one.commenter_id)) == {"A", "C"}
    assert chosen(desk, domain="pills.example") == {"A", "B", "D"}
    assert chosen(desk, like=str(one.pk)) == {"A", "D"}
    assert chosen(desk, tab="waiting", words="Something") == {"B"}


def test_the_queues_filter_comes_along(desk: Desk, article: Article) -> None:
    a_comment(article, Status.HELD, name="A", reasons=("many_links",))
    a_comment(article, Status.HELD, name="B", reasons=("first_comment",))
    assert 'value="many_links"' in desk.page("bulk", tab="waiting", reason="many_links")
    assert chosen(desk, tab="waiting", reason="many_links") == {"A"}


def test_a_bulk_over_everything_is_a_slip(desk: Desk, article: Article) -> None:
    some(article)
    assert "Count them" in desk.page("bulk", do="spam")


def test_what_came_after_the_count_is_not_in_it(desk: Desk, article: Article, work: Any) -> None:
    rows = some(article)
    page = desk.open("bulk?tab=waiting&do=spam").content.decode()
    late = a_comment(article, Status.HELD)
    newest = re.search(r'name="newest" value="(\d+)"', page)
    assert newest
    desk.client.post("/panel/daily/bulk?tab=waiting&do=spam", {"newest": newest[1]})
    work()
    assert statuses([*rows, late]) == ["spam"] * 3 + ["held"]


def test_what_a_colleague_decided_or_has_open_is_left_alone(
    site: Site, article: Article, nora: Any
) -> None:
    otto = an_account("otto", site)
    decided, opened, free = some(article)
    job = started(site, nora)
    moderate(decided, Status.PUBLISHED, otto, NOON)
    claim(opened.pk, otto, NOON)
    step(job.pk, NOON)
    assert statuses([decided, opened, free]) == ["published", "held", "spam"]
    states = dict(job.items.values_list("comment", "state"))
    assert states == {decided.pk: "left", opened.pk: "left", free.pk: "done"}


def test_the_same_work_twice_is_done_once(site: Site, article: Article, nora: Any) -> None:
    some(article)
    job = started(site, nora)
    step(job.pk, NOON)
    step(job.pk, NOON)
    assert Decision.objects.filter(actor="moderator").count() == 3


def test_work_that_was_cut_short_is_ended_by_the_next(
    site: Site, article: Article, nora: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    rows = some(article, 5)
    job = started(site, nora)
    assert [step(job.pk, NOON) for _ in range(4)] == [2, 2, 1, 0]
    job.refresh_from_db()
    assert (statuses(rows), job.state) == (["spam"] * 5, "done")


def test_all_of_it_is_taken_back_as_one(site: Site, article: Article, nora: Any) -> None:
    rows = some(article)
    job = started(site, nora, Status.PUBLISHED)
    step(job.pk, NOON)
    later = NOON + timedelta(minutes=3)
    assert undo_all(job, nora, later)
    step(job.pk, later)
    job.refresh_from_db()
    assert (statuses(rows), job.state) == (["held"] * 3, "undone")
    assert QueueEntry.objects.filter(tab="waiting").count() == 3
    assert not OutboxEvent.objects.filter(name="comment.published").exists()
    assert kept() == counted()


def test_what_was_decided_since_is_kept(site: Site, article: Article, nora: Any) -> None:
    rows = some(article)
    job = started(site, nora)
    step(job.pk, NOON)
    moderate(Comment.objects.get(pk=rows[0].pk), Status.PUBLISHED, nora, NOON)
    undo_all(job, nora, NOON)
    step(job.pk, NOON)
    assert statuses(rows) == ["published", "held", "held"]
    assert job.items.get(comment=rows[0]).state == BulkItem.State.KEPT


def test_an_undo_ends_what_has_not_begun(
    site: Site, article: Article, nora: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    rows = some(article, 4)
    job = started(site, nora)
    step(job.pk, NOON)
    undo_all(job, nora, NOON)
    while step(job.pk, NOON):
        pass
    assert statuses(rows) == ["held"] * 4


def test_a_colleague_does_not_take_it_back(site: Site, article: Article, nora: Any) -> None:
    some(article)
    job = started(site, nora)
    assert not undo_all(job, an_account("otto", site), NOON)


def test_a_bulk_of_another_site_is_not_there(desk: Desk, nora: Any) -> None:
    weekly = a_site("weekly")
    some(an_article(weekly))
    job = started(weekly, nora)
    assert desk.open(f"bulk/{job.pk}").status_code == 404
    assert desk.page("bulk", tab="waiting", do="spam").count("Spam: 0 comments") == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_job_decide_each_comment_once(site: Site, article: Article) -> None:
    nora = an_account("nora", site)
    some(article, 10)
    job = started(site, nora)
    together(2, lambda _: step(job.pk, NOON))
    assert Decision.objects.filter(actor="moderator").count() == 10
    assert job.items.filter(state=BulkItem.State.DONE).count() == 10
    assert kept() == counted()
