"""Reading a conversation and finding the way onward, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.embed.client_harness import content, pages
from tests.embed.client_harness.guest import Guest
from tests.running import until

pytest_plugins = ["tests.embed.client_harness.plugin"]
pytestmark = pytest.mark.browser


def test_a_reader_sees_the_conversation_with_replies_under_their_comments(guest: Guest) -> None:
    guest.opens()

    expect(guest.title).to_have_text("4 comments")
    expect(guest.comment(1)).to_contain_text("The chart compares nominal prices.")
    expect(
        guest.page.locator("#comment-1 .replies #comment-11 .replies #comment-111")
    ).to_be_visible()


def test_what_the_newsroom_says_of_a_comment_stands_beside_its_author(guest: Guest) -> None:
    guest.opens()

    expect(guest.comment(1).locator("header")).to_contain_text("Editor’s pick")
    expect(guest.comment(11).locator("header")).to_contain_text("Reporter")
    expect(guest.comment(4).locator("header")).to_contain_text("Pinned")
    expect(guest.comment(3).locator("header")).to_contain_text("edited")


def test_a_removed_comment_keeps_its_place_for_its_replies(guest: Guest) -> None:
    guest.opens()

    expect(guest.page.locator("#comment-2 > .stub")).to_have_text("This comment was removed.")
    expect(guest.comment(21)).to_be_visible()


def test_an_empty_thread_invites_the_first_comment(guest: Guest) -> None:
    guest.api.comments = []
    guest.opens()

    expect(guest.title).to_have_text("0 comments")
    expect(guest.page.get_by_text("No comments yet.")).to_be_visible()


def test_more_replies_come_when_asked_for_without_doubles(guest: Guest) -> None:
    guest.opens()
    guest.button("Show 2 more replies").click()

    expect(guest.page.locator("#comment-1 > .replies > li")).to_have_count(5)
    expect(guest.button("Show 2 more replies")).to_have_count(0)
    assert guest.asked("GET", "parent=1") == 1


def test_older_comments_are_added_below_and_get_the_focus(guest: Guest) -> None:
    guest.api.older = [content.comment(51), content.comment(52)]
    guest.opens()
    guest.button("Load more comments").click()

    expect(guest.page.locator("#comment-51")).to_be_focused()
    expect(guest.status).to_have_text("2 comments added.")
    expect(guest.button("Load more comments")).to_have_count(0)


def test_a_page_that_fails_can_be_asked_for_again(guest: Guest) -> None:
    guest.api.older = [content.comment(51)]
    guest.opens()
    expect(guest.comment(4)).to_be_visible()
    guest.api.failing = lambda _method, _path: (503, {}, {})
    guest.button("Load more comments").click()
    expect(guest.button("That did not work. Try again")).to_be_visible()
    guest.api.failing = lambda _method, _path: None
    guest.button("That did not work. Try again").click()

    expect(guest.comment(51)).to_be_visible()


def test_a_reader_chooses_the_order(guest: Guest) -> None:
    guest.opens()
    guest.page.get_by_label("Sort by").press("ArrowDown")

    expect(guest.page.locator(".list > li").first).to_have_attribute("id", "comment-4")
    expect(guest.page.get_by_label("Sort by")).to_be_focused()


def test_a_link_to_a_comment_beyond_the_first_page_shows_it(guest: Guest) -> None:
    guest.api.comments = [content.comment(n) for n in range(1, 40)]
    guest.api.older = [content.comment(n) for n in range(51, 90)]
    guest.opens(anchor="#comment-77")

    expect(guest.page.locator("#comment-77")).to_be_focused()
    expect(guest.page.locator("#comment-77")).to_be_in_viewport()


def test_from_the_middle_of_a_thread_one_gets_back_to_all_of_it(guest: Guest) -> None:
    guest.api.older = [content.comment(n) for n in range(51, 90)]
    guest.opens(anchor="#comment-77")
    guest.button("Show all comments").click()

    expect(guest.comment(1)).to_be_visible()
    expect(guest.page.locator("#comment-77")).to_have_count(0)


def test_a_link_to_a_comment_that_is_nowhere_leaves_the_thread_as_it_is(guest: Guest) -> None:
    guest.api.failing = lambda _method, path: (404, {}, {}) if path.endswith("/comments") else None
    guest.opens(anchor="#comment-77")

    expect(guest.comment(1)).to_be_visible()


def test_a_reply_beside_what_it_answers_links_to_it(guest: Guest) -> None:
    side = content.comment(14, parent=1, depth=1, in_reply_to={"id": 12, "name": "Ines"})
    guest.api.comments = [content.comment(1, reply_count=2, replies=[
        content.comment(12, parent=1, depth=1), side,
    ])]  # fmt: skip
    guest.opens()
    guest.comment(14).get_by_role("link", name="in reply to Ines").click()

    expect(guest.page.locator("#comment-12")).to_be_focused()


def test_the_time_of_a_comment_is_its_permalink(guest: Guest) -> None:
    guest.opens()
    guest.comment(3).locator("a.time").click()

    expect(guest.page.locator("#comment-3")).to_be_focused()
    assert guest.page.url.endswith("#comment-3")


def test_times_are_told_as_a_person_would(newcomer: Guest) -> None:
    newcomer.page.clock.install(time="2026-01-01T12:05:00Z")
    newcomer.opens()
    expect(newcomer.comment(4).locator("time")).to_have_text("5 minutes ago")
    newcomer.page.clock.run_for(60_000)

    expect(newcomer.comment(4).locator("time")).to_have_text("6 minutes ago")


def test_nothing_is_asked_for_until_the_element_comes_near(guest: Guest) -> None:
    guest.opens(pages.page('<div style="height: 9000px"></div>' + pages.COMMENTS))
    expect(guest.page.locator("newsroom-comments:defined")).to_have_count(1)
    guest.page.wait_for_function(
        "() => performance.now() > 0 && document.readyState === 'complete'"
    )
    assert guest.api.asked == []
    guest.page.locator("newsroom-comments").scroll_into_view_if_needed()

    expect(guest.title).to_have_text("4 comments")


def test_all_elements_of_a_page_share_one_request(guest: Guest) -> None:
    guest.opens(pages.page(pages.ALL))
    expect(guest.title).to_have_text("4 comments")
    guest.page.locator("newsroom-section").scroll_into_view_if_needed()
    expect(guest.page.locator("newsroom-section li")).to_have_count(3)

    assert guest.asked("GET", "") == 1


def test_without_a_conversation_only_the_navigation_is_fetched(guest: Guest) -> None:
    guest.opens(pages.page('<newsroom-related article="story-42"></newsroom-related>'))
    expect(guest.page.locator("newsroom-related li")).to_have_count(3)

    assert guest.asked("GET", "/navigation?article=story-42") == len(guest.api.asked) == 1


@pytest.mark.parametrize(
    ("within", "asked"), [("section", "&within=section"), ("site", "&within=site"), ("x", "")]
)
def test_neighbours_are_asked_for_as_the_element_says(
    guest: Guest, within: str, asked: str
) -> None:
    said = pages.ALL.replace("<newsroom-navigation", f"<newsroom-navigation within={within}", 1)
    guest.opens(pages.page(said))
    expect(guest.title).to_have_text("4 comments")
    expect(guest.page.locator("newsroom-navigation a")).to_have_count(2)

    assert guest.asked("GET", f"/page?article=story-42{asked}") == guest.asked("GET", "") == 1


def test_the_canonical_link_names_the_article_where_no_attribute_does(guest: Guest) -> None:
    canonical = '<link rel="canonical" href="https://news.example/a?b=1&amp;c=2">'
    guest.opens(pages.page("<newsroom-comments></newsroom-comments>", head=canonical))
    expect(guest.title).to_be_visible()

    assert guest.asked("GET", "page?url=https%3A%2F%2Fnews.example%2Fa%3Fb%3D1%26c%3D2") == 1


def test_another_article_in_the_same_element_brings_its_own_thread(guest: Guest) -> None:
    guest.opens()
    expect(guest.title).to_have_text("4 comments")
    guest.api.comments = [content.comment(70)]
    guest.page.evaluate(
        "document.querySelector('newsroom-comments').setAttribute('article', 'other')"
    )

    expect(guest.title).to_have_text("1 comment")


def test_html_of_the_server_stands_until_the_script_takes_over(guest: Guest) -> None:
    served = '<newsroom-comments article="story-42"><p>Served thread</p></newsroom-comments>'
    guest.opens(pages.page(served))

    expect(guest.title).to_have_text("4 comments")
    expect(guest.page.get_by_text("Served thread")).to_be_hidden()


def test_html_of_the_server_stays_when_the_api_is_down(guest: Guest) -> None:
    guest.listens()
    guest.api.failing = lambda _method, _path: (0, None, {})
    served = '<newsroom-comments article="story-42"><p>Served thread</p></newsroom-comments>'
    guest.opens(pages.page(served))
    guest.page.wait_for_function("heard.length > 0")

    expect(guest.page.get_by_text("Served thread")).to_be_visible()
    assert guest.heard("error") == [{"code": "unreachable", "status": 0}]


def test_html_of_the_server_stays_when_the_script_is_blocked(guest: Guest) -> None:
    served = '<newsroom-comments article="story-42"><p>Served thread</p></newsroom-comments>'
    guest.opens(pages.page(served), policy="script-src 'none'")

    expect(guest.page.get_by_text("Served thread")).to_be_visible()


def test_a_thread_that_cannot_be_read_says_so_and_can_be_tried_again(guest: Guest) -> None:
    guest.api.failing = lambda _method, _path: (0, None, {})
    guest.opens()
    expect(guest.page.get_by_role("alert")).to_contain_text("could not be loaded")
    guest.api.failing = lambda _method, _path: None
    guest.button("Try again").click()

    expect(guest.title).to_have_text("4 comments")
    expect(guest.title).to_be_focused()


def test_an_unknown_article_has_no_conversation_and_no_retry(guest: Guest) -> None:
    guest.api.failing = lambda _method, _path: (404, {"code": "article_unknown"}, {})
    guest.opens()

    expect(guest.page.get_by_text("Comments are not available for this page.")).to_be_visible()
    expect(guest.button("Try again")).to_have_count(0)


def test_the_page_is_told_when_the_conversation_is_ready(guest: Guest) -> None:
    guest.listens()
    guest.opens()
    expect(guest.form).to_be_visible()

    assert guest.heard("ready") == [{"article": "story-42", "count": 4}]


def test_two_sites_on_one_page_are_refused_clearly(guest: Guest) -> None:
    second = '<script async src="{newsroom}/embed/v1.js?2" data-site="other"></script>'
    refusal = "Newsroom: this page already serves"
    with guest.page.expect_console_message(lambda message: message.text.startswith(refusal)):
        guest.opens(pages.page(pages.COMMENTS.replace("story", "a") + second))


def test_previous_and_next_carry_the_titles_of_their_articles(guest: Guest) -> None:
    guest.opens(pages.page(pages.ALL))

    expect(guest.page.get_by_role("link", name="Previous article Council votes")).to_have_attribute(
        "href", f"{guest.harness.site.origin}/story-1"
    )
    expect(guest.page.get_by_role("link", name="Next article Why the fish")).to_be_visible()


def test_related_articles_say_why_they_are_shown(guest: Guest) -> None:
    guest.opens(pages.page(pages.ALL))

    first = guest.page.locator("newsroom-related li").first
    expect(first.get_by_role("link")).to_have_text(
        "Night ferries return to the old quay after eleven years"
    )
    expect(first).to_contain_text("Also about the harbour tram")
    expect(first.locator("img")).to_have_attribute("loading", "lazy")


def opens_related(guest: Guest) -> list[str]:
    with guest.page.expect_event("requestfinished", lambda request: "seen.js" in request.url):
        guest.opens(pages.page('<newsroom-related article="story-42"></newsroom-related>'))
    guest.page.wait_for_load_state("networkidle")
    return [item["id"] for item in guest.api.navigation["related"]]


def test_a_reader_who_goes_on_tells_what_was_shown_and_chosen(guest: Guest) -> None:
    ids = opens_related(guest)
    guest.page.locator("newsroom-related li").nth(1).get_by_role("link").click()
    until(lambda: guest.api.seen, "the page has told")
    told = {"article": "story-42", "clicked": ids[1], "position": 1}
    assert {name: guest.api.seen[0][name] for name in told} == told


def test_a_reader_who_only_looked_tells_what_was_in_view(guest: Guest) -> None:
    ids = opens_related(guest)
    guest.page.locator("newsroom-related li").first.scroll_into_view_if_needed()
    guest.page.evaluate("() => new Promise((seen) => setTimeout(() => requestIdleCallback(seen)))")
    guest.page.goto("about:blank")
    until(lambda: guest.api.seen, "the page has told")
    assert guest.api.seen == [{"article": "story-42", "shown": ids}]


def test_the_section_names_itself(guest: Guest) -> None:
    guest.opens(pages.page('<newsroom-section article="story-42"></newsroom-section>'))

    heading = guest.page.locator("newsroom-section").get_by_role("heading", level=2)
    expect(heading).to_have_text("More in Market News")


def test_an_element_with_nothing_to_show_takes_no_room(guest: Guest) -> None:
    guest.api.navigation = {**guest.api.navigation, "related": []}
    guest.listens()
    guest.opens(pages.page('<newsroom-related article="story-42"></newsroom-related>'))
    guest.page.wait_for_function("heard.length > 0")

    box = guest.page.locator("newsroom-related").bounding_box()
    assert box is not None
    assert box["height"] == 0


def test_counts_of_a_whole_page_come_in_one_request(guest: Guest) -> None:
    links = "".join(f'<a href="/{n}" data-newsroom-count="story-{n}"></a>' for n in (1, 2, 3, 2))
    guest.opens(pages.page(links))
    counted = guest.page.locator("a[data-newsroom-count]")

    expect(counted).to_have_text(["0 comments", "1 comment", "1,234 comments", "1 comment"])
    assert len(guest.api.asked) == 1


def test_counts_speak_the_language_of_their_page(guest: Guest) -> None:
    link = '<a href="/3" data-newsroom-count="story-3">…</a>'
    guest.opens(pages.page(link, language="de-AT"))

    expect(guest.page.locator("a")).to_have_text("1.234 Kommentare")


def test_a_count_that_is_unknown_leaves_the_link_as_it_was(guest: Guest) -> None:
    links = '<a data-newsroom-count="gone">Discuss</a> <a data-newsroom-count="story-2"></a>'
    guest.opens(pages.page(links))
    expect(guest.page.get_by_text("1 comment")).to_be_visible()

    expect(guest.page.locator("a").first).to_have_text("Discuss")
