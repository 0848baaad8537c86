"""An export put in order: parents first, circles cut, repeats once, every change told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from comments.porting.readers.events import (
    Event,
    ImportedComment,
    ImportedThread,
    Skipped,
    SourceError,
)
from comments.porting.readers.spool import Spool
from tests.fixtures.imports.discussion import NOW, spooled
from tests.fixtures.imports.reading import IMPORTS

BAD = IMPORTS / "bad"
THEN = datetime(2024, 3, 5, 8, tzinfo=UTC)
THREAD = ImportedThread("t1", "https://news.example/1", created_at=THEN)


def comment(id: str, parent: str = "", text: str = "Hello", thread: str = "t1") -> ImportedComment:
    return ImportedComment(
        id, thread, parent, text, "html", "approved", THEN, name="Ann", where=f"line {id}"
    )


def placed(*events: Event) -> list[tuple[str, str, int]]:
    """(key, parent's key, level) in the order of writing."""
    with Spool(NOW) as spool:
        spool.fill([THREAD, *events])
        return [(each.key, each.parent, each.level) for each in spool.comments()]


def test_a_parent_comes_before_its_reply_wherever_it_stands() -> None:
    assert placed(comment("2", parent="1"), comment("1")) == [("1", "", 0), ("2", "1", 1)]


def test_a_thread_may_follow_its_comments() -> None:
    with Spool(NOW) as spool:
        assert spool.fill([comment("1"), THREAD]).comments == 1


def test_an_orphan_stands_at_the_top_and_both_ids_are_told() -> None:
    summary, _placed, [notice] = spooled(BAD / "missing-parent.xml")
    assert (summary.comments, summary.replies) == (2, 0)
    assert notice.id == "2"
    assert "'999'" in notice.reason


def test_a_reply_across_threads_stands_at_the_top_of_its_own() -> None:
    summary, _placed, [notice] = spooled(BAD / "parent-in-other-thread.xml")
    assert (summary.comments, summary.replies) == (2, 0)
    assert notice.reason.startswith("its parent is in another thread")


def test_every_circle_is_cut_once() -> None:
    summary, ordered, notices = spooled(BAD / "cycle.xml")
    assert [(each.key, each.parent) for each in ordered] == [
        ("1", ""),
        ("4", ""),
        ("2", "1"),
        ("3", "2"),
    ]
    assert [notice.id for notice in notices] == ["1", "4"]
    assert summary.levels == 3


def test_replies_below_a_circle_keep_their_place() -> None:
    assert placed(comment("1", parent="2"), comment("2", parent="1"), comment("3", parent="2")) == [
        ("1", "", 0),
        ("2", "1", 1),
        ("3", "2", 2),
    ]


def test_fifteen_hundred_levels_keep_their_order() -> None:
    summary, ordered, _notices = spooled(BAD / "deep-thread.xml.gz")
    assert summary.levels == 1500
    assert [each.key for each in ordered] == [str(n) for n in range(1, 1501)]


def test_an_exact_repeat_is_left_out_and_a_second_text_of_one_id_is_kept() -> None:
    summary, ordered, notices = spooled(BAD / "duplicate-ids.xml")
    assert [each.comment.text for each in ordered] == [
        "<p>first</p>",
        "<p>second with the same id</p>",
    ]
    assert [type(notice).__name__ for notice in notices] == ["Changed", "Skipped"]
    assert (summary.skipped, summary.changed) == (1, 1)


def test_reading_again_gives_the_same_keys() -> None:
    first = [each.key for each in spooled(BAD / "duplicate-ids.xml")[1]]
    assert first == [each.key for each in spooled(BAD / "duplicate-ids.xml")[1]]


def test_an_id_made_to_look_like_anothers_key_breaks_nothing() -> None:
    twin = comment("1", text="other")
    key = placed(comment("1"), twin)[1][0]
    assert len(placed(comment("1"), comment(key), twin)) == 2


def test_missing_and_future_dates_give_way_to_that_of_the_article() -> None:
    _summary, ordered, notices = spooled(BAD / "future-dates.xml")
    dates = {each.key: each.created_at.isoformat()[:10] for each in ordered}
    assert dates == {"1": "2024-03-01", "2": "1969-12-31", "3": "2024-03-01", "4": "2024-03-01"}
    assert [notice.id for notice in notices] == ["1", "3", "4"]


def test_without_a_date_of_the_article_the_import_itself_dates_a_comment() -> None:
    with Spool(NOW) as spool:
        spool.fill([replace(THREAD, created_at=None), replace(comment("1"), created_at=None)])
        assert [each.created_at for each in spool.comments()] == [NOW]


def test_a_comment_without_its_thread_is_left_out_and_named() -> None:
    summary, _placed, [notice] = spooled(BAD / "post-in-missing-thread.xml")
    assert summary.comments == 2
    assert isinstance(notice, Skipped)
    assert (notice.id, notice.where) == ("50", "line 10")


def test_a_broken_line_costs_one_comment_and_orphans_its_replies() -> None:
    summary, _placed, notices = spooled(BAD / "remark42-broken-line.jsonl")
    assert summary.comments == 3
    assert ("line 2", "not a JSON object") in [(each.where, each.reason) for each in notices]


def test_what_goes_in_comes_out_unchanged() -> None:
    full = replace(
        comment("1"), email="ann@mail.example", score=3, edited_at=NOW, pinned=True, kind="pingback"
    )
    thread = replace(THREAD, article_ids=("a", "b"), closes_at=NOW, closed=True)
    with Spool(NOW) as spool:
        spool.fill([thread, full])
        assert list(spool.threads()) == [thread]
        assert [each.comment for each in spool.comments()] == [full]


def test_a_file_that_breaks_half_way_fills_nothing_to_write() -> None:
    def broken() -> Iterator[Event]:
        yield THREAD
        yield comment("1")
        raise SourceError("cut off", 3)

    with Spool(NOW) as spool, pytest.raises(SourceError):
        spool.fill(broken())


def test_a_second_thread_of_one_id_is_told() -> None:
    with Spool(NOW) as spool:
        assert spool.fill([THREAD, replace(THREAD, title="Again")]).reasons == {
            "a second thread of the same id": 1
        }
