"""Lighter than the picture above it. Sizes are gzip -9 of what is served, a file at a time."""

import gzip

from newsroom.embed.assets import FOLDER, served_files
from tests.embed.client_harness.server import SERVED

FILES = served_files(FOLDER)


def packed(*names: str) -> int:
    """Together, as they cross the wire: each compressed by itself."""
    return sum(len(gzip.compress(FILES[name].encode(), 9)) for name in names)


def test_the_loader_is_at_most_2_kilobytes() -> None:
    loader = SERVED.assets["/embed/v1.js"].body

    assert len(gzip.compress(loader, 9)) <= 2048


def test_reading_and_posting_take_at_most_12_kilobytes() -> None:
    """The styles are in the script; the words of the page's language are beside it."""
    assert packed("comments.js", "i18n/en.js") <= 12 * 1024


def test_what_a_reader_may_do_takes_at_most_4_kilobytes_more() -> None:
    """Fetched when the thread already stands; quoting, reporting and muting only when asked for."""
    assert packed("acts.js", "i18n/more/en.js") <= 4 * 1024


def test_counts_alone_take_at_most_3_kilobytes() -> None:
    assert packed("loader.js", "counts.js", "i18n/counts/en.js") <= 3 * 1024


def test_links_onward_alone_come_in_one_script_of_at_most_7_kilobytes() -> None:
    assert packed("onward.js") <= 7 * 1024
