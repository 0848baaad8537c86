"""What names an answer in memory: nothing that a view looks at may be missing from it."""

import sys
from typing import Any

import pytest
from django.http import QueryDict

from articles.models import Article
from newsroom.reads.addresses import READS, address
from tests.conftest import Reader
from tests.factories import a_comment, an_article
from tests.plugin import ROOT

PATHS = [
    "/api/v1/sites/daily/page",
    "/api/v1/sites/daily/comments",
    "/api/v1/sites/daily/navigation",
    "/api/v1/sites/daily/live",
    "/api/v1/sites/daily/counts",
    "/api/v1/sites/daily/latest",
    "/api/v1/sites/daily/sections/world/articles",
    "/sites/daily/comments",
    "/feeds/daily/articles.atom",
    "/feeds/daily/comments.atom",
    "/feeds/daily/comments/story-1.atom",
]
# Frameworks look at all there is, to copy it.
OURS = tuple(str(ROOT / package) for package in ("newsroom", "articles", "comments"))


def test_every_pattern_is_tried_here() -> None:
    assert all(any(pattern.fullmatch(path) for path in PATHS) for pattern, _ in READS)


@pytest.mark.parametrize("path", PATHS)
def test_a_view_looks_at_nothing_that_is_not_in_its_key(
    reader: Reader, article: Article, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    an_article(article.site, "story-2", section="World")
    comment = a_comment(article)
    looked: set[str] = set()
    for name in ("get", "__contains__", "getlist"):
        before = getattr(QueryDict, name)

        def record(self: Any, key: str, *rest: Any, before: Any = before) -> Any:
            caller = sys._getframe(1).f_code.co_filename
            if caller.startswith(OURS):
                looked.add(key)
            return before(self, key, *rest)

        monkeypatch.setattr(QueryDict, name, record)
    for query in ("article=story-1", f"article=story-1&reply={comment.pk}&fragment=1"):
        answer = reader.get(f"{path}?{query}")
        assert answer.status_code == 200
        assert answer.basis is not None
    names = next(names for pattern, names in READS if pattern.fullmatch(path))
    assert looked <= set(names)


def test_the_version_that_a_reader_knows_of_is_no_part_of_the_key() -> None:
    path = PATHS[0]
    plain, asked = address(path, b"article=a"), address(path, b"v=7&article=a")
    assert plain is not None and asked is not None
    assert (asked.path, asked.query, asked.version) == (plain.path, plain.query, 7)


@pytest.mark.parametrize("version", [b"-1", b"x", b"9" * 30, "٧".encode(), b""])
def test_a_version_that_is_none_asks_for_nothing(version: bytes) -> None:
    found = address(PATHS[0], b"article=a&v=" + version)
    assert found is not None and found.version == 0
