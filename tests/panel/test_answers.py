"""An answer as the newsroom, an editor's pick, and ready-made answers: by forms."""

from typing import Any

import pytest

from articles.models import Article, Site
from comments import text
from comments.models import CannedReply, CardEntry, Comment, Mail, Policy, Thread
from comments.notify.followers import tell_followers
from comments.roles import Role
from comments.services.canned import filled
from comments.services.pick import pick
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment, a_site
from tests.panel.desk import Desk, an_account


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


@pytest.fixture
def asked(article: Article) -> Comment:
    return a_comment(article, name="Ada", body="When does it open?")


@pytest.fixture
def edda(site: Site) -> Desk:
    """An editor."""
    return Desk(an_account("edda", site, Role.EDITOR))


def thread(article: Article) -> Any:
    """As readers are given it."""
    return Reader().client.get(
        f"/api/v1/sites/{article.site.key}/page", {"article": article.external_id}
    )


def an_answer(desk: Desk, comment: Comment, body: str = "On Monday.", **fields: str) -> Any:
    said = {"body": body, "once": "one", **fields}
    return desk.post(f"comments/{comment.pk}/answer", said)


def replies() -> list[Comment]:
    return list(Comment.objects.filter(signed_in="staff").order_by("id"))


# --- An answer -----------------------------------------------------------------------------------


def test_readers_see_the_newsrooms_answer_at_once_with_its_badge(
    desk: Desk, asked: Comment, article: Article
) -> None:
    before = thread(article)
    assert an_answer(desk, asked).json()["detail"] == "Answered."
    after = thread(article)
    [question] = after.json()["thread"]["results"]
    [reply] = question["replies"]
    assert reply["author"]["name"] == "Daily"
    assert reply["author"]["badge"] == "Newsroom"
    assert "On Monday." in reply["html"]
    assert after["ETag"] != before["ETag"]
    html = Reader().client.get("/sites/daily/comments", {"article": article.external_id})
    assert "On Monday." in html.content.decode()
    assert "Newsroom" in html.content.decode()


def test_readers_see_a_persons_full_name_and_never_the_accounts(
    site: Site, asked: Comment, desk: Desk, nora: Any
) -> None:
    nora.first_name, nora.last_name = "Nora", "Nyman"
    nora.save()
    an_answer(desk, asked)
    assert [reply.name for reply in replies()] == ["Nora Nyman"]
    assert "nora" not in replies()[0].name


def test_the_badge_is_in_the_language_of_the_article(desk: Desk, asked: Comment) -> None:
    article = asked.thread.article
    article.language = "de"
    article.save()
    an_answer(desk, asked)
    assert [reply.badge for reply in replies()] == ["Redaktion"]


def test_the_same_form_twice_is_one_answer(desk: Desk, asked: Comment) -> None:
    first, second = an_answer(desk, asked), an_answer(desk, asked)
    assert first.json() == second.json()
    assert len(replies()) == 1
    an_answer(desk, asked, "And on Tuesday.", once="two")
    assert len(replies()) == 2


def test_who_answered_is_on_record(desk: Desk, nora: Any, asked: Comment) -> None:
    an_answer(desk, asked)
    [reply] = replies()
    [decision] = reply.decisions.all()
    assert (decision.by, decision.reasons) == (nora, ["staff_reply"])
    assert "nora: answered in public" in desk.page(f"comments/{asked.pk}")
    assert "An answer of the newsroom" in desk.page("record")


def test_it_waits_in_no_tab(desk: Desk, asked: Comment) -> None:
    an_answer(desk, asked)
    assert "On Monday." not in desk.page(tab="unseen") + desk.page()


def test_nothing_is_answered_that_readers_do_not_see(desk: Desk, article: Article) -> None:
    held = a_comment(article, Status.HELD)
    assert an_answer(desk, held).status_code == 422
    assert replies() == []


@pytest.mark.parametrize("mode", ["off", "readonly"])
def test_nothing_is_written_where_nothing_shall_be(desk: Desk, asked: Comment, mode: str) -> None:
    Thread.objects.update(mode=mode)
    assert an_answer(desk, asked).status_code == 422
    assert replies() == []


def test_the_newsroom_answers_where_readers_may_no_longer(desk: Desk, asked: Comment) -> None:
    Thread.objects.update(mode="closed")
    assert an_answer(desk, asked).status_code == 200


@pytest.mark.parametrize("body", ["", " ", "x" * 40_000, "\x00"])
def test_an_answer_is_text(desk: Desk, asked: Comment, body: str) -> None:
    assert an_answer(desk, asked, body).status_code == 422
    assert replies() == []


def test_an_answer_is_taken_back_before_followers_hear_of_it(
    desk: Desk, asked: Comment, article: Article
) -> None:
    reply = an_answer(desk, asked).json()["reply"]
    assert desk.post(f"comments/{reply}/take-back").status_code == 200
    assert thread(article).json()["thread"]["results"][0]["replies"] == []
    assert not OutboxEvent.objects.filter(name="comment.published", key=str(reply)).exists()
    tell_followers(reply, NOON)
    assert not Mail.objects.exists()
    entries = CardEntry.objects.filter(comment=asked)
    assert [entry.what for entry in entries] == ["answered", "taken_back"]
    assert desk.post(f"comments/{reply}/take-back").status_code == 422


def test_nobody_takes_back_a_colleagues_answer_nor_a_readers_comment(
    desk: Desk, site: Site, asked: Comment
) -> None:
    reply = an_answer(desk, asked).json()["reply"]
    otto = Desk(an_account("otto", site))
    assert otto.post(f"comments/{reply}/take-back").status_code == 422
    assert desk.post(f"comments/{asked.pk}/take-back").status_code == 422
    assert {row.status for row in Comment.objects.all()} == {"published"}


def test_an_answer_goes_no_deeper_than_the_site_wants(desk: Desk, asked: Comment) -> None:
    policy_of(asked.thread.site_id)
    Policy.objects.update(reply_depth=0)
    an_answer(desk, asked)
    [reply] = replies()
    assert (reply.parent, reply.in_reply_to) == (None, asked)


# --- Picks ---------------------------------------------------------------------------------------


def test_an_editor_picks_and_readers_see_it(edda: Desk, asked: Comment, article: Article) -> None:
    before = thread(article)
    assert edda.post(f"comments/{asked.pk}/pick", {"on": "1"}).status_code == 200
    after = thread(article)
    assert after.json()["thread"]["results"][0]["picked"] is True
    assert after["ETag"] != before["ETag"]
    assert "edda: picked" in edda.page(f"comments/{asked.pk}")
    edda.post(f"comments/{asked.pk}/pick", {"on": ""})
    assert thread(article).json()["thread"]["results"][0]["picked"] is False


def test_two_clicks_pick_once(edda: Desk, asked: Comment) -> None:
    for _ in range(2):
        assert edda.post(f"comments/{asked.pk}/pick", {"on": "1"}).status_code == 200
    assert CardEntry.objects.count() == 1


def test_what_readers_do_not_see_is_no_pick(edda: Desk, article: Article) -> None:
    held = a_comment(article, Status.HELD)
    assert edda.post(f"comments/{held.pk}/pick", {"on": "1"}).status_code == 422
    assert not Comment.objects.get(pk=held.pk).picked


def test_a_moderator_picks_nothing_and_is_offered_nothing(desk: Desk, asked: Comment) -> None:
    assert desk.post(f"comments/{asked.pk}/pick", {"on": "1"}).status_code == 403
    assert "Editor's pick</button>" not in desk.page(f"comments/{asked.pk}")


def test_what_was_done_at_a_comment_goes_with_its_words(
    edda: Desk, nora: Any, asked: Comment
) -> None:
    from comments.services.erase import erase, find

    pick(asked, True, nora, NOON)
    erase(find(asked.email, asked.thread.site_id), "desk", NOON)
    assert not CardEntry.objects.exists()


# --- Ready-made answers --------------------------------------------------------------------------


@pytest.fixture
def sue(site: Site) -> Desk:
    """A senior."""
    return Desk(an_account("sue", site, Role.SENIOR))


def test_seniors_write_answers_and_the_desk_uses_them(
    sue: Desk, desk: Desk, asked: Comment
) -> None:
    for title in ("Thanks", "Rules"):
        text = "Dear {name}, on “{headline}”."
        assert (
            sue.client.post(f"{sue.base}answers", {"title": title, "text": text}).status_code == 303
        )
    page = desk.page()
    assert page.index(">Rules</option>") < page.index(">Thanks</option>")
    thanks = CannedReply.objects.get(title="Thanks")
    an_answer(desk, asked, thanks.text, canned=str(thanks.pk))
    assert replies()[0].body == f"Dear Ada, on “{asked.thread.article.title}”."
    page = desk.page()
    assert page.index(">Thanks</option>") < page.index(">Rules</option>")
    assert "used 1 time<" in sue.page("answers")


def test_a_readers_name_is_no_markup_in_the_newsrooms_words(desk: Desk, asked: Comment) -> None:
    for name in ("[Win](https://spam.example)", "https://spam.example", "<https://spam.example>"):
        Comment.objects.filter(pk=asked.pk).update(name=name)
        an_answer(desk, asked, "Dear {name}, *thank you*.", once=name)
        reply = replies()[-1]
        assert "<a" not in reply.html
        assert text.plain(reply.body) == f"Dear {name}, thank you."


def test_an_answer_is_changed_and_removed(sue: Desk) -> None:
    sue.client.post(f"{sue.base}answers", {"title": "Thanks", "text": "Thank you."})
    pk = str(CannedReply.objects.get().pk)
    sue.client.post(f"{sue.base}answers", {"canned": pk, "title": "Thanks", "text": "Many thanks."})
    assert CannedReply.objects.get().text == "Many thanks."
    sue.client.post(f"{sue.base}answers", {"canned": pk, "do": "remove"})
    assert not CannedReply.objects.exists()
    gone = {"canned": pk, "title": "Thanks", "text": "Thank you."}
    assert sue.client.post(f"{sue.base}answers", gone).status_code == 409


def test_two_answers_have_two_titles_and_each_has_words(sue: Desk) -> None:
    first = {"title": "Thanks", "text": "Thank you."}
    sue.client.post(f"{sue.base}answers", first)
    for wrong in (first, {"title": "", "text": "x"}, {"title": "x", "text": ""}):
        assert sue.client.post(f"{sue.base}answers", wrong).status_code == 422
    assert CannedReply.objects.count() == 1


def test_another_sites_answers_are_not_touched(sue: Desk) -> None:
    weekly = a_site("weekly")
    row = CannedReply.objects.create(site=weekly, title="W", text="Theirs.", changed=NOON)
    fields = {"canned": str(row.pk), "title": "W", "text": "Ours."}
    assert sue.client.post(f"{sue.base}answers", fields).status_code == 409
    sue.client.post(f"{sue.base}answers", {"canned": str(row.pk), "do": "remove"})
    assert CannedReply.objects.get().text == "Theirs."
    assert "Theirs." not in sue.page("answers")


@pytest.mark.parametrize(
    ("text", "said"),
    [("{name}: {headline}", "{headline}: T"), ("{other} {", "{other} {"), ("", "")],
)
def test_what_fills_a_gap_is_no_gap_itself(text: str, said: str) -> None:
    assert filled(text, "{headline}", "T") == said
