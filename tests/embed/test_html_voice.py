"""Voting, reacting and quoting with JavaScript off."""

from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Policy, Reaction, Vote
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.embed.html_page import opened, submitted
from tests.embed.test_html_thread import URL
from tests.factories import a_comment, a_posted, a_site, an_article

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def comment(article: Article) -> Comment:
    return a_comment(article, name="Bo Lind", body="A *loud* night.\n\nAnd a cold one.")


def voice_of(comment: Comment, site: str = "daily") -> str:
    return f"/sites/{site}/voice?comment={comment.pk}"


def says(reader: Reader, comment: Comment, word: str) -> Any:
    return submitted(reader, voice_of(comment), {"do": word})


def counts(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    return comment.votes, comment.score


def test_each_comment_has_its_buttons(reader: Reader, comment: Comment) -> None:
    [form] = opened(reader, URL).voices
    assert form.attributes["action"] == voice_of(comment)
    assert form.buttons == [("do", "up"), ("do", "down")]


def test_a_vote_leads_back_to_its_comment_and_is_seen_there(
    reader: Reader, comment: Comment
) -> None:
    answer = says(reader, comment, "up")
    assert (answer.status_code, counts(comment)) == (303, (1, 1))
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    assert opened(reader, answer["Location"]).all("output")[0].text == "1"


def test_two_votes_are_shown_at_two_addresses(reader: Reader, comment: Comment) -> None:
    """A browser may keep a page of the thread for some seconds."""
    first, second = says(reader, comment, "up"), says(reader, comment, "down")
    assert first["Location"] != second["Location"]


def test_a_reader_has_one_vote_and_may_take_it_back(reader: Reader, comment: Comment) -> None:
    for word, expected in (("up", (1, 1)), ("up", (1, 1)), ("down", (1, -1)), ("none", (0, 0))):
        says(reader, comment, word)
        assert counts(comment) == expected


def test_opening_the_page_votes_for_nobody(reader: Reader, comment: Comment) -> None:
    page = opened(reader, voice_of(comment))
    assert "A loud night." in page.text
    assert ("do", "up") in page.forms[0].buttons
    assert not Vote.objects.exists()


def test_a_form_that_says_nothing_only_shows(reader: Reader, comment: Comment) -> None:
    assert submitted(reader, voice_of(comment), {}).status_code == 200
    assert not Vote.objects.exists()


@pytest.mark.parametrize("word", ["twice", "UP", "react:", "react:🎺"])
def test_what_is_no_vote_is_refused(reader: Reader, comment: Comment, word: str) -> None:
    assert says(reader, comment, word).status_code in (400, 422)
    assert not Vote.objects.exists() and not Reaction.objects.exists()


def test_a_reaction_is_given_and_taken_back(
    reader: Reader, article: Article, comment: Comment
) -> None:
    policy_of(article.site_id)
    Policy.objects.update(reactions=["👍"])
    [link] = [one for one in opened(reader, URL).all("a") if one.text == "More"]
    page = opened(reader, link.attributes["href"])
    assert page.forms[0].buttons[3:] == [("do", "react:👍")]
    found = []
    for _ in range(2):
        says(reader, comment, "react:👍")
        comment.refresh_from_db()
        found.append(comment.reactions)
    assert found == [{"👍": 1}, {}]


def test_nobody_votes_for_their_own_words(reader: Reader, article: Article, clock: Clock) -> None:
    mine = a_posted(article, clock.now, ip="127.0.0.1", user_agent="")
    Comment.objects.filter(pk=mine.pk).update(status=Status.PUBLISHED)
    answer = says(reader, mine, "up")
    assert answer.status_code == 403
    assert "Your own comment is for others to judge." in answer.content.decode()


def test_what_may_only_be_read_has_no_buttons(
    reader: Reader, article: Article, comment: Comment
) -> None:
    type(comment.thread).objects.update(mode="readonly")
    assert opened(reader, URL).voices == []
    assert says(reader, comment, "up").status_code == 403


def test_many_votes_from_one_place_have_to_wait(reader: Reader, comment: Comment) -> None:
    answers = [says(reader, comment, "up") for _ in range(11)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("status", [Status.HELD, Status.REMOVED, Status.UNCONFIRMED])
def test_what_readers_do_not_see_has_no_voice(
    reader: Reader, article: Article, status: Status
) -> None:
    assert says(reader, a_comment(article, status), "up").status_code == 404


def test_a_comment_of_another_site_is_not_found(reader: Reader, article: Article) -> None:
    other = a_comment(an_article(a_site("weekly")))
    assert says(reader, other, "up").status_code == 404
    assert not Vote.objects.exists()


def test_the_fragment_votes_at_the_newsroom(
    reader: Reader, comment: Comment, settings: Any
) -> None:
    html = reader.get(f"{URL}&fragment=1").content.decode()
    assert f'action="{settings.PUBLIC_URL}{voice_of(comment)}"' in html


# --- Quoting ---


def test_a_quote_begins_the_reply_with_the_others_words(reader: Reader, comment: Comment) -> None:
    [link] = [one for one in opened(reader, URL).all("a") if one.text == "Quote"]
    page = opened(reader, link.attributes["href"])
    assert page.forms[0].values["parent"] == str(comment.pk)
    lines = page.forms[0].values["body"].split("\n")
    assert lines[0] == "> A loud night."
    assert "> And a cold one." in lines


def test_what_was_held_is_quoted_to_nobody(reader: Reader, article: Article) -> None:
    held = a_comment(article, Status.HELD, body="A canary.")
    assert "canary" not in reader.get(f"{URL}&reply={held.pk}&quote=1").content.decode()


# --- The order ---


def test_the_orders_are_links_and_say_which_is_shown(reader: Reader, comment: Comment) -> None:
    page = opened(reader, f"{URL}&sort=top")
    [shown] = [one for one in page.all("a") if one.attributes.get("aria-current") == "true"]
    assert shown.text == "Top"
    [newest] = [one for one in page.all("a") if one.text == "Newest"]
    assert newest.attributes["href"].endswith("&sort=newest")
