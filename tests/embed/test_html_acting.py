"""Looking before sending, and reporting, with JavaScript off."""

from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Report
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.embed.html_page import Form, opened, submitted
from tests.embed.test_html_thread import URL
from tests.factories import a_comment, a_site, an_article

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def form(reader: Reader, article: Article, clock: Clock) -> Form:
    [form] = opened(reader, URL).forms
    clock.go_on(seconds=30)
    return form


@pytest.fixture
def comment(article: Article) -> Comment:
    return a_comment(article, name="Bo Lind", body="Buy *this*.")


def report_of(comment: Comment, site: str = "daily") -> str:
    return f"/sites/{site}/report?comment={comment.pk}"


def sends(reader: Reader, form: Form, **words: str) -> Any:
    return submitted(reader, form.attributes["action"], {**form.values, **words})


def test_a_preview_shows_the_words_as_they_will_stand(reader: Reader, form: Form) -> None:
    answer = sends(reader, form, do="preview", body="*Well* said.")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<p><em>Well</em> said.</p>" in html
    assert "*Well* said.</textarea>" in html
    assert not Comment.objects.exists()


def test_a_preview_asks_for_no_name_yet(reader: Reader, form: Form) -> None:
    assert (
        "Please tell us your name"
        not in sends(reader, form, do="preview", body="Words.").content.decode()
    )


def test_a_preview_of_nothing_says_so(reader: Reader, form: Form) -> None:
    answer = sends(reader, form, do="preview", body="")
    assert answer.status_code == 422
    assert "Please write something." in answer.content.decode()


def test_every_comment_can_be_reported(reader: Reader, comment: Comment) -> None:
    [link] = [one for one in opened(reader, URL).all("a") if one.text == "Report"]
    assert link.attributes["href"] == report_of(comment)


def test_the_report_page_shows_what_it_is_about(reader: Reader, comment: Comment) -> None:
    page = opened(reader, report_of(comment))
    assert "Buy this." in page.text
    assert not Report.objects.exists()


def test_a_report_is_written_down(reader: Reader, comment: Comment) -> None:
    answer = submitted(reader, report_of(comment), {"reason": "spam", "note": "Again."})
    assert "A moderator will look at it" in answer.content.decode()
    row = Report.objects.get()
    assert (row.comment_id, row.reason, row.note) == (comment.pk, "spam", "Again.")


def test_the_same_reader_reports_once(reader: Reader, comment: Comment) -> None:
    for reason in ("spam", "abuse"):
        submitted(reader, report_of(comment), {"reason": reason})
    assert Report.objects.get().reason == "abuse"


def test_a_report_without_a_reason_is_asked_for_one(reader: Reader, comment: Comment) -> None:
    answer = submitted(reader, report_of(comment), {"note": "Why?"})
    assert answer.status_code == 422
    assert "Why?</textarea>" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("status", [Status.HELD, Status.REMOVED, Status.UNCONFIRMED])
def test_what_readers_do_not_see_cannot_be_reported(
    reader: Reader, article: Article, status: Status
) -> None:
    hidden = a_comment(article, status)
    assert reader.get(report_of(hidden)).status_code == 404


def test_a_comment_of_another_site_is_not_found(reader: Reader, article: Article) -> None:
    other = a_comment(an_article(a_site("weekly")))
    assert reader.get(report_of(other)).status_code == 404


def test_when_words_were_changed_stands_beside_them(
    reader: Reader, comment: Comment, clock: Clock
) -> None:
    Comment.objects.filter(pk=comment.pk).update(edited_at=clock.now)
    assert "edited 2026-" in " ".join(opened(reader, URL).text.split())


def test_the_fragment_reports_to_the_newsroom(
    reader: Reader, comment: Comment, settings: Any
) -> None:
    html = reader.get(f"{URL}&fragment=1").content.decode()
    assert f'href="{settings.PUBLIC_URL}{report_of(comment)}"' in html
