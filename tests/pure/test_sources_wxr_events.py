"""The event stream under both the article importer and the comment importer."""

from pathlib import Path

from articles.sources import wxr as reader
from articles.sources.record import Changed
from articles.sources.source_file import SourceFile
from tests.fixtures.imports.reading import post, wxr

COMMENT = (
    "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Ann</wp:comment_author>"
    "<wp:comment_author_email>ann@mail.example\n</wp:comment_author_email>"
    "<wp:comment_author_url>https://ann.example</wp:comment_author_url>"
    "<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
    "<wp:comment_date_gmt>2024-03-02 08:00:00</wp:comment_date_gmt>"
    "<wp:comment_content><![CDATA[<p>Hello</p>]]></wp:comment_content>"
    "<wp:comment_approved>spam</wp:comment_approved><wp:comment_type>pingback</wp:comment_type>"
    "<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>3</wp:comment_user_id>"
    "</wp:comment>"
)


def events_of(folder: Path, text: str) -> list[reader.Event]:
    path = folder / "export.xml"
    path.write_text(text)
    with SourceFile(path) as file:
        return list(reader.events(file))


def test_a_comment_carries_all_that_wordpress_knows_of_it(tmp_path: Path) -> None:
    comment, _post = events_of(tmp_path, wxr(post(inside=COMMENT.format(id=4, parent=3))))
    assert isinstance(comment, reader.Comment)
    assert (comment.id, comment.parent, comment.author) == ("4", "3", "Ann")
    assert (comment.email, comment.url, comment.ip) == (
        "ann@mail.example",
        "https://ann.example",
        "192.0.2.7",
    )
    assert (comment.approved, comment.type, comment.user_id) == ("spam", "pingback", "3")
    assert comment.content == "<p>Hello</p>"
    assert comment.date is not None
    assert comment.date.isoformat() == "2024-03-02T08:00:00+00:00"


def test_a_comment_at_the_top_has_no_parent(tmp_path: Path) -> None:
    comment, _post = events_of(tmp_path, wxr(post(inside=COMMENT.format(id=4, parent=0))))
    assert isinstance(comment, reader.Comment)
    assert comment.parent == ""


def test_comments_point_to_the_post_that_follows_them(tmp_path: Path) -> None:
    text = wxr(
        post(1, inside=COMMENT.format(id=1, parent=0)),
        post(2, inside=COMMENT.format(id=2, parent=0) + COMMENT.format(id=3, parent=2)),
    )
    found = events_of(tmp_path, text)
    posts = {event.item: event.id for event in found if isinstance(event, reader.Post)}
    comments = [event for event in found if isinstance(event, reader.Comment)]
    assert [(comment.id, posts[comment.item]) for comment in comments] == [
        ("1", "1"),
        ("2", "2"),
        ("3", "2"),
    ]


def test_the_https_namespace_of_newer_tools_reads_the_same(tmp_path: Path) -> None:
    text = wxr(post(inside=COMMENT.format(id=1, parent=0)))
    assert events_of(tmp_path, text) == events_of(
        tmp_path, text.replace("http://wordpress.org/", "https://wordpress.org/")
    )


def test_export_version_one_reads_the_same(tmp_path: Path) -> None:
    text = wxr(post(inside=COMMENT.format(id=1, parent=0)))
    assert events_of(tmp_path, text) == events_of(tmp_path, text.replace("/1.2/", "/1.0/"))


def test_labels_written_after_the_comments_still_reach_the_post(tmp_path: Path) -> None:
    label = '<category domain="post_tag" nicename="x">X</category>'
    _comment, item = events_of(tmp_path, wxr(post(inside=COMMENT.format(id=1, parent=0) + label)))
    assert isinstance(item, reader.Post)
    assert item.terms == (reader.Term("post_tag", "x", "X"),)


def test_removed_control_characters_are_told_of_the_innermost_element(tmp_path: Path) -> None:
    comment = COMMENT.format(id=4, parent=0)
    text = wxr(
        post(1, title="a\x0bb", inside=comment),
        post(2, inside=comment.replace("Hello", "Hel\x0blo")),
    )
    found = events_of(tmp_path, text)
    assert [event.id for event in found if isinstance(event, Changed)] == ["1", "4"]
