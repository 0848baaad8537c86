"""The admin's pages where an editor steers threads."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from articles.models import Article, Section
from comments.models import SectionMode, Thread
from tests.factories import NOON, a_comment, an_article

NEW = "/admin/comments/thread/add/"


@pytest.fixture
def desk(editor: Any) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    return client


def steering(**said: str) -> dict[str, str]:
    return {"mode": "", "closes_at_0": "", "closes_at_1": "", "note": "", **said}


def test_an_editor_sets_mode_and_note_of_a_thread(desk: Client, article: Article) -> None:
    thread = a_comment(article).thread
    before = thread.version
    said = steering(mode="held", note="Please be *kind*.")
    answer = desk.post(f"/admin/comments/thread/{thread.pk}/change/", said)
    thread.refresh_from_db()
    assert answer.status_code == 302
    assert (thread.mode, "<em>kind</em>" in thread.note_html) == ("held", True)
    assert thread.version > before
    assert thread.count == 1


def test_an_editor_closes_a_thread_before_its_first_comment(desk: Client, article: Article) -> None:
    said = steering(mode="closed", article=str(article.pk))
    assert desk.post(NEW, said).status_code == 302
    assert Thread.objects.get(article=article).mode == "closed"


def test_a_note_that_cannot_be_is_told_at_its_field(desk: Client, article: Article) -> None:
    answer = desk.post(NEW, steering(article=str(article.pk), note="x" * 2_001))
    assert answer.status_code == 200
    assert not Thread.objects.filter(article=article).exists()


def test_an_editor_sets_and_lifts_the_mode_of_a_section(desk: Client, article: Article) -> None:
    story = an_article(article.site, "story-2", section="World")
    thread = a_comment(story).thread
    thread.refresh_from_db()
    section = Section.objects.get(slug="world")
    said = {"section": str(section.pk), "mode": "members"}
    assert desk.post("/admin/comments/sectionmode/add/", said).status_code == 302
    row = SectionMode.objects.get(section=section)
    lifted = desk.post(f"/admin/comments/sectionmode/{row.pk}/delete/", {"post": "yes"})
    assert lifted.status_code == 302
    assert not SectionMode.objects.exists()
    before, _ = thread.version, thread.refresh_from_db()
    assert thread.version == before + 2


def test_who_may_only_look_steers_nothing(article: Article) -> None:
    user = get_user_model().objects.create_user("vera", "v@example.org", "pass", is_staff=True)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    assert client.post(NEW, steering(article=str(article.pk))).status_code == 403


def test_a_thread_says_when_it_was_last_added_to(desk: Client, article: Article) -> None:
    comment = a_comment(article, created_at=NOON)
    assert Thread.objects.get(pk=comment.thread_id).last_at == NOON
