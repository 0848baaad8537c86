"""Whole pieces of work at the desk, in real browsers: an appeal between a reader and two
moderators, a bulk, work without a mouse, what a screen reader is told, and words from right to
left."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from comments.models import Appeal, BulkJob, Comment
from comments.receipts import receipt_issue
from comments.roles import Role
from comments.services import bulk, keys
from comments.services.moderate import moderate
from comments.services.review import review
from comments.services.rule_sets import save_rules
from comments.states import Status
from tests.factories import a_comment, a_posted, an_article
from tests.panel.desk import Open, an_account
from tests.running import until

pytestmark = pytest.mark.browser


def status(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def becomes(comment: Comment, wanted: str) -> None:
    until(lambda: status(comment) == wanted, f"it is {wanted}")


def test_a_reader_appeals_and_another_moderator_decides(open_panel: Open, story: Article) -> None:
    nora, otto = an_account("nora", story.site), an_account("otto", story.site)
    comment = a_comment(story, Status.HELD, name="Ada")
    moderate(comment, Status.REJECTED, nora, timezone.now(), reason="insult")

    receipt = receipt_issue(comment.pk, keys.purpose_key("receipt"))
    reader = open_panel(None, f"/receipts/{comment.pk}?receipt={receipt}")
    expect(reader.get_by_text("It insults a person")).to_be_visible()
    reader.get_by_role("textbox").last.fill("I meant no harm.")
    reader.locator('button[value="appeal"]').click()
    expect(reader.get_by_text("Your appeal has arrived.")).to_be_visible()

    first = open_panel(nora, "?tab=appeals")
    expect(first.get_by_text("somebody else decides on the appeal")).to_be_visible()
    expect(first.get_by_role("button", name="The refusal stands")).to_have_count(0)

    second = open_panel(otto, "?tab=appeals")
    expect(second.get_by_text("I meant no harm.")).to_be_visible()
    second.get_by_label("To the author").fill("You are right.")
    second.locator(".card.current").focus()
    second.keyboard.press("p")
    becomes(comment, "published")
    answered = Appeal.objects.get()
    assert (answered.state, answered.by, answered.said) == ("granted", otto, "You are right.")


def test_a_bulk_is_counted_done_and_taken_back(open_panel: Open, story: Article) -> None:
    rows = [a_comment(story, Status.HELD, body=f"Buy pills, part {n}.") for n in range(3)]
    a_comment(story, Status.HELD, body="Something else.")
    page = open_panel(path="?words=pills")
    page.get_by_role("link", name="Decide on all of these at once").click()
    page.get_by_role("button", name="Count them").click()
    expect(page.get_by_role("heading", name="Spam: 3 comments")).to_be_visible()
    page.get_by_role("button", name="Spam all of them").click()
    page.wait_for_url("**/bulk/*")
    job = BulkJob.objects.get()
    bulk.step(job.pk, timezone.now())
    assert {status(row) for row in rows} == {"spam"}
    page.reload()
    page.get_by_role("button", name="Undo all of it").click()
    until(lambda: BulkJob.objects.get().state == "undoing", "it is taken back")
    bulk.step(job.pk, timezone.now())
    assert {status(row) for row in rows} == {"held"}


def test_a_queue_is_worked_off_without_a_mouse(open_panel: Open, story: Article) -> None:
    """From the address to a note, a refusal, an undo and a filter: by keys alone."""
    why = {"Grave": "listed_word", "Middling": "many_links", "Mild": "first_comment"}
    rows = [a_comment(story, Status.HELD, name=name, reasons=(why[name],)) for name in why]
    page = open_panel()
    page.mouse.move(0, 0)
    press = page.keyboard.press
    expect(page.locator(".card.current")).to_be_focused()
    press("n")
    page.keyboard.type("Seen before.")
    press("Enter")
    expect(page.locator(".card.current .noted")).to_contain_text("Seen before.")
    press("Tab")
    expect(page.locator(".card.current :focus")).to_have_count(1)
    press("r")
    press("2")
    becomes(rows[0], "rejected")
    press("u")
    becomes(rows[0], "held")
    expect(page.get_by_text("Undone.")).to_be_visible()
    press("/")
    page.keyboard.type("no such word")
    press("Enter")
    expect(page.get_by_text("Perhaps the filter is too narrow.")).to_be_visible()


def test_every_stop_of_the_keyboard_can_be_seen(open_panel: Open, story: Article) -> None:
    a_comment(story, Status.HELD, reasons=("first_comment",))
    page = open_panel()
    expect(page.locator(".card.current")).to_be_focused()
    page.locator("a.home").focus()
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => { const one = document.activeElement;
              if (!one || one === document.body) return null;
              const style = getComputedStyle(one), box = one.getBoundingClientRect();
              return [style.outlineStyle !== "none" || one.matches("main"), box.width > 0,
                      box.bottom > 0 && box.top < innerHeight, one.outerHTML.slice(0, 80)]; }"""
        )
        if where is None:
            break
        seen += 1
        assert where[:3] == [True, True, True], where
    assert seen > 15


def test_a_screen_reader_is_told_what_a_card_is_and_why_it_is_here(
    open_panel: Open, story: Article
) -> None:
    now = timezone.now()
    save_rules(story.site_id, "hold: scoundrel", now, seen=0)
    said = {"name": "Harry", "body": "You scoundrel, of all people!"}
    review(a_posted(story, now - timedelta(minutes=1), **said).pk, now)
    page = open_panel()
    expect(page.locator("#cards")).to_match_aria_snapshot(
        """
        - article "Harry":
          - paragraph:
            - link "Title of story-1"
          - heading "Harry" [level=2]
          - paragraph
          - paragraph:
            - text: You
            - mark: /scoundrel.*Your rule.*hold.*scoundrel/
          - paragraph
          - list "Why it is here":
            - listitem: /A word or rule of your list/
          - paragraph: /Harm .* reach .* uncertainty/
          - button "p Publish"
          - button "r Reject"
          - button "s Spam"
          - button "x Remove"
        """
    )
    page.keyboard.press("p")
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()


def test_words_from_right_to_left_keep_their_side_and_their_marks(
    open_panel: Open, story: Article
) -> None:
    now = timezone.now()
    save_rules(story.site_id, "hold: كازينو", now, seen=0)
    arabic = an_article(story.site, "arabic", language="ar", title="أول مئة شتلة", now=now)
    review(a_posted(arabic, now, name="ليلى", body="هذا كازينو جيد جدا لكم").pk, now)
    page = open_panel(viewport={"width": 390, "height": 800})
    words = page.locator(".card .words")
    expect(words).to_have_css("direction", "rtl")
    mark = words.locator("mark", has_text="كازينو").first
    mark.focus()
    label = mark.evaluate("one => getComputedStyle(one, '::after').content")
    assert "كازينو" in label
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_panel_turned_from_right_to_left_keeps_within_the_screen(
    open_panel: Open, story: Article
) -> None:
    a_comment(story, Status.HELD, reasons=("first_comment",))
    page = open_panel(an_account("sue", story.site, Role.SENIOR))
    for path in ("", "dashboard", "people", "record", "rules", "policy", "webhook"):
        page.goto(urljoin(page.url, path or "."))
        page.evaluate("document.documentElement.dir = 'rtl'")
        wide, scrolled = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= scrolled, path
