"""One discussion, read from every system's export."""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from comments.porting.readers.detect import open_comments
from comments.porting.readers.events import Changed, Skipped, SourceError
from tests.fixtures.imports.discussion import comments_of, spooled, threads_of
from tests.fixtures.imports.reading import IMPORTS, post, wxr

EVERY = [
    "wxr.xml",
    "disqus.xml",
    "commento-v1.json",
    "comentario-v3.json",
    "remark42.jsonl",
    "isso.db",
    "coral",
]


def notices_of(path: Path) -> list[tuple[str, str, str]]:
    events = open_comments(path).events()
    return [
        (event.where, event.id, event.reason)
        for event in events
        if isinstance(event, Skipped | Changed)
    ]


@pytest.mark.parametrize("name", EVERY)
def test_every_system_tells_of_the_same_words_and_people(name: str) -> None:
    comments = list(comments_of(IMPORTS / name).values())
    fourth = next(comment for comment in comments if comment.name == "Çelik Ünal")
    assert fourth.text == "<p>Türkçe yorum: ığüşöç 漢字 🙂</p>"
    assert fourth.created_at is not None
    assert fourth.created_at.isoformat()[:19] == "2024-03-02T23:59:59"


@pytest.mark.parametrize("name", EVERY)
def test_every_system_names_the_same_page(name: str) -> None:
    urls = threads_of(IMPORTS / name)
    assert any(url.endswith("/2024/03/bridge-reopens/") for url in urls)


@pytest.mark.parametrize("name", EVERY)
def test_a_file_read_twice_tells_the_same(name: str) -> None:
    source = open_comments(IMPORTS / name)
    assert list(source.events()) == list(source.events())


@pytest.mark.parametrize("name", [name for name in EVERY if name != "isso.db"])
def test_the_position_reaches_the_size(name: str) -> None:
    source = open_comments(IMPORTS / name)
    list(source.events())
    read, total = source.position()
    assert read == total > 0


def test_wordpress_keeps_address_ip_and_status() -> None:
    comment = comments_of(IMPORTS / "wxr.xml")["5"]
    assert (comment.email, comment.ip) == ("buy@spam.example", "192.0.2.7")
    assert (comment.status, comment.markup) == ("spam", "lines")


def test_a_wordpress_thread_knows_the_articles_old_names() -> None:
    thread = threads_of(IMPORTS / "wxr.xml")["https://news.example/2024/03/bridge-reopens/"]
    assert thread.article_ids == ("https://news.example/?p=1", "1")


def test_private_notes_of_a_shop_are_not_comments(tmp_path: Path) -> None:
    note = (
        "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_type>order_note"
        "</wp:comment_type><wp:comment_content>card declined</wp:comment_content></wp:comment>"
    )
    path = tmp_path / "shop.xml"
    path.write_text(wxr(post(inside=note)))
    assert notices_of(path) == [("line 1", "1", "not a comment: 'order_note'")]


def test_disqus_tells_spam_from_deleted() -> None:
    comments = comments_of(IMPORTS / "disqus.xml")
    assert (comments["5"].status, comments["8"].status) == ("spam", "deleted")
    assert comments["2"].parent == "1"


def test_commento_knows_its_people_though_they_stand_last() -> None:
    comments = comments_of(IMPORTS / "commento-v1.json").values()
    assert {comment.email for comment in comments} >= {"ann@mail.example", "bo@mail.example"}
    assert {comment.website for comment in comments} == {""}


def test_commento_text_is_what_was_typed_where_the_file_has_it(tmp_path: Path) -> None:
    export = json.loads((IMPORTS / "commento-v1.json").read_text())
    export["comments"][0]["markdown"] = "Good *news*"
    path = tmp_path / "commento.json"
    path.write_text(json.dumps(export, indent=1))
    first = next(iter(comments_of(path).values()))
    assert (first.text, first.markup) == ("Good *news*", "markdown")


def test_comentario_keeps_the_pinned_comment() -> None:
    comments = comments_of(IMPORTS / "comentario-v3.json").values()
    assert [comment.name for comment in comments if comment.pinned] == ["Ann Reader"]


def test_remark42_keeps_scores_and_the_closed_thread() -> None:
    path = IMPORTS / "remark42.jsonl"
    assert sum(comment.score for comment in comments_of(path).values()) == 18
    assert [url for url, thread in threads_of(path).items() if thread.closed] == [
        "https://news.example/2024/04/school-lunch"
    ]


def test_a_hashed_ip_is_not_taken_for_an_address() -> None:
    assert {comment.ip for comment in comments_of(IMPORTS / "remark42.jsonl").values()} == {""}


@pytest.mark.parametrize(
    ("name", "where"), [("remark42.jsonl", "line 1"), ("coral", "users.csv line 4")]
)
def test_blocked_people_are_told_not_dropped_in_silence(name: str, where: str) -> None:
    [notice] = notices_of(IMPORTS / name)
    assert notice[0] == where
    assert notice[2].startswith("a blocked user")


def test_isso_marks_deleted_and_waiting_comments() -> None:
    comments = comments_of(IMPORTS / "isso.db")
    assert (comments["11"].status, comments["6"].status) == ("deleted", "pending")
    assert comments["1"].markup == "markdown"


def test_reading_an_isso_database_leaves_it_untouched() -> None:
    before = sorted(IMPORTS.iterdir()), (IMPORTS / "isso.db").read_bytes()
    comments_of(IMPORTS / "isso.db")
    assert (sorted(IMPORTS.iterdir()), (IMPORTS / "isso.db").read_bytes()) == before


def test_coral_keeps_names_and_rejections() -> None:
    comments = comments_of(IMPORTS / "coral")
    assert (comments["2"].name, comments["2"].parent) == ("Bo", "1")
    assert comments["8"].status == "trash"


@pytest.mark.parametrize("name", ["wxr.xml", "commento-v1.json", "remark42.jsonl"])
def test_gzipped_exports_read_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / "packed"
    path.write_bytes(gzip.compress((IMPORTS / name).read_bytes()))
    assert comments_of(path) == comments_of(IMPORTS / name)


BROKEN = [
    ("truncated-wxr.xml", 16, "cut off"),
    ("truncated-disqus.xml", 14, "cut off"),
    ("truncated-comentario.json", 1, "cut off"),
    ("truncated-gzip.json.gz", None, "cut off"),
    ("empty.xml", 1, "empty"),
    ("not-an-export.xml", 1, "<html>"),
    ("billion-laughs.xml", 1, "DTD"),
    ("external-entity.xml", 1, "DTD"),
    ("latin1-declared-utf8.xml", 10, "byte 3302"),
    ("comentario-version-481.json", None, "unknown version 481"),
    ("remark42-version-2.jsonl", 1, "unknown version 2"),
    ("remark42-no-header.jsonl", 1, "no header"),
    ("isso-not-a-database.db", None, "not a database"),
    ("coral-short-row", 1, "comments.csv: 7 columns, 8 expected"),
]


@pytest.mark.parametrize(("name", "line", "text"), BROKEN)
def test_a_broken_export_is_refused_with_its_line(name: str, line: int | None, text: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(open_comments(IMPORTS / "bad" / name).events())
    assert caught.value.line == line
    assert text in caught.value.text


def test_an_encoding_declared_as_windows_is_honoured() -> None:
    path = IMPORTS / "bad/windows-1254-declared.xml"
    assert comments_of(path)["12"].text == "<p>ığüşöç</p>"


def test_utf16_is_read() -> None:
    assert len(comments_of(IMPORTS / "bad/utf16.xml")) == 2


def test_control_characters_are_removed_and_the_comment_named() -> None:
    path = IMPORTS / "bad/control-characters.xml"
    assert notices_of(path) == [("line 8", "1", "control characters removed")]
    assert comments_of(path)["1"].text == "<p>Good news &amp; about time.</p>"


def test_a_header_row_is_skipped_not_taken_for_an_article() -> None:
    assert ("comments.csv line 1", "", "a header row") in notices_of(
        IMPORTS / "bad/coral-header-row"
    )


def test_a_hostile_page_address_is_left_out_and_told() -> None:
    path = IMPORTS / "bad/hostile-fields.xml"
    assert list(threads_of(path)) == [""]
    assert (
        "line 6",
        "https://news.example/?p=1",
        "address left out: not http, https or a path",
    ) in notices_of(path)


def test_a_hostile_name_is_words_and_an_over_long_one_is_shortened() -> None:
    comments = comments_of(IMPORTS / "bad/hostile-fields.xml")
    assert comments["1"].name == "Mallory"
    assert len(comments["2"].name) == 245


def test_a_long_comment_is_never_cut() -> None:
    summary, placed, _notices = spooled(IMPORTS / "bad/one-megabyte-comment.xml.gz")
    assert summary.comments == 2
    assert len(placed[0].comment.text) > 1_000_000


def test_a_view_in_place_of_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "view.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE threads (id, uri, title)")
    database.execute("CREATE VIEW comments AS SELECT 1 AS id")
    database.close()
    with pytest.raises(SourceError, match="no table 'comments'"):
        list(open_comments(path).events())


def test_a_text_past_every_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.db"
    path.write_bytes((IMPORTS / "isso.db").read_bytes())
    database = sqlite3.connect(path)
    database.execute("UPDATE comments SET text = printf('%.*c', 9000000, 'x') WHERE id = 3")
    database.commit()
    database.close()
    with pytest.raises(SourceError, match="too big"):
        list(open_comments(path).events())


def test_half_a_character_spelled_in_json_never_leaves_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "half.jsonl"
    text = (IMPORTS / "remark42.jsonl").read_text()
    path.write_text(text.replace('school-lunch"', 'school-\\ud800lunch"').replace("Bo", "\\udc00"))
    for event in open_comments(path).events():
        assert str(event).encode()


def test_a_damaged_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes((IMPORTS / "isso.db").read_bytes().replace(b"remote_addr", b"remote\xffaddr"))
    with pytest.raises(SourceError, match=r"not a sound|lacks"):
        list(open_comments(path).events())
