"""A comment that tells of an error, a tip or a question: from the card to who answers for it."""

from datetime import timedelta
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import CardEntry, Comment, Correction, Mail, Policy
from comments.notify import post_office
from comments.notify.corrections import tell_corrected, tell_of_correction
from comments.roles import Role
from comments.services.correction_desk import correction_mails, told_of
from comments.services.corrections import Answer, answer, mark, seen_of, take
from comments.services.erase import erase, find
from comments.services.everything import everything
from comments.services.mails import recipient
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.fields import FieldError
from newsroom.kernel.models import OutboxEvent
from tests.conftest import Clock
from tests.factories import NOON, a_comment, a_site, an_article
from tests.panel.desk import Desk, an_account


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


@pytest.fixture
def hint(site: Site) -> Comment:
    article = an_article(site, title="The new harbour", authors=["Ada Lovelace"])
    row = a_comment(article, name="Harry", body="It opened in 1987, not in 1978.")
    Comment.objects.filter(pk=row.pk).update(confirmed_at=NOON)
    return Comment.objects.get(pk=row.pk)


@pytest.fixture
def edda(site: Site) -> Desk:
    user = an_account("edda", site, Role.EDITOR)
    user.email = "edda@daily.example"
    user.save()
    return Desk(user)


def marked(desk: Desk, comment: Comment, kind: str = "error", **fields: str) -> Correction:
    answer = desk.post(f"comments/{comment.pk}/correct", {"kind": kind, **fields})
    assert answer.status_code == 200, answer.content
    return Correction.objects.get()


def step(desk: Desk, row: Correction, do: str, *, seen: str = "", **fields: str) -> Any:
    said = {"do": do, "seen": seen or seen_of(row), "once": "one", **fields}
    return desk.client.post(f"{desk.base}corrections/{row.pk}", said)


# --- The mark ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words"),
    [("error", "an error in the article"), ("tip", "a tip"), ("question", "a question")],
)
def test_a_moderator_marks_and_the_editor_finds_it(
    desk: Desk, edda: Desk, hint: Comment, kind: str, words: str
) -> None:
    marked(desk, hint, kind, note="See the archive.")
    page = edda.page("corrections")
    for said in (words, "1987", "The new harbour", "See the archive.", "by nora"):
        assert said in page
    assert "At the newsroom: <b>" in desk.page(f"comments/{hint.pk}")
    assert Comment.objects.get(pk=hint.pk).status == "published"


@pytest.mark.parametrize("kind", ["praise", "new"])
def test_there_are_three_kinds(desk: Desk, hint: Comment, kind: str) -> None:
    assert desk.post(f"comments/{hint.pk}/correct", {"kind": kind}).status_code == 422
    assert not Correction.objects.exists()


def test_the_second_of_two_moderators_is_told_how_it_is_marked(
    desk: Desk, site: Site, hint: Comment
) -> None:
    marked(desk, hint)
    otto = Desk(an_account("otto", site))
    second = otto.post(f"comments/{hint.pk}/correct", {"kind": "tip"})
    assert second.status_code == 422
    assert "an error in the article, new" in second.json()["detail"]
    assert Correction.objects.count() == 1


def test_a_mark_is_taken_back_before_anybody_is_told(desk: Desk, hint: Comment) -> None:
    row = marked(desk, hint)
    assert OutboxEvent.objects.filter(name="correction.made", key=str(row.pk)).exists()
    assert desk.post(f"comments/{hint.pk}/correct", {"kind": ""}).status_code == 200
    assert not Correction.objects.exists()
    assert not OutboxEvent.objects.filter(name="correction.made").exists()
    assert [one.what for one in CardEntry.objects.all()] == ["marked", "unmarked"]


def test_nobody_takes_back_a_colleagues_mark_nor_what_is_taken_up(
    desk: Desk, site: Site, edda: Desk, hint: Comment
) -> None:
    row = marked(desk, hint)
    otto = Desk(an_account("otto", site))
    assert otto.post(f"comments/{hint.pk}/correct", {"kind": ""}).status_code == 422
    step(edda, row, "take")
    assert desk.post(f"comments/{hint.pk}/correct", {"kind": ""}).status_code == 422
    assert Correction.objects.get().state == "taken"


def test_what_is_answered_may_be_marked_anew(desk: Desk, edda: Desk, hint: Comment) -> None:
    step(edda, marked(desk, hint), "dismiss")
    assert desk.post(f"comments/{hint.pk}/correct", {"kind": "tip"}).status_code == 200
    assert [row.state for row in Correction.objects.order_by("id")] == ["dismissed", "new"]


# --- The newsroom --------------------------------------------------------------------------------


def test_an_editor_takes_it_and_gives_it_back(desk: Desk, edda: Desk, hint: Comment) -> None:
    row = marked(desk, hint)
    assert step(edda, row, "take").status_code == 303
    assert "taken by edda" in edda.page("corrections")
    row.refresh_from_db()
    assert step(edda, row, "give_back").status_code == 303
    row.refresh_from_db()
    assert (row.state, row.editor) == ("new", None)


def test_the_second_of_two_editors_is_told_and_keeps_their_words(
    desk: Desk, edda: Desk, site: Site, hint: Comment
) -> None:
    row = marked(desk, hint)
    emil = Desk(an_account("emil", site, Role.EDITOR))
    seen = seen_of(row)
    assert step(edda, row, "take", seen=seen).status_code == 303
    late = step(emil, row, "answer", seen=seen, text="We corrected it.", told="public")
    assert late.status_code == 409
    assert "taken by edda" in late.content.decode()
    assert "We corrected it." in late.content.decode()
    assert not Comment.objects.filter(signed_in="staff").exists()


def test_two_at_one_moment_are_one(desk: Desk, site: Site, hint: Comment, nora: Any) -> None:
    """Both have read the row before either writes."""
    marked(desk, hint)
    first, second = Correction.objects.get(), Correction.objects.get()
    otto = an_account("otto", site, Role.EDITOR)
    assert take(first, "new.0", nora, NOON)
    assert not take(second, "new.0", otto, NOON)
    assert Correction.objects.get().editor == nora


def test_an_answer_in_public_stands_below_the_comment(
    desk: Desk, edda: Desk, hint: Comment
) -> None:
    row = marked(desk, hint)
    said = {"text": "Thank you, {name}: corrected.", "told": "public"}
    assert step(edda, row, "answer", **said).status_code == 303
    [reply] = Comment.objects.filter(signed_in="staff")
    assert (reply.parent, reply.body) == (hint, "Thank you, Harry: corrected.")
    assert "as a reply that all readers see" in edda.page("corrections", over="1")
    row.refresh_from_db()
    tell_corrected(row.pk, NOON)
    assert not Mail.objects.exists()


def test_an_answer_that_readers_cannot_be_given_changes_nothing(
    desk: Desk, edda: Desk, nora: Any, hint: Comment
) -> None:
    row = marked(desk, hint)
    moderate(hint, Status.HELD, nora, NOON)
    refused = step(edda, row, "answer", text="Corrected.", told="public")
    assert refused.status_code == 422
    assert "Corrected." in refused.content.decode()
    row.refresh_from_db()
    assert (row.state, row.answer) == ("new", "")
    assert not OutboxEvent.objects.filter(name="correction.answered").exists()


def test_an_answer_by_mail_is_for_its_author_alone(
    desk: Desk, edda: Desk, hint: Comment, mailoutbox: list[Any]
) -> None:
    row = marked(desk, hint)
    step(edda, row, "answer", text="Thank you, we look into it.", told="mail")
    assert tell_corrected(row.pk, NOON) == "told"
    post_office.deliver(Mail.objects.get().pk, NOON)
    [mail] = mailoutbox
    assert mail.to == [hint.email]
    assert "Thank you, we look into it." in mail.body
    assert not Comment.objects.filter(signed_in="staff").exists()
    assert tell_corrected(row.pk, NOON) == "told"
    assert Mail.objects.count() == 1


def test_no_mail_goes_where_nobody_proved_the_address(
    desk: Desk, edda: Desk, hint: Comment
) -> None:
    Comment.objects.update(confirmed_at=None)
    row = marked(desk, hint)
    assert step(edda, row, "answer", text="Thanks.", told="mail").status_code == 422
    row.refresh_from_db()
    assert row.state == "new"


@pytest.mark.parametrize(
    ("do", "fields"),
    [("answer", {"text": "", "told": "nobody"}), ("answer", {"text": "x", "told": "all"}),
     ("answer", {"text": "x" * 2001, "told": "nobody"}), ("sing", {})],
)  # fmt: skip
def test_a_form_that_says_nothing_changes_nothing(
    desk: Desk, edda: Desk, hint: Comment, do: str, fields: dict[str, str]
) -> None:
    row = marked(desk, hint)
    assert step(edda, row, do, **fields).status_code == 422
    row.refresh_from_db()
    assert row.state == "new"


def test_every_step_is_on_record(desk: Desk, edda: Desk, hint: Comment) -> None:
    row = marked(desk, hint)
    step(edda, row, "take")
    row.refresh_from_db()
    step(edda, row, "dismiss", text="It is right as it stands.")
    page = edda.page(f"comments/{hint.pk}")
    for said in ("nora: marked", "edda: took it up", "edda: dismissed it"):
        assert said in page


def test_corrections_are_for_editors_of_the_site(desk: Desk, site: Site, hint: Comment) -> None:
    row = marked(desk, hint)
    assert desk.open("corrections").status_code == 403
    weekly = Desk(an_account("wanda", a_site("weekly"), Role.EDITOR), "weekly")
    assert "1987" not in weekly.page("corrections")
    assert step(weekly, row, "take").status_code == 404


# --- Who is told ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (["desk@daily.example"], ["desk@daily.example"]),
        (["Ada Lovelace <ada@daily.example>", "desk@daily.example"], ["ada@daily.example"]),
        (["Grace <grace@daily.example>", "desk@daily.example"], ["desk@daily.example"]),
        (["Grace <grace@daily.example>"], ["edda@daily.example"]),
        ([], ["edda@daily.example"]),
    ],
)
def test_the_author_is_told_else_those_named_else_the_editors(
    edda: Desk, hint: Comment, wanted: list[str], told: list[str]
) -> None:
    policy_of(hint.thread.site_id)
    Policy.objects.update(correction_mails=wanted)
    assert told_of(hint) == told


def test_a_mail_leads_to_the_page_and_does_nothing_by_itself(
    desk: Desk, edda: Desk, hint: Comment, mailoutbox: list[Any]
) -> None:
    row = marked(desk, hint)
    assert tell_of_correction(row.pk, NOON) == "told"
    post_office.deliver(Mail.objects.get().pk, NOON)
    [mail] = mailoutbox
    assert mail.to == ["edda@daily.example"]
    assert "/panel/daily/corrections" in mail.body
    assert "error in the article" in mail.body
    assert "1987" in mail.body


def test_what_is_dismissed_before_the_mail_leaves_is_no_news(
    desk: Desk, edda: Desk, hint: Comment, mailoutbox: list[Any]
) -> None:
    row = marked(desk, hint)
    tell_of_correction(row.pk, NOON)
    step(edda, row, "dismiss")
    post_office.deliver(Mail.objects.get().pk, NOON)
    assert mailoutbox == []
    assert Mail.objects.get().reason == "no_longer_open"


def test_a_flood_of_marks_is_no_flood_of_mails(
    site: Site, edda: Desk, nora: Any, mailoutbox: list[Any]
) -> None:
    article: Article = an_article(site)
    for _ in range(30):
        row = mark(a_comment(article), "tip", "", nora, NOON)
        assert row is not None
        tell_of_correction(row.pk, NOON)
        post_office.serve(recipient("edda@daily.example"), NOON)
    assert len(mailoutbox) <= 20


@pytest.mark.parametrize(
    "value", [["no address"], "x@y.example", [5], ["Ada <>"], ["a@b.example"] * 201]
)
def test_a_setting_that_is_no_list_of_addresses_is_refused(value: Any) -> None:
    with pytest.raises(FieldError):
        correction_mails(value)


def test_a_name_and_its_address_are_kept_tidily() -> None:
    kept = correction_mails(["  Ada Lovelace <Ada@Daily.example> ", "desk@daily.example"])
    assert kept == ["Ada Lovelace <Ada@Daily.example>", "desk@daily.example"]


# --- Whose data it is ----------------------------------------------------------------------------


def test_it_goes_with_the_comments_words(desk: Desk, edda: Desk, hint: Comment) -> None:
    marked(desk, hint)
    erase(find(hint.email, hint.thread.site_id), "desk", NOON)
    assert not Correction.objects.exists()
    assert not CardEntry.objects.exists()


def test_whoever_asks_for_their_data_is_told_what_came_of_it(
    nora: Any, site: Site, hint: Comment
) -> None:
    row = mark(hint, "error", "A note between colleagues.", nora, NOON)
    assert row is not None
    answer(row, seen_of(row), Answer("Thank you.", "mail"), nora, NOON + timedelta(minutes=1))
    said = everything(site.pk, site.name, hint.email, recipient(hint.email), "")
    [told] = said["comments"][0]["to_the_newsroom"]
    assert (told["as"], told["state"], told["answer"]) == ("error", "answered", "Thank you.")
    assert "colleagues" not in str(said)
