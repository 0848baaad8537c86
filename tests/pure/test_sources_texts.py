"""The small parts under every reader: dates, plain text, addresses, positions."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.sources.dates import parse_time
from articles.sources.detect import open_source
from articles.sources.draft import language_of
from articles.sources.plain_text import plain, shortened
from articles.sources.record import SourceError
from articles.sources.web_address import web_address
from tests.fixtures.imports.reading import IMPORTS, NOW

MARCH = datetime(2024, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01 08:00:00",
        "2024-03-01T08:00:00Z",
        "2024-03-01T08:00",
        "2024-03-01T10:00:00+0200",
        "2024-03-01T10:00:00 +02:00",
        "2024-03-01T10:00:00+02",
        "Fri, 01 Mar 2024 09:00:00 +0100",
        "Fri, 1 Mar 2024 08:00 GMT",
        "01 Mar 2024 03:00:00 EST",
    ],
)
def test_a_time_is_read_however_it_is_written(text: str) -> None:
    assert parse_time(text) == MARCH


def test_nine_digits_of_a_second_are_read() -> None:
    assert parse_time("2024-03-01T08:00:00.123456789Z") == MARCH.replace(microsecond=123456)


@pytest.mark.parametrize(
    "text",
    ["", "0000-00-00 00:00:00", "2024-13-45 99:00:00", "soon", "0001-01-01T00:00:00+02:00",
     "9999-12-31T23:59:59-05:00", "٢٠٢٤-٠٣-٠١", "Mon, 99 Foo -0001 00:00:00 +0000", "1" * 100],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_times(text: str) -> None:
    parsed = parse_time(text)
    assert parsed is None or parsed.tzinfo is UTC


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("5 < 6 & <3", "5 < 6 & <3"),
        ("a<script>alert(1)</script>b", "a b"),
        ("a<!-- hidden -->b<!-- never closed", "ab"),
        ("Tom &amp; &#8220;Jerry&#8221;", "Tom & “Jerry”"),
        (" a \n\t b\xa0c ", "a b c"),
    ],
)
def test_html_becomes_words(html: str, words: str) -> None:
    assert plain(html) == words


def test_shortening_cuts_between_words() -> None:
    assert shortened("one two three", 10) == "one two…"


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "//", "http://", "http://[", "http://a b/",
     "https://user:word@news.example/", "https://\ud800.example/", "https://news.example:99999/", "ftp://news.example/"],
)  # fmt: skip
def test_only_plain_web_addresses_are_kept(text: str) -> None:
    assert web_address(text) == ""


def test_a_relative_address_is_joined_to_its_base() -> None:
    assert web_address("../b", "https://news.example/x/y/") == "https://news.example/x/b"


@pytest.mark.parametrize(("tag", "language"), [("en-US", "en"), ("TR", "tr"), ("!", ""), ("", "")])
def test_a_language_tag_is_cut_to_its_language(tag: str, language: str) -> None:
    assert language_of(tag) == language


def test_the_position_reaches_the_size_of_the_file() -> None:
    path = IMPORTS / "wxr.xml"
    source = open_source(path, now=NOW)
    before = source.position()
    source.check()
    assert (before[0], source.position()) == (0, (path.stat().st_size,) * 2)


def test_the_check_counts_statuses_reasons_and_dates() -> None:
    summary = open_source(IMPORTS / "wxr.xml", now=NOW).check()
    assert (summary.records, summary.statuses) == (4, {"published": 4})
    assert (summary.earliest, summary.latest) == (MARCH, MARCH)


def test_progress_is_told_while_checking() -> None:
    told: list[tuple[int, int]] = []
    open_source(IMPORTS / "wxr.xml", now=NOW).check(lambda *position: told.append(position))
    assert told
    assert told[0][1] == (IMPORTS / "wxr.xml").stat().st_size


def test_a_source_reads_the_same_twice() -> None:
    source = open_source(IMPORTS / "wxr.xml", now=NOW)
    assert list(source.items()) == list(source.items())


def test_a_format_nobody_knows_is_refused() -> None:
    with pytest.raises(SourceError, match="choose one of wxr, feed, sitemap, jsonl"):
        open_source(IMPORTS / "wxr.xml", "docx")


PIECES = st.sampled_from(
    [b"<rss>", b"<channel>", b"<item>", b"</item>", b"<link>", b"</link>", b"https://a.example/",
     b"<title>x</title>", b"</channel>", b"</rss>", b"<![CDATA[", b"]]>", b"&#0;", b"\xff", b"\0",
     b"<!--", b"-->", b"{", b'{"id":', b"\n", b"<?xml version='1.0' encoding='big5'?>", b"&x;",
     b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry/>", b"</feed>", b"\x1f\x8b\x08"]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_no_file_ends_in_anything_but_records_or_a_source_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz"
    path.write_bytes(data)
    try:
        open_source(path, now=NOW).check()
    except SourceError as error:
        assert error.text
