"""JSON lines as articles: a bad line is skipped by number, a bad file is refused."""

import json
from pathlib import Path

import pytest

from articles.sources import lines
from articles.sources.record import Record, SourceError
from tests.fixtures.imports.reading import changed, items_of, records, skipped

ARTICLE = {
    "id": "a-1",
    "url": "https://news.example/1",
    "title": "Bridge reopens",
    "summary": "Short",
    "body": "<p>Long</p>",
    "section": "World/Europe",
    "tags": ["Rail"],
    "authors": ["Ann"],
    "language": "en",
    "image": {
        "url": "https://news.example/b.jpg",
        "caption": "C",
        "credit": "B",
        "width": 3,
        "height": 2,
    },
    "published_at": "2024-03-01T08:00:00Z",
    "updated_at": None,
    "status": "published",
}


def line(**fields: object) -> str:
    return json.dumps(ARTICLE | fields) + "\n"


def test_a_line_gives_back_the_article_that_was_written(tmp_path: Path) -> None:
    assert records(items_of(tmp_path, line()))[0].as_body() == ARTICLE


def test_three_fields_are_enough(tmp_path: Path) -> None:
    least = {key: ARTICLE[key] for key in ("id", "url", "title")}
    [record] = records(items_of(tmp_path, json.dumps(least) + "\n"))
    assert record == Record("a-1", "https://news.example/1", "Bridge reopens", where="line 1")


def test_a_number_may_be_an_id(tmp_path: Path) -> None:
    assert records(items_of(tmp_path, line(id=17)))[0].id == "17"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("id", None, "id: a text is wanted"),
        ("id", True, "id: a text is wanted"),
        ("url", 5, "url: a text is wanted"),
        ("url", "ftp://news.example/1", "no http or https address"),
        ("tags", "Rail", "tags: a list of texts is wanted"),
        ("tags", [1], "tags: a list of texts is wanted"),
        ("image", "b.jpg", "image: an object with a url is wanted"),
        ("image", {"url": "https://n.example/b.jpg", "width": "3"}, "image.width: a number of"),
        ("published_at", "yesterday", "published_at: not an ISO 8601 time"),
        ("status", "live", "status: one of draft, scheduled, published, withdrawn is wanted"),
    ],
)
def test_a_wrong_value_skips_its_line_with_the_reason(
    tmp_path: Path, field: str, value: object, reason: str
) -> None:
    items = items_of(tmp_path, line(id="first") + line(**{field: value}) + line(id="last"))
    assert [record.id for record in records(items)] == ["first", "last"]
    assert skipped(items)[0].where == "line 2"
    assert skipped(items)[0].reason.startswith(reason)


@pytest.mark.parametrize("text", ["{", "[1]", "nul", '{"id": NaN}', "[" * 100_000, "1" * 5000])
def test_a_line_that_is_no_object_is_skipped(tmp_path: Path, text: str) -> None:
    items = items_of(tmp_path, line() + text + "\n" + line(id="last"))
    assert len(records(items)) == 2
    assert skipped(items)[0].where == "line 2"


def test_a_cut_off_last_line_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        items_of(tmp_path, line() + line()[:-20])
    assert caught.value.line == 2


def test_a_sound_last_line_needs_no_line_end(tmp_path: Path) -> None:
    assert len(records(items_of(tmp_path, line() + line(id="last").rstrip()))) == 2


def test_empty_lines_and_windows_line_ends_are_passed_over(tmp_path: Path) -> None:
    items = items_of(tmp_path, (line() + "\n" + line(id="last")).replace("\n", "\r\n"))
    assert [record.where for record in records(items)] == ["line 1", "line 3"]


def test_one_json_array_is_refused_with_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="one article a line"):
        items_of(tmp_path, json.dumps([ARTICLE]) + "\n")


def test_json_spread_over_lines_is_refused_with_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="one article a line"):
        items_of(tmp_path, json.dumps(ARTICLE, indent=1) + "\n")


def test_a_line_past_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 1 << 16)
    with pytest.raises(SourceError) as caught:
        items_of(tmp_path, line() + line(body="x" * (1 << 19)))
    assert caught.value.line == 2


def test_an_unknown_key_is_told(tmp_path: Path) -> None:
    items = items_of(tmp_path, line(puplished="2024"))
    assert changed(items)[0].reason == "unknown key: 'puplished' ignored"


def test_lone_surrogates_and_nul_never_reach_a_record(tmp_path: Path) -> None:
    [record] = records(items_of(tmp_path, line(title="a\ud800\x00b", body="\udfff\x00c")))
    assert (record.title, record.body) == ("ab", "c")


def test_a_date_to_come_is_scheduled(tmp_path: Path) -> None:
    items = items_of(tmp_path, line(published_at="2999-01-01T00:00:00Z"))
    assert records(items)[0].status == "scheduled"
