"""Lighter than the picture above it. Sizes are gzip -9; comments do not count."""

import gzip
import json
import re

from tests.embed.client_harness.server import CLIENT

READ_AND_POST = [
    *("api", "avatar", "comment", "comments", "composer", "desk"),
    *("i18n", "own", "safe_dom", "shell", "storage"),
]


def without_comments(text: str) -> str:
    """Code without comments and indentation; nothing is renamed."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"^\s*//.*$", "", text, flags=re.M)
    text = re.sub(r"\s*\n\s*", "\n", text)
    return re.sub(r"(?<=[,({\[;>&|?:])\n|\n(?=[)}\].?:&|])", "", text)


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def source(name: str) -> str:
    return (CLIENT / name).read_text()


def test_the_loader_is_at_most_2_kilobytes_comments_included() -> None:
    assert packed(source("loader.js")) <= 2048


def test_reading_and_posting_take_at_most_12_kilobytes() -> None:
    code = "".join(without_comments(source(f"{name}.js")) for name in READ_AND_POST)
    english = json.dumps(json.loads(source("i18n/en.json")), separators=(",", ":"))

    assert packed(code + without_comments(source("style.css")) + english) <= 12 * 1024


def test_what_a_reader_may_do_takes_at_most_4_kilobytes_more() -> None:
    """Fetched when the thread already stands; quoting, reporting and muting only when asked for."""
    code = "".join(without_comments(source(f"{name}.js")) for name in ("acts", "further"))
    words = json.dumps(json.loads(source("i18n/more/en.json")), separators=(",", ":"))

    assert packed(code + without_comments(source("further.css")) + words) <= 4 * 1024


def test_counts_alone_take_at_most_3_kilobytes() -> None:
    files = ["loader.js", "counts.js", "i18n.js", "i18n/counts.json"]

    assert packed("".join(without_comments(source(name)) for name in files)) <= 3 * 1024
