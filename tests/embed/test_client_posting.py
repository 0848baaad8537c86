"""Writing: from the first letter to the verdict, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.embed.client_harness import pages
from tests.embed.client_harness.api import problem
from tests.embed.client_harness.guest import Guest

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser

FIRST_COMMENT = {"code": "first_comment", "text": "A moderator reads the first comment."}


def test_the_form_promises_what_it_keeps(guest: Guest) -> None:
    guest.opens_form()

    expect(guest.form.get_by_role("heading")).to_have_text("Leave a reply")
    expect(guest.form).to_contain_text(
        "Your email address will not be published. Required fields are marked *"
    )
    expect(guest.form.get_by_role("textbox")).to_have_count(4)


def test_a_comment_that_is_published_joins_the_thread_and_has_the_focus(guest: Guest) -> None:
    guest.opens_form()
    guest.posts("The tram would have saved me an hour a day.")

    expect(guest.comment(900)).to_contain_text("an hour a day")
    expect(guest.page.locator("#comment-900")).to_be_focused()
    expect(guest.title).to_have_text("5 comments")
    expect(guest.status).to_have_text("Your comment is published.")


def test_what_is_sent_is_what_the_contract_names(guest: Guest) -> None:
    guest.opens_form()
    guest.field("website").fill("ada.example")
    guest.posts("Hello")
    expect(guest.comment(900)).to_be_visible()

    assert guest.api.posts == [
        {
            "article": "story-42",
            "body": "Hello",
            "name": "Ada Moreau",
            "email": "ada@mail.example",
            "website": "https://ada.example",
            "form": "form-1",
        }
    ]


def test_the_page_is_told_of_a_post(guest: Guest) -> None:
    guest.listens()
    guest.opens_form()
    guest.posts()
    expect(guest.comment(900)).to_be_visible()

    assert guest.heard("posted") == [{"id": 900, "status": "published"}]


def test_an_empty_form_is_not_sent_and_the_first_gap_gets_the_focus(guest: Guest) -> None:
    guest.opens_form()
    guest.button("Post comment").click()

    expect(guest.field("body")).to_be_focused()
    expect(guest.field("body")).to_have_accessible_description("Please write a comment.")
    expect(guest.field("email")).to_have_accessible_description("Please enter your email address.")
    assert guest.api.posts == []


def test_an_error_of_the_server_stands_at_its_field(guest: Guest) -> None:
    wrong = {"email": [{"code": "email_invalid", "text": "Not an address."}]}
    guest.api.next_posts.append(problem(422, "email_invalid", fields=wrong))
    guest.opens_form()
    guest.posts()

    expect(guest.field("email")).to_be_focused()
    expect(guest.field("email")).to_have_attribute("aria-invalid", "true")
    expect(guest.field("email")).to_have_accessible_description("Not an address.")


def test_an_error_code_becomes_a_sentence_in_the_readers_language(guest: Guest) -> None:
    wrong = {"email": [{"code": "email_invalid", "text": "Not an address."}]}
    guest.api.next_posts.append(problem(422, "invalid", fields=wrong))
    guest.opens_form(pages.page(language="de"))
    guest.writes()
    guest.button("Kommentar absenden").click()

    expect(guest.field("email")).to_have_accessible_description(
        "Das sieht nicht wie eine E-Mail-Adresse aus."
    )


def test_a_field_that_is_corrected_is_no_longer_blamed(guest: Guest) -> None:
    guest.opens_form()
    guest.button("Post comment").click()
    guest.field("name").fill("Ada")

    expect(guest.field("name")).to_have_attribute("aria-invalid", "false")
    expect(guest.field("name")).to_have_accessible_description("")


def test_length_is_counted_and_too_much_is_said_before_sending(guest: Guest) -> None:
    guest.api.config = {"fields": {"body": {"required": True, "max": 5}}}
    guest.opens_form()
    guest.field("body").fill("👍👍👍👍👍👍")
    expect(guest.form.locator(".counter")).to_have_text("6 / 5")
    guest.button("Post comment").click()

    expect(guest.field("body")).to_have_accessible_description("This is too long.")


def test_only_the_fields_that_the_site_wants_are_asked_for(guest: Guest) -> None:
    fields = {
        "name": {"required": True, "max": 245},
        "email": {"required": False, "max": 100},
        "website": {"shown": False, "max": 200},
        "body": {"required": True, "max": 10000},
    }
    guest.api.config = {"fields": fields}
    guest.opens_form()
    expect(guest.field("website")).to_have_count(0)
    guest.writes(email="")
    guest.button("Post comment").click()

    expect(guest.comment(900)).to_be_visible()


def test_a_waiting_comment_is_shown_to_its_author_with_the_reason(guest: Guest) -> None:
    guest.api.verdicts = ["held"]
    guest.api.reason = FIRST_COMMENT
    guest.opens_form()
    guest.posts()

    expect(guest.comment(900)).to_contain_text("Waiting")
    expect(guest.comment(900)).to_contain_text("waits for a moderator")
    expect(guest.comment(900)).to_contain_text("A moderator reads the first comment.")
    expect(guest.comment(900).get_by_role("link", name="Private link")).to_have_attribute(
        "href", "https://news.example/receipts/900"
    )
    expect(guest.title).to_have_text("4 comments")


def test_a_pending_comment_that_is_published_joins_the_thread(newcomer: Guest) -> None:
    newcomer.api.verdicts = ["pending", "pending", "published"]
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.comment(900)).to_contain_text("being checked")
    newcomer.page.clock.run_for(1100)
    newcomer.page.clock.run_for(2100)

    expect(newcomer.status).to_have_text("Your comment is published.")
    expect(newcomer.comment(900).locator(".badge")).to_have_count(0)
    expect(newcomer.title).to_have_text("5 comments")


def test_a_pending_comment_that_is_held_says_why(newcomer: Guest) -> None:
    newcomer.api.verdicts = ["pending", "held"]
    newcomer.api.reason = FIRST_COMMENT
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.comment(900)).to_contain_text("being checked")
    newcomer.page.clock.run_for(1100)

    expect(newcomer.comment(900)).to_contain_text("A moderator reads the first comment.")
    expect(newcomer.status).to_contain_text("waits for a moderator")


def test_a_comment_that_is_refused_says_so(guest: Guest) -> None:
    guest.api.verdicts = ["rejected"]
    guest.opens_form()
    guest.posts()

    expect(guest.comment(900)).to_contain_text("Not published")


def test_nothing_is_asked_any_more_once_the_reader_has_left(newcomer: Guest) -> None:
    newcomer.api.verdicts = ["pending"]
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.comment(900)).to_be_visible()
    newcomer.page.evaluate("document.querySelector('newsroom-comments').remove()")
    newcomer.page.clock.run_for(20_000)

    assert newcomer.asked("GET", "receipt=") == 0


def test_a_waiting_comment_is_still_there_after_a_reload(guest: Guest) -> None:
    guest.api.verdicts = ["held"]
    guest.opens_form()
    guest.posts("Held words")
    expect(guest.comment(900)).to_be_visible()
    guest.reloads()

    expect(guest.comment(900)).to_contain_text("Held words")
    expect(guest.comment(900)).to_contain_text("Waiting")


def test_when_the_service_is_down_the_text_is_kept_and_a_retry_succeeds(guest: Guest) -> None:
    guest.api.next_posts.append((0, None, {}))
    guest.opens_form()
    guest.posts("Not lost")
    expect(guest.alert).to_contain_text("cannot be reached. Your text is kept.")
    expect(guest.field("body")).to_have_value("Not lost")
    guest.button("Try again").click()

    expect(guest.comment(900)).to_contain_text("Not lost")


def test_a_retry_after_a_lost_answer_does_not_post_twice(guest: Guest) -> None:
    guest.api.next_posts.append((503, {"code": "unavailable"}, {}))
    guest.opens_form()
    guest.posts()
    guest.button("Try again").click()
    expect(guest.comment(900)).to_be_visible()
    guest.posts("Another one")
    expect(guest.comment(901)).to_be_visible()

    first, again, other = guest.api.keys
    assert first == again != other


def test_a_text_changed_after_a_lost_answer_is_only_sent_if_wanted(guest: Guest) -> None:
    guest.api.next_posts.append((0, None, {}))
    guest.api.next_posts.append(problem(422, "idempotency_mismatch", detail="Used already."))
    guest.opens_form()
    guest.posts()
    guest.button("Try again").click()
    expect(guest.alert).to_have_text("Used already.")
    guest.button("Try again").click()
    expect(guest.comment(900)).to_be_visible()

    assert guest.api.keys[1] != guest.api.keys[2]


def test_a_double_click_posts_once(guest: Guest) -> None:
    guest.opens_form()
    guest.writes()
    guest.button("Post comment").dblclick()
    expect(guest.comment(900)).to_be_visible()

    assert len(guest.api.posts) == 1


def test_a_draft_survives_a_reload_with_its_key(guest: Guest) -> None:
    guest.api.next_posts.append((0, None, {}))
    guest.opens_form()
    guest.posts("Half an answer")
    expect(guest.alert).not_to_be_empty()
    guest.reloads()
    expect(guest.field("body")).to_have_value("Half an answer")
    guest.posts("Half an answer")
    expect(guest.comment(900)).to_be_visible()

    assert len(set(guest.api.keys)) == 1


def test_a_form_that_expired_is_renewed_without_the_reader(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    newcomer.api.caching = "public, max-age=600"
    newcomer.opens_form()
    newcomer.api.form = "form-2"
    with newcomer.page.expect_response("**/page?**"):
        newcomer.posts()
    newcomer.page.clock.run_for(3100)

    expect(newcomer.comment(900)).to_be_visible()
    assert [post["form"] for post in newcomer.api.posts] == ["form-1", "form-2"]


def test_who_writes_too_often_learns_how_long_to_wait(guest: Guest) -> None:
    limited = problem(429, "rate_limited", detail="Too many comments.", retry_after=42)
    guest.api.next_posts.append(limited)
    guest.opens_form()
    guest.posts()

    expect(guest.alert).to_contain_text("Too many comments. Please try again in 42 seconds.")


def test_a_thread_that_closed_meanwhile_says_so_and_keeps_the_text(guest: Guest) -> None:
    closed = problem(403, "thread_closed", detail="Comments on this article are closed.")
    guest.api.next_posts.append(closed)
    guest.opens_form()
    guest.posts("Too late")

    expect(guest.alert).to_contain_text("Comments on this article are closed.")
    expect(guest.field("body")).to_have_value("Too late")


def test_where_only_members_write_a_guest_is_told_so_and_has_no_form(guest: Guest) -> None:
    refusal = {"code": "members_only", "text": "Only members comment here."}
    guest.api.thread |= {"mode": "members", "refusal": refusal}
    guest.opens()

    expect(guest.page.get_by_text("Only members comment here.")).to_be_visible()
    expect(guest.button("Post comment")).to_have_count(0)
    expect(guest.button("Reply")).to_have_count(0)


def test_a_browser_that_holds_a_proof_has_the_form_among_members(newcomer: Guest) -> None:
    newcomer.api.thread |= {"mode": "members", "refusal": {"code": "members_only", "text": "No."}}
    newcomer.opens()
    known = {"name": "Ada", "email": "ada@example.org", "proof": "p1.x"}
    newcomer.page.evaluate(
        "author => localStorage.setItem('newsroom:author', JSON.stringify(author))", known
    )
    newcomer.page.reload()

    expect(newcomer.button("Post comment")).to_be_visible()


def test_an_editors_note_stands_above_the_comments(guest: Guest) -> None:
    guest.api.thread |= {"note": "<p>We are <em>reading along</em>.</p><script>1</script>"}
    guest.opens()

    expect(guest.page.locator(".notice.prose em")).to_have_text("reading along")
    expect(guest.page.locator(".notice script")).to_have_count(0)


def test_a_closed_thread_can_be_read_but_not_answered(guest: Guest) -> None:
    guest.api.thread |= {"status": "closed", "mode": "closed"}
    guest.opens()

    expect(guest.page.get_by_text("This conversation is closed.")).to_be_visible()
    expect(guest.button("Reply")).to_have_count(0)
    expect(guest.form).to_have_count(0)


def test_without_consent_nothing_of_the_writer_is_remembered(newcomer: Guest) -> None:
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.comment(900)).to_be_visible()

    assert newcomer.page.evaluate("localStorage.length") == 0


def test_with_consent_the_form_knows_the_writer_next_time(newcomer: Guest) -> None:
    newcomer.opens_form()
    newcomer.page.get_by_label("Save my name").check()
    newcomer.posts()
    expect(newcomer.comment(900)).to_be_visible()
    newcomer.reloads()

    expect(newcomer.field("name")).to_have_value("Ada Moreau")
    expect(newcomer.field("email")).to_have_value("ada@mail.example")


def test_consent_taken_back_forgets_at_once(newcomer: Guest) -> None:
    newcomer.opens_form()
    newcomer.page.get_by_label("Save my name").check()
    newcomer.posts()
    expect(newcomer.comment(900)).to_be_visible()
    newcomer.page.get_by_label("Save my name").uncheck()

    assert newcomer.page.evaluate("localStorage.length") == 0


def test_no_cookie_is_set_or_sent(newcomer: Guest) -> None:
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.comment(900)).to_be_visible()

    assert newcomer.page.context.cookies() == []


def test_a_browser_that_refuses_storage_still_posts(newcomer: Guest) -> None:
    newcomer.page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
          Object.defineProperty(window, name, { get() { throw new DOMException("no") } });"""
    )
    newcomer.opens_form()
    newcomer.posts()

    expect(newcomer.comment(900)).to_be_visible()


def test_a_reply_is_written_in_place_and_stands_under_its_comment(guest: Guest) -> None:
    guest.opens_form()
    guest.comment(3).get_by_role("button", name="Reply").click()
    form = guest.page.locator("#comment-3 > .composer")
    expect(guest.field("body", form)).to_be_focused()
    guest.writes("I agree", form=form)
    form.get_by_role("button", name="Post comment").click()

    expect(guest.page.locator("#comment-3 .replies #comment-900")).to_be_focused()
    assert guest.api.posts[0]["parent"] == 3


def test_escape_cancels_a_reply_and_returns_to_where_it_began(guest: Guest) -> None:
    guest.opens_form()
    reply = guest.comment(3).get_by_role("button", name="Reply")
    reply.click()
    guest.page.keyboard.type("Never mind")
    guest.page.keyboard.press("Escape")

    expect(guest.page.locator("#comment-3 > .composer")).to_have_count(0)
    expect(reply).to_be_focused()


def test_a_cancelled_reply_is_kept_for_second_thoughts(guest: Guest) -> None:
    guest.opens_form()
    reply = guest.comment(3).get_by_role("button", name="Reply")
    reply.click()
    guest.page.keyboard.type("Well")
    guest.page.keyboard.press("Escape")
    reply.click()

    expect(guest.page.locator("#comment-3 > .composer textarea")).to_have_value("Well")


def test_the_keyboard_alone_is_enough_to_post(guest: Guest) -> None:
    guest.opens_form()
    guest.button("Leave a reply").press("Enter")
    for text in ("By keyboard", "Ada", "ada@mail.example"):
        guest.page.keyboard.type(text)
        guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Control+Enter")

    expect(guest.comment(900)).to_contain_text("By keyboard")


def test_escape_belongs_to_the_input_method_while_it_composes(guest: Guest) -> None:
    guest.opens_form()
    guest.comment(3).get_by_role("button", name="Reply").click()
    guest.page.locator("#comment-3 textarea").dispatch_event(
        "keydown", {"key": "Escape", "isComposing": True}
    )

    expect(guest.page.locator("#comment-3 > .composer")).to_be_visible()


def test_one_key_shortcuts_of_the_page_do_not_fire_while_writing(guest: Guest) -> None:
    guest.page.add_init_script(
        "window.keys = []; addEventListener('keydown', (event) => keys.push(event.key))"
    )
    guest.opens_form()
    guest.field("body").press("j")

    assert guest.page.evaluate("keys") == []


def test_an_author_changes_a_comment_within_the_window(guest: Guest) -> None:
    guest.opens_form()
    guest.posts("Frist")
    guest.button("Edit").click()
    editor = guest.comment(900).locator("textarea")
    expect(editor).to_have_value("Frist")
    editor.fill("First")
    guest.button("Save").click()

    expect(guest.comment(900).locator(".prose").first).to_have_text("First")
    expect(guest.page.locator("#comment-900")).to_be_focused()


def test_a_change_that_is_cancelled_leaves_the_comment_alone(guest: Guest) -> None:
    guest.opens_form()
    guest.posts("As it was")
    guest.button("Edit").click()
    guest.comment(900).locator("textarea").fill("Other")
    guest.page.keyboard.press("Escape")

    expect(guest.comment(900).locator(".prose").first).to_have_text("As it was")
    expect(guest.button("Edit")).to_be_focused()


def test_an_author_takes_a_comment_back_after_being_asked(guest: Guest) -> None:
    guest.opens_form()
    guest.posts()
    guest.button("Withdraw").click()
    expect(guest.button("Yes, withdraw")).to_be_focused()
    guest.button("Yes, withdraw").click()

    expect(guest.page.locator("#comment-900")).to_have_text("You withdrew this comment.")
    expect(guest.title).to_have_text("4 comments")
    assert guest.asked("DELETE", "comments/900?receipt=receipt-900") == 1


def test_keeping_a_comment_returns_to_the_button(guest: Guest) -> None:
    guest.opens_form()
    guest.posts()
    guest.button("Withdraw").click()
    guest.button("Keep it").click()

    expect(guest.button("Withdraw")).to_be_focused()


def test_after_the_window_nothing_can_be_changed(newcomer: Guest) -> None:
    newcomer.page.clock.install()
    newcomer.opens_form()
    newcomer.posts()
    expect(newcomer.button("Edit")).to_be_visible()
    newcomer.page.clock.run_for(16 * 60 * 1000)

    expect(newcomer.button("Edit")).to_have_count(0)


def test_a_posted_comment_survives_a_change_of_order(guest: Guest) -> None:
    guest.api.verdicts = ["held"]
    guest.opens_form()
    guest.posts("Still here")
    expect(guest.comment(900)).to_be_visible()
    guest.page.get_by_label("Sort by").select_option("newest")
    expect(guest.page.locator(".list > li").first).to_have_attribute("id", "comment-4")

    expect(guest.comment(900)).to_contain_text("Still here")
