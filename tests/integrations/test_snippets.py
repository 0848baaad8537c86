"""What is copied and pasted works as it stands: every snippet, template and manifest."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine
from django.test import override_settings

from newsroom.embed.page_check import Known, Page, examine
from tests.factories import NOON
from tests.house.sources import ROOT

HOME = ROOT / "integrations"
CLIENT = ROOT / "newsroom" / "embed" / "client"
KNOWN = Known(
    {"daily": frozenset({"www.daily.example"})}, "https://comments.daily.example", "0" * 18
)
VALUES = {
    ".Site.Params.newsroom.url": KNOWN.origin,
    ".Site.Params.newsroom.site": "daily",
    ".Permalink": "https://www.daily.example/a",
    "site.newsroom.url": KNOWN.origin,
    "site.newsroom.site": "daily",
    "page.url | absolute_url": "https://www.daily.example/a",
}


def filled(path: str) -> str:
    """A template of a generator of static sites with the few values it uses put in."""
    text = re.sub(
        r"\{\{- /\*.*?\*/ -\}\}|\{%- comment.*?endcomment -%\}", "", (HOME / path).read_text()
    )
    return re.sub(r"\{\{ (.*?) \}\}", lambda found: VALUES[found[1]], text)


def complaints(html: str) -> list[str]:
    return examine(Page(html, "https://www.daily.example/a"), KNOWN, NOON)


@pytest.mark.parametrize(
    ("script", "body"),
    [
        (
            "hugo/layouts/partials/newsroom/script.html",
            "hugo/layouts/partials/newsroom/comments.html",
        ),
        ("jekyll/_includes/newsroom-script.html", "jekyll/_includes/newsroom-comments.html"),
    ],
)
def test_a_static_site_has_a_page_that_doctor_finds_nothing_wrong_with(
    script: str, body: str
) -> None:
    html = filled(script) + filled(body)

    assert complaints(html) == []
    assert html.count('url="https://www.daily.example/a"') == 4
    assert "{" not in html


def test_the_first_snippet_of_the_docs_is_a_page_that_works() -> None:
    docs = (ROOT / "docs" / "embed.md").read_text()
    first = re.findall(r"```html\n(.*?)```", docs, re.DOTALL)[0]

    assert complaints(first) == []


@pytest.fixture
def tags() -> Iterator[Engine]:
    sys.path.insert(0, str(HOME / "django"))
    with override_settings(NEWSROOM_URL=KNOWN.origin, NEWSROOM_SITE="daily"):
        yield Engine(libraries={"newsroom": "newsroom_widgets.templatetags.newsroom"})
    sys.path.remove(str(HOME / "django"))


def render(tags: Engine, text: str, **context: Any) -> str:
    return tags.from_string("{% load newsroom %}" + text).render(Context(context))


def test_django_tags_draw_a_page_that_works(tags: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsroom_widgets.templatetags import newsroom  # type: ignore[import-not-found]

    asked: list[str] = []
    monkeypatch.setattr(newsroom, "_fetched", lambda url: asked.append(url) or "<p>Words</p>")
    text = '{% newsroom_script %}{% newsroom_comments "a&b" theme="auto" %}{% newsroom_latest 3 %}'
    html = render(tags, text, csp_nonce="n0nce")

    assert complaints(html) == []
    assert 'nonce="n0nce"' in html
    assert '<newsroom-comments article="a&amp;b" theme="auto"><p>Words</p>' in html
    assert '<newsroom-latest limit="3"></newsroom-latest>' in html
    assert asked == [f"{KNOWN.origin}/sites/daily/comments?article=a%26b&fragment=1"]


def test_django_tags_escape_what_they_are_given(tags: Engine) -> None:
    text = "{% newsroom_related x %}{% newsroom_navigation x %}{% newsroom_section x %}"
    html = render(tags, text + "{% newsroom_count x x %}", x='"><script>boo()</script>')

    assert "<script" not in html
    assert html.count("&quot;&gt;&lt;script&gt;") == 5


def test_django_tags_go_on_where_newsroom_does_not_answer(tags: Engine) -> None:
    with override_settings(NEWSROOM_URL="http://127.0.0.1:9"):
        html = render(tags, '{% newsroom_comments "gone" %}')

    assert html == '<newsroom-comments article="gone"></newsroom-comments>'


def manifest() -> list[dict[str, Any]]:
    told = json.loads((HOME / "custom-elements.json").read_text())
    found: list[dict[str, Any]] = told["modules"][0]["declarations"]
    return found


def test_the_manifest_names_every_element_that_the_loader_defines() -> None:
    defined = set(re.findall(r'define\("(\w+)"', (CLIENT / "loader.js").read_text()))

    assert {d["tagName"] for d in manifest()} == {f"newsroom-{name}" for name in defined}


def code(folder: Path, suffix: str) -> str:
    return "".join(file.read_text() for file in folder.glob(f"*.{suffix}"))


def test_the_manifest_names_every_attribute_event_and_property_and_none_that_is_gone() -> None:
    script, looks = code(CLIENT, "js"), code(CLIENT, "css")
    read = set(re.findall(r'(?:element|this)\.(?:get|has)Attribute\("([a-z]+)"', script))
    read |= set(re.findall(r'"(\w+)"', re.findall(r"observedAttributes = \[(.*?)\]", script)[0]))
    styled = set(re.findall(r":host\(\[(\w+)", looks)) - {"hidden"}
    told = {a["name"] for d in manifest() for a in d["attributes"]}
    events = {e["name"] for d in manifest() for e in d["events"]}
    properties = {p["name"] for d in manifest() for p in d["cssProperties"]}

    assert told == read | styled
    assert events == {f"newsroom:{n}" for n in re.findall(r'emit\(\w+(?:\.\w+)?, "(\w+)"', script)}
    assert properties == set(re.findall(r"var\((--newsroom-[\w-]+)", looks))


def test_the_docs_name_every_attribute_and_event() -> None:
    docs = (ROOT / "docs" / "embed.md").read_text()
    named = [a["name"] for d in manifest() for a in d["attributes"]]
    named += [e["name"] for d in manifest() for e in d["events"]]

    assert [name for name in named if f"`{name}`" not in docs] == []


def test_the_react_types_know_the_attributes_and_events_of_the_manifest() -> None:
    types = (HOME / "react" / "newsroom.d.ts").read_text()
    events = {e["name"].partition(":")[2] for d in manifest() for e in d["events"]}
    attributes = {a["name"] for d in manifest() for a in d["attributes"]}

    assert attributes - set(re.findall(r"^\s+(\w+)\?:", types, re.M)) - {"limit"} == set()
    assert {f"on{event.capitalize()}" for event in events} <= set(re.findall(r"on\w+", types))
