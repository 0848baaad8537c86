"""A text as it would stand in the thread, before it is sent."""

from typing import Any

import pytest

from articles.models import Article
from comments import text
from tests.api.world import stored
from tests.conftest import Reader

pytestmark = pytest.mark.django_db


def preview(reader: Reader, article: Article, body: str) -> Any:
    return reader.post(f"/api/v1/sites/{article.site.key}/preview", {"body": body})


def test_a_preview_is_what_a_post_would_be(reader: Reader, article: Article) -> None:
    body = "> quoted\n\n*Well*, see https://example.org/."
    answer = preview(reader, article, body)
    assert (answer.status_code, answer.json()) == (200, {"html": text.render(body)})


def test_a_preview_stores_nothing(reader: Reader, article: Article) -> None:
    preview(reader, article, "The first makes the site's policy.")
    before = stored()
    preview(reader, article, "Only a look.")
    assert stored() == before


def test_a_preview_is_as_safe_as_a_comment(reader: Reader, article: Article) -> None:
    body = "<script>alert(1)</script> [x](javascript:alert(1))"
    assert "<script" not in preview(reader, article, body).json()["html"]


@pytest.mark.parametrize(("body", "code"), [("", "body_empty"), ("x" * 10_001, "body_too_long")])
def test_what_could_not_be_posted_is_refused_alike(
    reader: Reader, article: Article, body: str, code: str
) -> None:
    answer = preview(reader, article, body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_previews_are_bounded(reader: Reader, article: Article) -> None:
    codes = [preview(reader, article, f"Look {n}.").status_code for n in range(31)]
    assert codes == [200] * 30 + [429]
