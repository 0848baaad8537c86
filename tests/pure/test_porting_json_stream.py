"""One big JSON object read member by member, whatever the pieces it arrives in."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.sources import decoding
from articles.sources.source_file import SourceFile
from comments.porting.readers import json_stream
from comments.porting.readers.events import SourceError
from comments.porting.readers.json_stream import Member, members


def read(folder: Path, text: str) -> list[Member]:
    path = folder / "stream.json"
    path.write_text(text)
    with SourceFile(path) as file:
        return list(members(file))


def test_arrays_come_one_element_after_another(tmp_path: Path) -> None:
    assert read(tmp_path, '{"a": 1, "b": [{"c": 2}, 3], "d": []}') == [
        ("a", None, 1),
        ("b", None, []),
        ("b", 0, {"c": 2}),
        ("b", 1, 3),
        ("d", None, []),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": 1', 1),
        ('{"a": "un\\nfinished', 1),
        ('{"a": [1,\n2', 2),
        ('{\n\n"a": nul}', 3),
        ('{"a" 1}', 1),
        ('{"a": 1 "b": 2}', 1),
        ("{1: 2}", 1),
        ("[]", 1),
        ('{"a": NaN}', 1),
    ],
)
def test_what_is_broken_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, text)
    assert caught.value.line == line


def test_bottomless_nesting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nested"):
        read(tmp_path, '{"a": {"b": ' + "[" * 100_000)


def test_an_endless_value_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_VALUE", 1 << 16)
    with pytest.raises(SourceError, match="longer than"):
        read(tmp_path, '{"a": "' + "x" * (1 << 20) + '"}')


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=6), VALUES, max_size=4), st.integers(1, 9))
def test_any_object_in_any_pieces_reads_as_the_whole_would(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, object], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "CHUNK", size)
        found = read(tmp_path_factory.getbasetemp(), json.dumps(document, indent=1))
    rebuilt: dict[str, object] = {}
    for key, place, value in found:
        if place is None:
            rebuilt[key] = value
        else:
            rebuilt[key] = [*rebuilt[key], value]  # type: ignore[misc]
    assert rebuilt == document
