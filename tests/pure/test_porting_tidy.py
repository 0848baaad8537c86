"""Fields of an old system brought within what this one keeps."""

import pytest

from comments.porting.readers.events import (
    Changed,
    Event,
    ImportedComment,
    ImportedThread,
    Skipped,
)
from comments.porting.readers.tidy import tidied


def tidy(**fields: str) -> list[Event]:
    least = {"id": "1", "thread": "t", "parent": "", "text": "Hello"}
    comment = ImportedComment(
        **least | fields,  # type: ignore[arg-type]
        markup="html",
        status="approved",
        created_at=None,
        where="line 1",
    )
    return list(tidied([comment]))


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("name", "Ann &amp; Bo", "Ann & Bo"),
        ("name", "<3 cats", "<3 cats"),
        ("email", " ann@mail.example\n", "ann@mail.example"),
        ("website", "https://ann.example/", "https://ann.example/"),
        ("ip", " 192.0.2.7 ", "192.0.2.7"),
        ("ip", "f00d", ""),
        ("text", " two\nlines ", "two\nlines"),
    ],
)
def test_a_harmless_field_is_kept_without_a_word(field: str, before: str, after: str) -> None:
    [comment] = tidy(**{field: before})
    assert getattr(comment, field) == after


@pytest.mark.parametrize(
    ("field", "before", "reason"),
    [
        ("email", "not an address", "e-mail address left out: not one"),
        ("email", "a@" + "x" * 254, "e-mail address left out: not one"),
        ("website", "javascript:alert(1)", "website left out: not an http or https address"),
        ("website", "https://a.example/" + "x" * 200, "website left out: not an http or https"),
        ("text", "a\x00b", "control characters removed"),
        ("name", "x" * 300, "name longer than 245 characters: shortened"),
    ],
)
def test_what_cannot_stay_is_told(field: str, before: str, reason: str) -> None:
    told, comment = tidy(**{field: before})
    assert isinstance(told, Changed)
    assert told.reason.startswith(reason)
    assert getattr(comment, field) != before


def test_a_comment_without_an_id_is_left_out() -> None:
    assert tidy(id="") == [Skipped("line 1", "", "a comment without an id")]


def test_an_id_too_long_to_keep_stays_the_same_in_every_place() -> None:
    [comment] = tidy(id="x" * 300, parent="x" * 300)
    assert isinstance(comment, ImportedComment)
    assert comment.id == comment.parent
    assert len(comment.id) < 80


@pytest.mark.parametrize("url", ["/2024/a", "https://news.example/a"])
def test_an_address_or_a_path_names_a_page(url: str) -> None:
    assert list(tidied([ImportedThread("t", url)])) == [ImportedThread("t", url)]


@pytest.mark.parametrize("url", ["//evil.example", "javascript:alert(1)", "/a b", "data:x"])
def test_anything_else_names_none(url: str) -> None:
    told, thread = tidied([ImportedThread("t", url)])
    assert isinstance(told, Changed)
    assert thread == ImportedThread("t", "")
