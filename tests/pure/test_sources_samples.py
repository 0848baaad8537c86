"""The article counts of sample exports, against an independent reading of them.

Collected only where NEWSROOM_SAMPLES names the folder that holds `imports/expected.json`.
"""

import json
import os
from pathlib import Path

import pytest

from articles.sources.detect import open_source
from articles.sources.record import SourceError
from tests.fixtures.imports.reading import NOW

if SAMPLES := os.environ.get("NEWSROOM_SAMPLES"):
    FOLDER = Path(SAMPLES) / "imports"
    EXPECTED = json.loads((FOLDER / "expected.json").read_text())
    READINGS = EXPECTED["good"] | {
        name: case["reference"] for name, case in EXPECTED["bad"].items()
    }
    EXPORTS = {name: seen["items"] for name, seen in READINGS.items() if "items" in seen}
    BROKEN = {
        name: seen["line"]
        for name, seen in READINGS.items()
        if "line" in seen and "disqus" not in name and name != "bad/control-characters.xml"
    }

    @pytest.mark.parametrize(("name", "count"), EXPORTS.items())
    def test_every_item_of_a_wordpress_export_is_taken(name: str, count: int) -> None:
        summary = open_source(FOLDER / name, now=NOW).check()
        assert (summary.records, summary.skipped) == (count, 0)

    @pytest.mark.parametrize(("name", "line"), BROKEN.items())
    def test_a_broken_file_is_refused_at_the_same_line(name: str, line: int) -> None:
        with pytest.raises(SourceError) as caught:
            open_source(FOLDER / name, now=NOW).check()
        assert caught.value.line == line
