"""The pages without JavaScript speak the article's language, as the widget does."""

import json
import string
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import Comment, Policy
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.embed.plurals import RULES, plural
from newsroom.embed.said import OWN, WIDGET, languages, said
from tests.conftest import Clock, Reader
from tests.embed.html_page import opened, submitted
from tests.factories import a_comment, an_article

LANGUAGES = sorted(file.stem for file in WIDGET.glob("*.json"))
ENGLISH = json.loads((OWN / "en.json").read_text())


def entries(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((OWN / f"{language}.json").read_text())
    return found


def gaps(entry: Any) -> set[str]:
    text = entry if isinstance(entry, str) else entry["other"]
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_they_speak_every_language_of_the_widget() -> None:
    assert sorted(languages()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_says_everything_with_the_gaps_of_english(language: str) -> None:
    words = entries(language)
    assert {key: gaps(entry) for key, entry in words.items()} == {
        key: gaps(entry) for key, entry in ENGLISH.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_the_widgets_under_another_name(language: str) -> None:
    widget = json.loads((WIDGET / f"{language}.json").read_text())
    more = json.loads((WIDGET / "more" / f"{language}.json").read_text())
    assert not entries(language).keys() & (widget.keys() | more.keys())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_the_forms_that_its_language_counts_with(language: str) -> None:
    counted = {plural(language, n) for n in range(1000)} | {"other"}
    widget = json.loads((WIDGET / f"{language}.json").read_text())["comments"]
    assert counted == set(widget)


@pytest.mark.parametrize(
    ("language", "n", "form"),
    [
        ("en", 1, "one"), ("en", 0, "other"), ("fr", 0, "one"), ("ja", 1, "other"),
        ("ar", 0, "zero"), ("ar", 2, "two"), ("ar", 103, "few"), ("ar", 111, "many"),
        ("ar", 100, "other"), ("pl", 22, "few"), ("pl", 12, "many"), ("ru", 21, "one"),
        ("ru", 11, "many"), ("cs", 5, "other"), ("ro", 0, "few"), ("ro", 120, "other"),
        ("he", 2, "two"),
    ],
)  # fmt: skip
def test_a_number_takes_its_form(language: str, n: int, form: str) -> None:
    assert plural(language, n) == form
    assert set(RULES) <= languages()


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de-AT", "de"), ("pt_BR", "pt"), ("tlh", "en"), ("", "en"), ("../", "en")],
)
def test_a_tag_finds_its_language_or_english(tag: str, language: str) -> None:
    assert said(tag).language == language


def test_braces_in_a_name_stay_what_they_are() -> None:
    assert said("en").t("reply_to", name="{n} {name}") == "Reply to {n} {name}"


# --- Through the page ---


def an_article_in(site: Site, language: str) -> Article:
    return an_article(site, f"in-{language}", language=language)


def thread(article: Article) -> str:
    return f"/sites/daily/comments?article={article.external_id}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_thread_is_in_the_articles_language(
    reader: Reader, site: Site, clock: Clock, language: str
) -> None:
    article = an_article_in(site, language)
    root = a_comment(article, name="Bob")
    for _ in range(4):
        a_comment(article, parent=root)
    page, words = opened(reader, thread(article)), said(language)
    [html] = page.all("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == (language, words.direction)
    for key in ("leave", "note", "reply", "report", "post", "preview", "mail_note", "sort_top"):
        assert words[key] in page.text
    assert words.t("comments", n=5) in page.text
    assert words.t("more_replies", n=1) in page.text
    if language != "en":
        assert "Leave a reply" not in page.text


def test_arabic_is_written_from_the_right(reader: Reader, site: Site, clock: Clock) -> None:
    [html] = opened(reader, thread(an_article_in(site, "ar"))).all("html")
    assert html.attributes["dir"] == "rtl"


def test_a_mistake_is_told_in_the_articles_language(
    reader: Reader, site: Site, clock: Clock
) -> None:
    article = an_article_in(site, "de")
    [form] = opened(reader, thread(article)).forms
    clock.go_on(seconds=30)
    values = {**form.values, "name": "Ada", "email": "x", "body": "Gut."}
    answer = submitted(reader, form.attributes["action"], values)
    assert "Das sieht nicht wie eine E-Mail-Adresse aus." in answer.content.decode()


def test_how_it_stands_is_told_in_the_articles_language(
    reader: Reader, site: Site, clock: Clock, editor: Any
) -> None:
    article = an_article_in(site, "de")
    [form] = opened(reader, thread(article)).forms
    clock.go_on(seconds=30)
    values = {**form.values, "name": "Ada", "email": "ada@example.org", "body": "Gut."}
    receipt = submitted(reader, form.attributes["action"], values)["Location"]
    assert "Ihr Kommentar wird geprüft." in opened(reader, receipt).text
    moderate(Comment.objects.get(), Status.PUBLISHED, editor, clock.now)
    assert said("de")["published"] in opened(reader, receipt).text


def test_a_closed_thread_says_so_in_the_articles_language(
    reader: Reader, site: Site, clock: Clock
) -> None:
    article = an_article_in(site, "fr")
    policy_of(site.pk)
    Policy.objects.update(mode="closed")
    assert said("fr")["e_thread_closed"] in opened(reader, thread(article)).text
