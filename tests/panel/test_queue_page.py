"""The queue as a page and its forms, without JavaScript."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Site
from comments.models import Claim, Comment
from comments.reading import queue
from comments.services.desk_notes import assign
from comments.services.moderate import moderate
from comments.services.report import report
from comments.services.review import review
from comments.services.rule_sets import save_rules
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.conftest import Clock
from tests.factories import NOON, a_comment, a_posted, an_article
from tests.panel.desk import Desk, an_account, seen


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


def names(page: str) -> list[str]:
    return re.findall(r"<bdi>(.*?)</bdi>", page)


def hold(article: Article, reason: str, **fields: Any) -> Comment:
    return a_comment(article, Status.HELD, reasons=(reason,), **fields)


def pages(desk: Desk, query: str) -> list[str]:
    """The names on all pages, from the first to the last."""
    found, url = [], desk.base + query
    while url:
        page = desk.client.get(url).content.decode()
        found += names(page)
        match = re.search(r'rel="next" href="([^"]*)"', page)
        url = match[1].replace("&amp;", "&") if match else ""
    return found


# --- Reading ---------------------------------------------------------------------------------


def test_the_worst_comes_first(desk: Desk, article: Article) -> None:
    hold(article, "first_comment", name="Mild")
    hold(article, "listed_word", name="Grave")
    hold(article, "many_links", name="Middling")
    assert names(desk.page()) == ["Grave", "Middling", "Mild"]


@pytest.mark.parametrize(("order", "first"), [("newest", "B"), ("oldest", "A")])
def test_or_by_time(desk: Desk, article: Article, order: str, first: str) -> None:
    hold(article, "first_comment", name="A", created_at=NOON - timedelta(hours=2))
    hold(article, "first_comment", name="B", created_at=NOON - timedelta(hours=1))
    assert names(desk.page(order=order))[0] == first


def test_each_tab_shows_its_own_with_its_count(desk: Desk, article: Article) -> None:
    for status, reasons in ((Status.HELD, "x"), (Status.SPAM, "x"), (Status.REJECTED, "x")):
        a_comment(article, status, name=status.value, reasons=(reasons,))
    a_comment(article, name="seen by nobody", reasons=("no_concern",))
    told = a_comment(article, name="told of", reasons=("imported",))
    report(told, "somebody", "abuse", "Look at this!", NOON)
    tabs = {"waiting": "held", "spam": "spam", "rejected": "rejected",
            "unseen": "seen by nobody", "reported": "told of"}  # fmt: skip
    for tab, name in tabs.items():
        assert names(desk.page(tab=tab)) == [name]
    assert re.findall(r'class="count">(\d+)<', desk.page()) == ["1"] * 5 + ["0"]


def test_a_card_says_why_it_is_here(desk: Desk, article: Article, clock: Clock) -> None:
    save_rules(article.site_id, "hold: scoundrel", clock.now, seen=0)
    review(a_posted(article, clock.now, body="You scoundrel!").pk, clock.now)
    page = desk.page()
    assert "A word or rule of your list" in page
    assert re.search(r'<mark class="found"[^>]*tabindex="0">scoundrel!<', page)
    assert 'data-why="Your rule: hold: scoundrel"' in page
    assert "0 published · 0 refused" in page
    assert re.search(r"Harm \d+ % .* × reach \d+ % × uncertainty \d+ %", page)


def test_a_card_says_what_was_said_before_it_in_its_place(desk: Desk, article: Article) -> None:
    parent = a_comment(article, name="Paula", body="The question.")
    for number in range(4):
        a_comment(article, parent=parent, name=f"Reader {number}", body=f"Before: {number}.")
    hold(article, "first_comment", name="Top")
    hold(article, "first_comment", parent=parent)
    page = desk.page()
    assert [f"Before: {number}." in page for number in range(4)] == [False, False, True, True]
    assert page.count("The question.") == 2  # as its parent, and before the one at the top


def test_links_are_marked_where_they_are_why(desk: Desk, article: Article, clock: Clock) -> None:
    links = "https://a.example/ https://b.example/ https://c.example/"
    review(a_posted(article, clock.now, body=f"See {links} for more.").pk, clock.now)
    assert len(re.findall(r'data-why="[^"]*Several links', desk.page())) == 3


def test_a_card_shows_those_that_say_the_same(desk: Desk, article: Article, clock: Clock) -> None:
    words = "Grandmother earned nine thousand a week with one simple trick at home"
    for name, mail in (("Ada", "ada"), ("Bob", "bob"), ("Cy", "cy")):
        said = {"name": name, "email": f"{mail}@example.org", "body": f"{words}, says {name}."}
        review(a_posted(article, clock.now, **said).pk, clock.now)
    last = Comment.objects.get(name="Cy")
    page = desk.page(f"comments/{last.pk}")
    assert "Like these:" in page
    similar = page.partition("Like these:")[2].partition("</ul>")[0]
    assert {"Ada", "Bob"} == set(names(similar))


def test_only_what_is_for_me(desk: Desk, nora: Any, article: Article, clock: Clock) -> None:
    hold(article, "first_comment", name="For whomever")
    assign(hold(article, "first_comment", name="For nora"), nora.pk, clock.now)
    page = desk.page(mine="1")
    assert names(page) == ["For nora"]
    assert 'name="mine" value="1" checked' in page


def test_a_card_shows_what_it_answers_and_what_readers_report(desk: Desk, article: Article) -> None:
    parent = a_comment(article, name="Paula", body="The question.")
    reply = a_comment(article, parent=parent, body="The answer.")
    report(reply, "somebody", "privacy", "My address stands there.", NOON)
    page = desk.page(tab="reported")
    assert "The question." in page
    assert "Reported once: privacy" in page
    assert "My address stands there." in page


@pytest.mark.parametrize(
    "query",
    [
        {"section": "sport"}, {"article": "goal"}, {"reason": "many_links"}, {"link": "1"},
        {"language": "tr"}, {"newcomer": "1"}, {"words": "unlikely"}, {"words": "fıstık UNLIKELY"},
    ],
)  # fmt: skip
def test_a_filter_in_the_address_narrows_the_queue(
    desk: Desk, article: Article, query: dict[str, str]
) -> None:
    a_comment(article, email="known@example.org")
    hold(article, "first_comment", name="Other", email="known@example.org")
    goal = an_article(article.site, "goal", section="Sport", language="tr")
    said = "An unlikely word, https://x.example/ and fıstık."
    hold(goal, "many_links", name="Wanted", body=said)
    assert names(desk.page(**query)) == ["Wanted"]


@pytest.mark.parametrize("order", ["worst", "newest", "oldest"])
def test_page_after_page_shows_each_once(desk: Desk, article: Article, order: str) -> None:
    for number in range(45):
        hold(article, "first_comment", name=f"n{number}", created_at=NOON)
    found = pages(desk, f"?order={order}")
    assert sorted(found) == sorted(f"n{number}" for number in range(45))


@pytest.mark.parametrize("order", ["worst", "newest", "oldest"])
def test_a_search_goes_on_where_its_walk_ended(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(queue, "WALK", 10)
    for number in range(35):
        body = "A needle." if number % 4 == 0 else "Hay."
        hold(article, "first_comment", name=f"n{number}", body=body, created_at=NOON)
    first = desk.page(order=order, words="needle")
    assert len(names(first)) < 9
    assert "Look further" in first
    found = pages(desk, f"?order={order}&words=needle")
    assert sorted(found) == sorted(f"n{number}" for number in range(0, 35, 4))


def test_a_search_without_a_find_says_how_far_it_looked(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "WALK", 1)
    for _ in range(2):
        hold(article, "first_comment", body="Hay.")
    assert "Nothing among the first" in desk.page(words="needle")
    assert pages(desk, "?words=needle") == []


@pytest.mark.parametrize(
    "cursor", ["x", "u1", "unan~1", "uinf~1", "u0.5~x", "t1~1", "u0.5~" + "9" * 30, "u~", "~"]
)
def test_a_cursor_that_nobody_gave_is_refused(desk: Desk, article: Article, cursor: str) -> None:
    assert desk.open(cursor=cursor).status_code == 400


ODD = [
    {"tab": "x"}, {"order": "'"}, {"words": "%_\\"}, {"section": "x" * 5000},
    {"decided": "9" * 30}, {"decided": "x"}, {"order": "newest", "cursor": "t9999999999999999~1"},
    {"order": "newest", "cursor": "t999999999999999999~1"},
]  # fmt: skip


def test_odd_queries_are_answered(desk: Desk, article: Article) -> None:
    hold(article, "first_comment")
    for query in ODD:
        assert desk.open(**query).status_code in (200, 400)


def test_twenty_cards_cost_as_many_questions_as_two(desk: Desk, article: Article) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.page()
        return len(asked)

    for _ in range(2):  # one alone has room for what was said before it
        hold(article, "first_comment")
    two = questions()
    for _ in range(18):
        report(hold(article, "first_comment"), "x", "abuse", "", NOON)
    assert questions() == two


def test_hostile_words_are_text_everywhere(desk: Desk, article: Article, editor: Any) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    an_article(article.site, "evil", title=evil, section=evil[:100])
    target = an_article(article.site, "evil", title=evil, section=evil[:100])
    parent = a_comment(target, name=evil, body=evil)
    row = a_comment(target, name=evil, body=evil, badge=evil[:60], parent=parent,
                    website="https://x.example/?\"><script>")  # fmt: skip
    report(row, "x", "abuse", evil, NOON)
    for page in (desk.page(tab="reported", words="<script>"), desk.page(f"comments/{row.pk}")):
        inner = re.sub(r'<script type="module" src="/static/[^"]*"></script>', "", page)
        assert "<script" not in inner
        assert not re.search(r"<[^>]*\son\w+=", inner)


# --- Deciding --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "status"),
    [("publish", "published"), ("reject", "rejected"), ("spam", "spam"), ("remove", "removed")],
)
def test_a_button_decides_and_leads_back(
    desk: Desk, article: Article, nora: Any, do: str, status: str
) -> None:
    row = hold(article, "first_comment")
    answer = desk.decide(row, do, back="/panel/daily/?order=newest")
    row.refresh_from_db()
    decision = row.decisions.order_by("-id").first()
    assert decision is not None
    assert (row.status, decision.by) == (status, nora)
    assert answer.status_code == 303
    assert answer["Location"] == f"/panel/daily/?order=newest&decided={decision.pk}"


@pytest.mark.parametrize("back", ["https://evil.example/panel/", "//evil.example", "/admin/", "x"])
def test_a_form_leads_back_to_the_panel_alone(desk: Desk, article: Article, back: str) -> None:
    answer = desk.decide(hold(article, "first_comment"), "publish", back=back)
    assert answer["Location"].startswith("/panel/daily/?decided=")


def test_the_page_after_a_decision_offers_the_undo_for_ten_seconds(
    desk: Desk, article: Article, clock: Clock
) -> None:
    row = hold(article, "first_comment")
    url = desk.decide(row, "spam")["Location"]
    assert "<button>Undo</button>" in desk.client.get(url).content.decode()
    clock.go_on(seconds=11)
    assert "<button>Undo</button>" not in desk.client.get(url).content.decode()


def test_an_undo_puts_the_card_back(desk: Desk, article: Article) -> None:
    row = hold(article, "first_comment", name="Wanted")
    number = desk.decide(row, "spam", json=True).json()["decision"]
    answer = desk.post(f"decisions/{number}/undo")
    assert answer.json() == {"detail": "Undone.", "status": "held", "seen": seen(row)}
    assert names(desk.page()) == ["Wanted"]
    assert not OutboxEvent.objects.filter(name="comment.spam").exists()


def test_an_undo_that_comes_too_late_says_so(desk: Desk, article: Article, clock: Clock) -> None:
    row = hold(article, "first_comment")
    number = desk.decide(row, "publish", json=True).json()["decision"]
    clock.go_on(minutes=1)
    answer = desk.post(f"decisions/{number}/undo")
    assert (answer.status_code, "too late" in answer.json()["detail"]) == (409, True)


def test_the_second_moderator_is_told_who_was_first(
    desk: Desk, article: Article, site: Site
) -> None:
    row = hold(article, "first_comment")
    before = seen(row)
    Desk(an_account("otto", site)).decide(row, "publish")
    answer = desk.decide(row, "spam", seen=before, json=True)
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "already_decided",
        "status": "published",
        "by": "otto",
        "detail": "Already decided by otto: published.",
    }


def test_without_javascript_the_second_sees_the_card_as_it_stands_now(
    desk: Desk, article: Article, site: Site
) -> None:
    row = hold(article, "first_comment")
    before = seen(row)
    Desk(an_account("otto", site)).decide(row, "publish")
    answer = desk.decide(row, "spam", seen=before)
    assert answer.status_code == 409
    assert "Already decided by otto: published." in answer.content.decode()


def test_the_author_who_edits_first_is_named(desk: Desk, article: Article) -> None:
    row = hold(article, "first_comment")
    before = seen(row)
    Comment.objects.filter(pk=row.pk).update(revision=2)
    row.decisions.create(revision=2, before="held", after="held", actor="author", created=NOON)
    answer = desk.decide(row, "publish", seen=before, json=True)
    assert answer.json()["detail"] == "Changed by its author: waits for a person."


@pytest.mark.parametrize(
    "form", [{"do": ""}, {"do": "erase"}, {"do": "reject", "reason": "because"},
             {"do": "reject", "note": "x" * 501}, {"do": "reject", "note": "bell \x07"}]
)  # fmt: skip
def test_a_form_that_nobody_made_changes_nothing(
    desk: Desk, article: Article, form: dict[str, str]
) -> None:
    row = hold(article, "first_comment")
    assert desk.decide(row, **form).status_code == 422
    row.refresh_from_db()
    assert row.status == "held"


def test_the_history_says_who_decided_what_and_why(
    desk: Desk, article: Article, editor: Any
) -> None:
    row = hold(article, "first_comment")
    moderate(row, Status.REJECTED, editor, NOON, reason="insult", note="Twice now.")
    page = desk.page(f"comments/{row.pk}")
    assert "held → rejected" in page
    assert "Insults a person or a group — Twice now." in page
    assert "edith" in page


# --- Claims ----------------------------------------------------------------------------------


def test_an_open_card_is_marked_at_a_colleague(desk: Desk, article: Article, site: Site) -> None:
    row = hold(article, "first_comment")
    otto = Desk(an_account("otto", site))
    otto.post("pulse", {"open": str(row.pk)})
    assert desk.post("pulse", {"seen": [str(row.pk)]}).json()["open"] == {str(row.pk): "otto"}
    assert re.search(r'class="claimed">Open at <b>otto', desk.page())
    assert re.search(r'class="claimed" hidden>', otto.page())


def test_whoever_closes_the_page_lets_go(desk: Desk, article: Article) -> None:
    desk.post("pulse", {"open": str(hold(article, "first_comment").pk)})
    desk.post("pulse", {"open": ""})
    assert not Claim.objects.exists()


def test_a_pulse_tells_how_much_waits(desk: Desk, article: Article) -> None:
    hold(article, "first_comment")
    assert desk.post("pulse").json()["counts"]["waiting"] == "1"
