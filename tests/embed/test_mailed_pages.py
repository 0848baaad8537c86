"""The pages that links in mails lead to, as a browser, a mail program and a scanner meet them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from articles.models import Article
from comments.api.views import with_receipt
from comments.models import Comment, Mail, Mailbox, Policy, Subscription
from comments.notify.author import ask_to_confirm
from comments.notify.followers import tell_followers
from comments.notify.letters.refused import PURPOSE
from comments.notify.moderators import tell_moderators
from comments.notify.post_office import round_of
from comments.services import follow, links
from comments.services.ask_for_data import ask_for_data
from comments.services.ask_for_page import ask_for_page
from comments.services.edit import edit
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from tests.api.world import stored
from tests.conftest import Clock, Reader
from tests.embed.html_page import Page, submitted
from tests.factories import a_comment, a_posted, a_site, an_article
from tests.letters import code, letters, token, way_out

pytestmark = pytest.mark.django_db
ADA, DESK = "ada@example.org", "desk@example.org"


@pytest.fixture
def site(site: Any) -> Any:
    policy_of(site.pk)  # made when first needed, and changed below
    return site


@dataclass
class Mailed:
    """A link in a mail: where it leads, and what its POST would change."""

    url: str
    comment: Comment
    yes: dict[str, str]
    hours: int = 48
    """How long it lasts."""


def to_confirm(article: Article, editor: Any, clock: Clock) -> Mailed:
    Policy.objects.update(confirm_email="first")
    comment = a_posted(article, clock.now, email=ADA, subscribe="replies")
    ask_to_confirm(comment.pk, clock.now)
    round_of(clock.now)
    url = f"/confirm/{token(letters(ADA)[-1], 'confirm')}"
    return Mailed(url, comment, {"do": "yes", "revision": "1", "follow": "yes"})


def to_follow(article: Article, editor: Any, clock: Clock) -> Mailed:
    comment = a_posted(article, clock.now, email=ADA, subscribe="replies")
    moderate(comment, Status.PUBLISHED, editor, clock.now)
    tell_followers(comment.pk, clock.now)
    round_of(clock.now)
    return Mailed(f"/follow/{token(letters(ADA)[-1], 'follow')}", comment, {"do": "yes"})


def to_decide(article: Article, editor: Any, clock: Clock) -> Mailed:
    Policy.objects.update(moderator_mails=[DESK])
    comment = _held(article)
    tell_moderators(comment.pk, clock.now)
    round_of(clock.now)
    url = f"/desk/{token(letters(DESK)[-1], 'desk')}"
    return Mailed(url, comment, {"do": "publish", "revision": "1"})


def _held(article: Article) -> Comment:
    return a_comment(article, Status.HELD, name="Bob Waiting", body="Please let me *in*.")


def to_me(article: Article, editor: Any, clock: Clock) -> Mailed:
    comment = a_comment(article, email=ADA)
    ask_for_page(article.site_id, ADA, "en", "192.0.2.1", clock.now)
    round_of(clock.now)
    return Mailed(f"/me/open/{token(letters(ADA)[-1], 'open')}", comment, {"do": "open"})


def to_my_data(kind: str) -> Callable[[Article, Any, Clock], Mailed]:
    def make(article: Article, editor: Any, clock: Clock) -> Mailed:
        comment = a_comment(article, email=ADA)
        opened, _ = links.issue("page", article.site_id, ADA, clock.now)
        page = links.find("page", opened, clock.now)
        assert page is not None
        assert ask_for_data(kind, page, "en", "192.0.2.1", clock.now)
        round_of(clock.now)
        url = f"/me/{kind}/{token(letters(ADA)[-1], kind)}"
        return Mailed(url, comment, {"do": kind})

    return make


def to_appeal(article: Article, editor: Any, clock: Clock) -> Mailed:
    comment = _held(article)
    moderate(comment, Status.REJECTED, editor, clock.now, reason="insult")
    link, _ = links.issue(PURPOSE, article.site_id, ADA, clock.now, comment=comment)
    return Mailed(f"/appeal/{link}", comment, {"do": "appeal"}, hours=181 * 24)


MAKERS: dict[str, Callable[[Article, Any, Clock], Mailed]] = {
    "confirm": to_confirm,
    "follow": to_follow,
    "desk": to_decide,
    "me": to_me,
    "export": to_my_data("export"),
    "erase": to_my_data("erase"),
    "appeal": to_appeal,
}


@pytest.fixture(params=sorted(MAKERS))
def mailed(request: Any, article: Article, editor: Any, clock: Clock) -> Mailed:
    return MAKERS[request.param](article, editor, clock)


def post(reader: Reader, mailed: Mailed, **values: str) -> Any:
    return submitted(reader, mailed.url, {**mailed.yes, **values})


# --- Every link ------------------------------------------------------------------------------


def test_a_scanner_that_opens_it_three_times_does_nothing(reader: Reader, mailed: Mailed) -> None:
    before = stored()
    for method in ("GET", "HEAD") * 3:
        assert reader.client.generic(method, mailed.url).status_code == 200
    assert stored() == before


def test_a_scanner_that_sends_an_empty_form_does_nothing(reader: Reader, mailed: Mailed) -> None:
    before = stored()
    assert submitted(reader, mailed.url, {}).status_code == 200
    assert submitted(reader, mailed.url, {"do": "everything"}).status_code == 200
    assert stored() == before


def test_its_post_acts(reader: Reader, mailed: Mailed) -> None:
    before = stored()
    assert post(reader, mailed).status_code in (200, 303)
    assert stored() != before


def test_a_replay_does_nothing(reader: Reader, mailed: Mailed) -> None:
    post(reader, mailed)
    before = stored()
    for _ in range(3):
        assert post(reader, mailed).status_code in (200, 303, 410)
    assert stored() == before


def test_past_its_time_it_does_nothing(reader: Reader, mailed: Mailed, clock: Clock) -> None:
    clock.go_on(hours=mailed.hours)
    before = stored()
    assert reader.get(mailed.url).status_code == 410
    assert post(reader, mailed).status_code == 410
    assert stored() == before


def test_after_the_key_was_changed_it_does_nothing(
    reader: Reader, mailed: Mailed, settings: Any
) -> None:
    settings.SECRET_KEY = "another"
    before = stored()
    assert post(reader, mailed).status_code == 410
    assert stored() == before


PAGES = (
    "confirm", "follow", "desk", "me/open", "me", "me/export", "me/erase", "unsubscribe",
    "appeal",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_at_another_page_it_does_nothing(reader: Reader, mailed: Mailed, page: str) -> None:
    other = f"/{page}/{mailed.url.rpartition('/')[2]}"
    if other == mailed.url:
        return
    before = stored()
    for values in ({"do": "yes"}, {"do": "publish"}, {"do": "open"}, {"do": "end"}):
        submitted(reader, other, {**mailed.yes, **values})
    assert stored() == before


def test_a_changed_link_does_nothing(reader: Reader, mailed: Mailed) -> None:
    before = stored()
    flipped = mailed.url[:-1] + ("A" if mailed.url[-1] != "A" else "B")
    for url in (flipped, mailed.url[:-5], mailed.url + "A", mailed.url[:-3] + "%00x"):
        assert submitted(reader, url, mailed.yes).status_code in (404, 410)
    assert stored() == before


def test_its_page_is_kept_by_nobody_and_tells_nobody(reader: Reader, mailed: Mailed) -> None:
    for answer in (reader.get(mailed.url), post(reader, mailed)):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer.cookies == {}


def test_its_page_runs_nothing_and_is_framed_by_nobody(reader: Reader, mailed: Mailed) -> None:
    answer = reader.get(mailed.url)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert Page(answer.content.decode()).dangers() == []


def test_unknown_used_and_late_links_look_alike(
    reader: Reader, article: Article, editor: Any, clock: Clock
) -> None:
    mailed = to_confirm(article, editor, clock)
    post(reader, mailed)
    used = reader.get(mailed.url)
    unknown = reader.get(f"/confirm/{'0' * 16}{'A' * 43}")
    assert (used.status_code, used.content) == (unknown.status_code, unknown.content)


# --- Confirm ---------------------------------------------------------------------------------


@pytest.fixture
def asked(article: Article, editor: Any, clock: Clock) -> Mailed:
    return to_confirm(article, editor, clock)


def test_the_owner_sees_what_was_written(reader: Reader, asked: Mailed) -> None:
    page = Page(reader.get(asked.url).content.decode())
    assert "Is this comment yours?" in page.text
    assert "A thought of mine" in page.text


def test_the_form_of_the_page_confirms(reader: Reader, asked: Mailed) -> None:
    form = Page(reader.get(asked.url).content.decode()).forms[0]
    submitted(reader, asked.url, {**form.values, "do": "yes"})
    assert Comment.objects.get().status == Status.PENDING
    assert Subscription.objects.get().state == "active"


def test_without_the_tick_no_mail_is_agreed_to(reader: Reader, asked: Mailed) -> None:
    post(reader, asked, follow="")
    assert Comment.objects.get().status == Status.PENDING
    assert Subscription.objects.get().state == "ended"


def test_other_words_are_shown_before_they_are_confirmed(
    reader: Reader, asked: Mailed, clock: Clock
) -> None:
    comment = Comment.objects.get()
    edit(comment, "Cheap pills.", policy_of(comment.commenter.site_id), clock.now)
    answer = post(reader, asked)
    assert answer.status_code == 409
    assert "Cheap pills." in answer.content.decode()
    assert Comment.objects.get().status == Status.UNCONFIRMED
    form = Page(answer.content.decode()).forms[0]
    assert post(reader, asked, revision=form.values["revision"]).status_code == 200


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "0", "²"])
def test_a_revision_that_was_never_shown_confirms_nothing(
    reader: Reader, asked: Mailed, revision: str
) -> None:
    assert post(reader, asked, revision=revision).status_code == 409
    assert Comment.objects.get().status == Status.UNCONFIRMED


@pytest.mark.parametrize(("do", "suppressed"), [("no", 0), ("stop", 1)])
def test_not_mine(reader: Reader, asked: Mailed, do: str, suppressed: int) -> None:
    assert post(reader, asked, do=do).status_code == 200
    assert Comment.objects.get().status == Status.REJECTED
    assert Mailbox.objects.filter(suppressed_why="owner").count() == suppressed


def test_a_page_speaks_the_articles_language(
    reader: Reader, article: Article, editor: Any, clock: Clock
) -> None:
    Article.objects.update(language="ar")
    html = reader.get(to_confirm(article, editor, clock).url).content.decode()
    assert '<html lang="ar" dir="rtl">' in html


# --- The desk --------------------------------------------------------------------------------


@pytest.fixture
def held(article: Article, editor: Any, clock: Clock) -> Mailed:
    return to_decide(article, editor, clock)


def test_a_moderator_sees_the_comment(reader: Reader, held: Mailed) -> None:
    page = Page(reader.get(held.url).content.decode())
    assert "Bob Waiting" in page.text
    assert "Please let me in." in page.text


@pytest.mark.parametrize(
    ("do", "status"), [("publish", "published"), ("reject", "rejected"), ("spam", "spam")]
)
def test_a_moderator_decides_by_the_mail(
    reader: Reader, held: Mailed, do: str, status: str
) -> None:
    assert post(reader, held, do=do).status_code == 200
    decision = Comment.objects.get().decisions.first()
    assert decision is not None
    assert (decision.after, decision.actor, decision.by) == (status, "moderator", None)
    assert DESK in decision.note


def test_the_record_names_the_account_of_that_address(
    reader: Reader, held: Mailed, editor: Any
) -> None:
    editor.email = DESK
    editor.save()
    post(reader, held)
    decision = Comment.objects.get().decisions.first()
    assert decision is not None
    assert decision.by == editor


def test_whoever_left_the_desk_decides_nothing(reader: Reader, held: Mailed) -> None:
    Policy.objects.update(moderator_mails=["other@example.org"])
    assert post(reader, held).status_code == 410
    assert Comment.objects.get().status == Status.HELD


def test_what_a_colleague_decided_is_said(
    reader: Reader, held: Mailed, editor: Any, clock: Clock
) -> None:
    moderate(Comment.objects.get(), Status.REJECTED, editor, clock.now)
    answer = post(reader, held)
    assert "not published" in answer.content.decode()
    assert Comment.objects.get().status == Status.REJECTED


def test_words_that_changed_are_shown_again(reader: Reader, held: Mailed) -> None:
    Comment.objects.update(revision=2)
    answer = post(reader, held)
    assert answer.status_code == 409
    assert Comment.objects.get().status == Status.HELD


def test_one_link_decides_about_one_comment(reader: Reader, article: Article, held: Mailed) -> None:
    other = _held(article)
    post(reader, held)
    assert Comment.objects.get(pk=other.pk).status == Status.HELD


def test_the_desks_mail_names_what_waits_and_why(held: Mailed) -> None:
    [letter] = letters(DESK)
    assert letter.subject.startswith("A comment waits")
    assert "Bob Waiting" in letter.body
    assert "Please let me in" in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers


def test_what_was_typed_is_text_in_the_desks_html(
    article: Article, editor: Any, clock: Clock
) -> None:
    Policy.objects.update(moderator_mails=[DESK])
    comment = a_comment(
        article, Status.HELD, name="<script>alert(1)</script>", body="<img src=x onerror=y>"
    )
    tell_moderators(comment.pk, clock.now)
    round_of(clock.now)
    [html] = letters(DESK)[0].alternatives
    assert Page(html.content).all("script") == []
    assert Page(html.content).all("img") == []


def test_a_comment_that_comes_back_to_the_desk_is_told_of_again(
    article: Article, held: Mailed, editor: Any, clock: Clock
) -> None:
    comment = Comment.objects.get()
    for status in (Status.PUBLISHED, Status.HELD):
        moderate(comment, status, editor, clock.go_on(hours=1))
    for _ in range(3):
        tell_moderators(comment.pk, clock.now)
    round_of(clock.now)
    assert len(letters(DESK)) == 2


# --- The way out -----------------------------------------------------------------------------


@pytest.fixture
def reply_letter(article: Article, editor: Any, clock: Clock) -> Any:
    """A mail that tells Ada of a reply."""
    mine = a_posted(article, clock.now, email=ADA, subscribe="replies")
    moderate(mine, Status.PUBLISHED, editor, clock.now)
    follow.activate(mine, clock.now)
    answer = a_posted(article, clock.now, parent=mine.pk, email="bob@example.org")
    moderate(answer, Status.PUBLISHED, editor, clock.now)
    tell_followers(answer.pk, clock.now)
    round_of(clock.now)
    return letters(ADA)[-1]


def out(letter: Any) -> str:
    return re.sub(r"^https?://[^/]+", "", way_out(letter))


def test_a_mail_program_ends_it_with_one_click(reader: Reader, reply_letter: Any) -> None:
    answer = submitted(reader, out(reply_letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Subscription.objects.get().state == "ended"


def test_opening_the_way_out_ends_nothing(reader: Reader, reply_letter: Any) -> None:
    for method in ("GET", "HEAD") * 3:
        assert reader.client.generic(method, out(reply_letter)).status_code == 200
    assert Subscription.objects.get().state == "active"


def test_a_person_may_end_all_of_the_site(reader: Reader, reply_letter: Any) -> None:
    page = Page(reader.get(out(reply_letter)).content.decode())
    assert [button for form in page.forms for button in form.buttons] == [
        ("do", "s"),
        ("do", "a"),
        ("do", "pace"),
    ]
    submitted(reader, out(reply_letter), {"do": "a"})
    assert Subscription.objects.get().state == "ended"


def test_who_wants_less_need_not_leave(reader: Reader, reply_letter: Any) -> None:
    submitted(reader, out(reply_letter), {"do": "pace", "pace": "daily"})
    row = Subscription.objects.get()
    assert (row.state, row.pace) == ("active", "daily")


@pytest.mark.parametrize("pace", ["", "never", "now; drop"])
def test_a_pace_that_is_none_changes_nothing(reader: Reader, reply_letter: Any, pace: str) -> None:
    answer = submitted(reader, out(reply_letter), {"do": "pace", "pace": pace})
    row = Subscription.objects.get()
    assert (answer.status_code, row.state, row.pace) == (200, "active", "now")


def test_the_way_out_works_as_often_as_one_likes_and_for_long(
    reader: Reader, reply_letter: Any, clock: Clock
) -> None:
    first = submitted(reader, out(reply_letter), {})
    clock.go_on(days=400)
    again = submitted(reader, out(reply_letter), {})
    assert (first.status_code, first.content) == (again.status_code, again.content)


def test_the_answer_is_the_same_when_all_is_gone(reader: Reader, reply_letter: Any) -> None:
    first = submitted(reader, out(reply_letter), {})
    Subscription.objects.all().delete()
    again = submitted(reader, out(reply_letter), {})
    assert (first.status_code, first.content) == (again.status_code, again.content)


def test_a_forged_way_out_ends_nothing(reader: Reader, reply_letter: Any) -> None:
    number = Subscription.objects.get().pk
    for url in (f"/unsubscribe/s{number}", out(reply_letter)[:-1] + "z"):
        assert submitted(reader, url, {}).status_code == 410
    assert Subscription.objects.get().state == "active"


# --- One's own page --------------------------------------------------------------------------


def ask(reader: Reader, email: str, site: str = "daily") -> Any:
    return submitted(reader, f"/sites/{site}/me", {"email": email})


def my_page(reader: Reader, clock: Clock, email: str = ADA) -> str:
    """Asked for, mailed and opened: its address."""
    ask(reader, email)
    round_of(clock.now)
    url = f"/me/open/{token(letters(email)[-1], 'open')}"
    answer = submitted(reader, url, {"do": "open"})
    assert answer.status_code == 303
    return str(answer["Location"])


def test_known_and_unknown_addresses_get_the_same_answer(
    reader: Reader, article: Article, clock: Clock
) -> None:
    a_comment(article, email=ADA)
    known, unknown = ask(reader, ADA), ask(reader, "nobody@example.org")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert Mail.objects.count() == 2  # and cost the same
    round_of(clock.now)
    assert [letter.to for letter in letters()] == [[ADA]]


@pytest.mark.parametrize("typed", ["", "x", "ada@example.org\r\nBcc: eve@example.org", "a@b@c"])
def test_what_is_no_address_is_told(reader: Reader, article: Article, typed: str) -> None:
    assert ask(reader, typed).status_code == 422
    assert not Mail.objects.exists()


def test_asking_too_often_has_to_wait(reader: Reader, article: Article, clock: Clock) -> None:
    answers = [ask(reader, f"reader{n}@example.org") for n in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_site_that_is_none_is_not_found(reader: Reader, article: Article) -> None:
    assert reader.get("/sites/nowhere/me").status_code == 404


def test_my_page_shows_what_i_wrote_in_every_state_and_what_was_answered(
    reader: Reader, article: Article, clock: Clock
) -> None:
    mine = a_comment(article, email=ADA, body="My first words.")
    a_comment(article, Status.HELD, email=ADA, body="My waiting words.")
    a_comment(article, parent=mine, name="Bob Reply", body="An answer to Ada.")
    a_comment(article, Status.HELD, parent=mine, body="A hidden answer.")
    text = Page(reader.get(my_page(reader, clock)).content.decode()).text
    for words in ("My first words.", "My waiting words.", "Bob Reply", "An answer to Ada."):
        assert words in text
    assert "A hidden answer." not in text
    assert "waits for a moderator" in text


def test_it_shows_nothing_of_others_nor_of_other_sites(
    reader: Reader, article: Article, clock: Clock
) -> None:
    a_comment(article, email=ADA)
    a_comment(article, email="bob@example.org", body="Bob's words.")
    a_comment(article, email="ada+x@example.org", body="Another mailbox.")
    a_comment(an_article(a_site("weekly")), email=ADA, body="Elsewhere.")
    text = Page(reader.get(my_page(reader, clock)).content.decode()).text
    for words in ("Bob's words.", "Another mailbox.", "Elsewhere."):
        assert words not in text


def test_a_spelling_that_may_be_somebody_elses_gets_nothing(
    reader: Reader, article: Article, clock: Clock
) -> None:
    a_comment(article, email=ADA)
    ask(reader, "ada+x@example.org")
    round_of(clock.now)
    assert letters() == []


def test_the_page_closes_after_an_hour(reader: Reader, article: Article, clock: Clock) -> None:
    a_comment(article, email=ADA)
    url = my_page(reader, clock)
    clock.go_on(minutes=59)
    assert reader.get(url).status_code == 200
    clock.go_on(minutes=2)
    assert reader.get(url).status_code == 410


def test_its_address_names_nobody(reader: Reader, article: Article, clock: Clock) -> None:
    a_comment(article, email=ADA)
    assert re.fullmatch(r"/me/[0-9a-f]{16}[A-Za-z0-9_-]{43}", my_page(reader, clock))


def test_what_i_follow_can_be_slowed_and_ended(
    reader: Reader, article: Article, editor: Any, clock: Clock
) -> None:
    mine = a_posted(article, clock.now, email=ADA, subscribe="thread")
    follow.activate(mine, clock.now)
    row = Subscription.objects.get()
    url = my_page(reader, clock)
    change = {"subscription": str(row.pk)}
    submitted(reader, url, {**change, "do": "pace", "pace": "daily"})
    row.refresh_from_db()
    assert row.pace == "daily"
    submitted(reader, url, {**change, "do": "pace", "pace": "every second"})
    row.refresh_from_db()
    assert row.pace == "daily"
    submitted(reader, url, {**change, "do": "end"})
    row.refresh_from_db()
    assert (row.state, row.ended_how) == ("ended", "page")


def test_nobody_changes_what_others_follow(
    reader: Reader, article: Article, editor: Any, clock: Clock
) -> None:
    theirs = a_posted(article, clock.now, email="bob@example.org", subscribe="thread")
    follow.activate(theirs, clock.now)
    a_comment(article, email=ADA)
    row = Subscription.objects.get()
    submitted(reader, my_page(reader, clock), {"do": "end", "subscription": str(row.pk)})
    row.refresh_from_db()
    assert row.state == "active"


def test_older_comments_are_a_page_away(reader: Reader, article: Article, clock: Clock) -> None:
    for number in range(35):
        a_comment(article, email=ADA, body=f"Words number {number}.")
    url = my_page(reader, clock)
    page = Page(reader.get(url).content.decode())
    [older] = [a.attributes["href"] for a in page.all("a", rel="next")]
    assert "Words number 4." in Page(reader.get(url + older).content.decode()).text
    assert "Words number 4." not in page.text


def test_my_page_costs_the_same_for_one_and_for_thirty(
    reader: Reader, article: Article, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        a_comment(article, parent=a_comment(article, email=ADA))
    url = my_page(reader, clock)
    with django_assert_max_num_queries(6):
        reader.get(url)


# --- The receipt -----------------------------------------------------------------------------


def receipt(comment: Comment) -> str:
    return re.sub(r"^https?://[^/]+", "", with_receipt(comment)["receipt_url"])


def test_the_receipts_page_takes_the_code_of_the_mail(reader: Reader, asked: Mailed) -> None:
    url = receipt(asked.comment)
    page = Page(reader.get(url).content.decode())
    assert "Follow the link" in page.text
    page.labelled("code")
    digits = code(letters(ADA)[-1])
    assert submitted(reader, url, {"do": "code", "code": "0" * 6}).status_code in (422, 303)
    answer = submitted(reader, url, {"do": "code", "code": f"{digits[:3]} {digits[3:]}"})
    assert answer.status_code == 303
    assert Comment.objects.get().status == Status.PENDING


def test_the_receipts_page_sends_the_mail_again(
    reader: Reader, asked: Mailed, clock: Clock
) -> None:
    url = receipt(asked.comment)
    clock.go_on(minutes=11)
    assert submitted(reader, url, {"do": "again"}).status_code == 303
    round_of(clock.now)
    assert len(letters(ADA)) == 2


def test_after_the_confirmation_the_receipt_holds_the_proof(
    reader: Reader, article: Article, asked: Mailed, clock: Clock
) -> None:
    assert "proof" not in with_receipt(Comment.objects.get())
    post(reader, asked)
    proof = with_receipt(Comment.objects.get())["proof"]
    again = a_posted(article, clock.now, email=ADA, proof=proof)
    assert (again.status, again.confirmed_at) == (Status.PENDING, clock.now)
