"""Moderation in the admin: look, decide with one click or over many; nobody without the right."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Site
from comments.models import Comment, Commenter, Decision, Policy
from comments.services.edit import edit
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from comments.text import render
from newsroom.kernel.models import OutboxEvent
from tests.api.addresses import of_article
from tests.conftest import Clock, Reader
from tests.embed.html_page import Page
from tests.factories import NOON, a_comment, a_posted, an_article

LIST = "/admin/comments/comment/"


class Desk:
    """A browser in which somebody has signed in to the admin."""

    def __init__(self, user: Any) -> None:
        self.client = Reader().client
        self.client.force_login(user)

    def open(self, url: str) -> Page:
        answer = self.client.get(url)
        assert answer.status_code == 200, (answer.status_code, url)
        return Page(answer.content.decode())

    def click(self, comment: Comment, verb: str, **fields: str) -> Any:
        """One of the buttons on the comment's own page, as it was when it was opened."""
        url = f"{LIST}{comment.pk}/change/"
        [form] = [form for form in self.open(url).forms if ("verb", verb) in form.buttons]
        return self.client.post(url, {**form.values, "verb": verb, **fields})

    def choose(self, action: str, *comments: Comment, **fields: str) -> Any:
        """An action over rows ticked in the list."""
        ticked = [str(comment.pk) for comment in comments]
        return self.client.post(LIST, {"action": action, "_selected_action": ticked, **fields})


@pytest.fixture
def desk(editor: Any) -> Desk:
    return Desk(editor)


def someone(name: str, *permissions: str, is_staff: bool = True) -> Desk:
    user = get_user_model().objects.create_user(name, password="x", is_staff=is_staff)
    codes = [permission.partition(".")[2] for permission in permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return Desk(user)


VERBS = {
    "publish": Status.PUBLISHED,
    "hold": Status.HELD,
    "reject": Status.REJECTED,
    "spam": Status.SPAM,
    "remove": Status.REMOVED,
}


@pytest.mark.parametrize("verb", VERBS)
def test_one_click_decides_and_writes_down_who_and_why(
    desk: Desk, article: Article, clock: Clock, editor: Any, verb: str
) -> None:
    comment = a_posted(article, clock.now)
    answer = desk.click(comment, verb, note="Seen it.")
    comment.refresh_from_db()
    assert (answer.status_code, comment.status) == (302, VERBS[verb])
    decision = Decision.objects.get()
    assert (decision.by, decision.actor, decision.note) == (editor, "moderator", "Seen it.")
    assert decision.reasons


@pytest.mark.parametrize("verb", VERBS)
def test_an_action_decides_over_every_ticked_row(
    desk: Desk, article: Article, clock: Clock, verb: str
) -> None:
    ticked = [a_posted(article, clock.now, ip="") for _ in range(3)]
    other = a_posted(article, clock.now, ip="")
    assert desk.choose(verb, *ticked).status_code == 302
    found = dict(Comment.objects.values_list("pk", "status"))
    assert found == {**{row.pk: VERBS[verb] for row in ticked}, other.pk: Status.PENDING}


def test_a_published_comment_is_on_the_page_at_once(
    desk: Desk, reader: Reader, article: Article, clock: Clock
) -> None:
    comment = a_posted(article, clock.now)
    desk.click(comment, "publish")
    thread = reader.get(of_article(article, "comments")).json()
    assert ([row["id"] for row in thread["results"]], thread["thread"]["count"]) == (
        [comment.pk],
        1,
    )


def test_a_decision_promises_what_follows(desk: Desk, article: Article) -> None:
    desk.click(a_comment(article), "hold")
    assert OutboxEvent.objects.filter(name="comment.held").exists()


def test_deciding_the_same_again_writes_nothing(desk: Desk, article: Article) -> None:
    comment = a_comment(article)
    desk.click(comment, "publish")
    assert Decision.objects.filter(actor="moderator").count() == 0


def test_words_edited_meanwhile_are_not_published_unread(
    desk: Desk, article: Article, clock: Clock
) -> None:
    comment = a_posted(article, clock.now)
    url = f"{LIST}{comment.pk}/change/"
    [form] = [form for form in desk.open(url).forms if form.buttons]
    edit(comment, "Buy my pills.", policy_of(article.site_id), clock.now)
    desk.client.post(url, {**form.values, "verb": "publish"})
    assert Comment.objects.get().status == Status.PENDING
    assert "please look again" in desk.open(url).text


def test_what_a_comment_said_before_stands_beside_what_it_says(
    desk: Desk, article: Article, clock: Clock
) -> None:
    comment = a_posted(article, clock.now, body="The first words.")
    edit(comment, "The second words.", policy_of(article.site_id), clock.now)
    shown = desk.open(f"{LIST}{comment.pk}/change/").text
    assert "The first words." in shown and "The second words." in shown


def test_words_edited_meanwhile_are_not_published_from_the_list(
    desk: Desk, article: Article, clock: Clock
) -> None:
    comment = a_posted(article, clock.now)
    form = next(form for form in desk.open(LIST).forms if f"seen-{comment.pk}" in form.values)
    edit(comment, "Buy my pills.", policy_of(article.site_id), clock.now)
    seen = {name: value for name, value in form.values.items() if name.startswith("seen-")}
    desk.choose("publish", comment, **seen)
    assert Comment.objects.get().status == Status.PENDING


def test_a_colleagues_decision_is_not_overturned_unseen(
    desk: Desk, article: Article, editor: Any
) -> None:
    comment = a_comment(article, Status.HELD)
    url = f"{LIST}{comment.pk}/change/"
    [form] = [form for form in desk.open(url).forms if form.buttons]
    moderate(comment, Status.REJECTED, editor, NOON)
    desk.client.post(url, {**form.values, "verb": "publish"})
    assert Comment.objects.get().status == Status.REJECTED


@pytest.mark.parametrize("note", ["bell \x07", "x" * 501, "two\nlines"], ids=str)
def test_a_note_that_cannot_be_is_told_and_decides_nothing(
    desk: Desk, article: Article, note: str
) -> None:
    comment = a_comment(article, Status.HELD)
    assert desk.click(comment, "publish", note=note).status_code == 302
    assert "The note:" in desk.open(f"{LIST}{comment.pk}/change/").text
    assert Comment.objects.get().status == Status.HELD


def test_the_page_shows_every_decision_with_its_reasons(
    desk: Desk, article: Article, clock: Clock, work: Callable[[], int]
) -> None:
    comment = a_posted(article, clock.now)
    work()
    desk.click(comment, "publish", note="Fine by me.")
    text = desk.open(f"{LIST}{comment.pk}/change/").text
    assert all(word in text for word in ("first_comment", "read_and_fine", "Fine by me."))


def test_the_list_shows_why_each_waits(
    desk: Desk, article: Article, clock: Clock, work: Callable[[], int]
) -> None:
    a_posted(article, clock.now)
    work()
    said = "Nothing of this author's has been published before."
    assert said in desk.open(f"{LIST}?status__exact=held").text


def test_the_list_finds_and_filters(desk: Desk, article: Article) -> None:
    a_comment(article, Status.HELD, name="Wanted Reader")
    a_comment(article, name="Other Reader")
    for query in (
        "?q=Wanted",
        "?status__exact=held",
        f"?thread__site__id__exact={article.site_id}",
    ):
        assert "Wanted Reader" in desk.open(LIST + query).text
    assert "Other Reader" not in desk.open(f"{LIST}?q=Wanted").text


def test_a_longer_list_costs_no_more_queries(desk: Desk, article: Article) -> None:
    costs = []
    for _ in range(2):
        for _ in range(5):
            a_comment(an_article(article.site))
        with CaptureQueriesContext(connection) as queries:
            desk.open(LIST)
        costs.append(len(queries))
    assert costs[0] == costs[1]


# --- Who may not -----------------------------------------------------------------------------

NOBODIES: dict[str, Callable[[], Desk]] = {
    "no staff": lambda: someone("guest", "comments.change_comment", is_staff=False),
    "staff without a right": lambda: someone("staff"),
    "who may only look": lambda: someone("intern", "comments.view_comment"),
    "who writes articles": lambda: someone(
        "author", "articles.change_article", "articles.view_site"
    ),
}


@pytest.mark.parametrize("kind", NOBODIES)
@pytest.mark.parametrize("verb", VERBS)
def test_whoever_has_no_right_decides_nothing(article: Article, kind: str, verb: str) -> None:
    comment = a_comment(article, Status.HELD)
    desk = NOBODIES[kind]()
    answers = [
        desk.client.post(f"{LIST}{comment.pk}/change/", {"verb": verb}),
        desk.choose(verb, comment),
        desk.client.post(f"{LIST}{comment.pk}/delete/", {"post": "yes"}),
        desk.client.post(f"{LIST}add/", {"body": "x"}),
    ]
    assert all(answer.status_code in (200, 302, 403) for answer in answers)
    assert Comment.objects.get().status == Status.HELD
    assert Decision.objects.filter(actor="moderator").count() == 0


def test_whoever_may_only_look_is_shown_no_button(article: Article) -> None:
    comment = a_comment(article, Status.HELD)
    desk = someone("intern", "comments.view_comment")
    page = desk.open(f"{LIST}{comment.pk}/change/")
    assert not [form for form in page.forms for name, _ in form.buttons if name == "verb"]
    assert not desk.open(LIST).all("select", name="action")


def test_whoever_may_moderate_needs_no_more(article: Article) -> None:
    comment = a_comment(article, Status.HELD)
    desk = someone("mod", "comments.view_comment", "comments.change_comment")
    desk.click(comment, "publish")
    assert Comment.objects.get().status == Status.PUBLISHED


def test_a_stranger_is_sent_to_the_door(reader: Reader, article: Article) -> None:
    comment = a_comment(article, Status.HELD)
    answer = reader.client.post(f"{LIST}{comment.pk}/change/", {"verb": "publish"})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")
    assert Comment.objects.get().status == Status.HELD


def test_a_click_from_another_site_decides_nothing(desk: Desk, article: Article) -> None:
    comment = a_comment(article, Status.HELD)
    desk.client.handler.enforce_csrf_checks = True
    answer = desk.client.post(f"{LIST}{comment.pk}/change/", {"verb": "publish"})
    assert (answer.status_code, Comment.objects.get().status) == (403, Status.HELD)


@pytest.mark.parametrize("verb", ["", "nothing", "PUBLISH", "pending", "\x00"])
def test_a_verb_that_is_none_is_refused(desk: Desk, article: Article, verb: str) -> None:
    comment = a_comment(article, Status.HELD)
    answer = desk.client.post(f"{LIST}{comment.pk}/change/", {"verb": verb})
    assert (answer.status_code, Comment.objects.get().status) == (403, Status.HELD)


def test_nobody_edits_or_deletes_a_comment_past_the_verbs(desk: Desk, article: Article) -> None:
    comment = a_comment(article, Status.HELD)
    before = Comment.objects.values().get()
    for path, data in (
        (f"{comment.pk}/change/", {"body": "Mine.", "status": "published", "_save": "1"}),
        (f"{comment.pk}/delete/", {"post": "yes"}),
        ("add/", {"body": "x"}),
    ):
        assert desk.client.post(LIST + path, data).status_code == 403
    desk.choose("delete_selected", comment, post="yes")
    assert Comment.objects.values().get() == before


def test_whoever_may_not_change_articles_withdraws_none(article: Article) -> None:
    desk = someone("intern", "articles.view_article", "comments.change_comment")
    ticked = {"action": "take_back", "_selected_action": [str(article.pk)]}
    desk.client.post("/admin/articles/article/", ticked)
    assert Article.objects.get().status == "published"


def test_an_editor_withdraws_an_article(desk: Desk, article: Article) -> None:
    ticked = {"action": "take_back", "_selected_action": [str(article.pk)]}
    desk.client.post("/admin/articles/article/", ticked)
    assert Article.objects.get().status == "withdrawn"


@pytest.mark.parametrize(
    ("rights", "dead"),
    [(["kernel.view_outboxevent"], True),
     (["kernel.view_outboxevent", "kernel.change_outboxevent"], False)],
    ids=["looking", "changing"],
)  # fmt: skip
def test_dead_tasks_are_tried_again_by_whoever_may(
    article: Article, rights: list[str], dead: bool
) -> None:
    OutboxEvent.objects.update(dead=True)
    ticked = [str(pk) for pk in OutboxEvent.objects.values_list("pk", flat=True)]
    desk = someone("operator", *rights)
    desk.client.post("/admin/kernel/outboxevent/", {"action": "replay", "_selected_action": ticked})
    assert ticked
    assert set(OutboxEvent.objects.values_list("dead", flat=True)) == {dead}


# --- The site's policy -----------------------------------------------------------------------


def policy_form(desk: Desk, article: Article) -> tuple[str, dict[str, str]]:
    url = f"/admin/comments/policy/{policy_of(article.site_id).pk}/change/"
    [form] = [form for form in desk.open(url).forms if "max_links" in form.values]
    # Selects and boxes are not among a form's plain values.
    selects = [field for field in Policy._meta.concrete_fields if field.choices]
    chosen = {field.name: str(field.get_default()) for field in selects}
    return url, {**form.values, **chosen, "require_name": "on", "moderator_mails": "[]"}


def test_a_policy_is_changed_and_numbered(desk: Desk, article: Article) -> None:
    url, values = policy_form(desk, article)
    assert desk.client.post(url, {**values, "max_links": "7"}).status_code == 302
    policy = policy_of(article.site_id)
    assert (policy.max_links, policy.version) == (7, 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("moderator_mails", '{"a": 1}'),
        ("moderator_mails", '["no address"]'),
        ("moderator_mails", "[5]"),
        ("moderator_mails", "not JSON"),
        ("auto_close_days", "2147483647"),
        ("edit_window", "99999999999"),
        ("max_body", "0"),
        ("max_body", "1000000"),
        ("posts_per_minute", "0"),
        ("reply_depth", "-1"),
        ("max_links", "x"),
        ("sort", "best"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_is_told_at_its_field(
    desk: Desk, article: Article, name: str, value: str
) -> None:
    url, values = policy_form(desk, article)
    answer = desk.client.post(url, {**values, name: value})
    assert answer.status_code == 200
    assert re.search(rf'class="[^"]*\berrors\b[^"]*\bfield-{name}\b', answer.content.decode())
    assert policy_of(article.site_id).version == 1


# --- Hostile text ----------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</textarea><svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "{{ request }}{% debug %}",
)  # fmt: skip


def planted(article: Article, text: str) -> None:
    """The text in every field that anyone can write, past all checks."""
    Comment.objects.update(
        name=text, email=text, website=text, body=text, html=render(text), user_agent=text,
        badge=text[:60],
    )  # fmt: skip
    Commenter.objects.update(name=text, email=text)
    Decision.objects.update(reasons=[text], findings=[{"stage": text}], note=text)
    Article.objects.update(title=text, url=f"https://daily.example/{text}", authors=[text])
    Site.objects.update(name=text, domains=[text])
    OutboxEvent.objects.update(error=text, key=text)
    Policy.objects.update(moderator_mails=[text])


PAGES = [
    LIST, f"{LIST}{{comment}}/change/", f"{LIST}{{comment}}/history/", "/admin/comments/commenter/",
    "/admin/comments/thread/", "/admin/comments/policy/", "/admin/comments/policy/{policy}/change/",
    "/admin/articles/article/", "/admin/articles/article/{article}/change/",
    "/admin/articles/site/", "/admin/articles/site/{site}/change/", "/admin/kernel/outboxevent/",
    "/admin/",
]  # fmt: skip


def dangers(desk: Desk, article: Article) -> dict[str, list[str]]:
    keys = {
        "comment": Comment.objects.get().pk,
        "policy": policy_of(article.site_id).pk,
        "article": article.pk,
        "site": article.site_id,
    }
    return {path: desk.open(path.format(**keys)).dangers() for path in PAGES}


def test_hostile_text_runs_nowhere_in_the_admin(desk: Desk, article: Article, editor: Any) -> None:
    policy_of(article.site_id)
    moderate(a_comment(article, Status.HELD), Status.PUBLISHED, editor, NOON)
    planted(article, "calm")
    calm = dangers(desk, article)  # the admin's own scripts and icons
    for text in HOSTILE:
        planted(article, text)
        assert dangers(desk, article) == calm, text


def test_a_policy_shows_what_is_kept_and_how_long(desk: Desk, article: Article) -> None:
    policy_of(article.site_id)
    Policy.objects.update(spam_days=12)
    url, _ = policy_form(desk, article)
    text = desk.client.get(url).content.decode()
    assert "12 days after the decision" in text
    assert "gone after 30 days" in text
