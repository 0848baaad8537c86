"""Files that are broken, or made to break the reader: a clear error with a line, at once."""

import gzip
import zlib
from pathlib import Path

import pytest

from articles.sources import decoding, source_file, xml_element, xml_stream
from articles.sources.detect import open_source
from articles.sources.record import SourceError
from tests.fixtures.imports.reading import IMPORTS, items_of, post, records, wxr


def error_of(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_source(path).check()
    return caught.value


def fault(folder: Path, data: str | bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        items_of(folder, data)
    return caught.value


def test_a_truncated_export_is_refused_with_the_line_where_it_ends() -> None:
    error = error_of(IMPORTS / "bad/truncated-wxr.xml")
    assert error.line == 16
    assert "cut off" in error.text


def test_a_wrongly_declared_encoding_is_refused_with_line_and_byte() -> None:
    error = error_of(IMPORTS / "bad/latin1-declared-utf8.xml")
    assert error.line == 10
    assert "byte 3302" in error.text


@pytest.mark.parametrize("name", ["billion-laughs.xml", "external-entity.xml"])
def test_a_dtd_is_refused_before_anything_is_expanded(name: str) -> None:
    error = error_of(IMPORTS / "bad" / name)
    assert error.line == 1
    assert "DTD" in error.text


def test_an_entity_pointing_at_a_file_leaks_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the-secret")
    dtd = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert "the-secret" not in str(fault(tmp_path, dtd + wxr(post(title="&x;"))))


def test_an_empty_file_is_called_empty() -> None:
    assert str(error_of(IMPORTS / "bad/empty.xml")) == "line 1: the file is empty"


def test_a_foreign_root_element_is_named() -> None:
    assert "<html>" in error_of(IMPORTS / "bad/not-an-export.xml").text


def test_a_saved_web_page_is_called_one(tmp_path: Path) -> None:
    assert "web page" in fault(tmp_path, "<!DOCTYPE html><html><p>Sign in").text


def test_a_disqus_export_is_sent_to_the_other_importer() -> None:
    assert "comments, not articles" in error_of(IMPORTS / "disqus.xml").text


def test_a_missing_file_is_an_error_without_a_line(tmp_path: Path) -> None:
    error = error_of(tmp_path / "nowhere.xml")
    assert str(error) == "cannot open nowhere.xml: No such file or directory"


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert "is not a file" in error_of(tmp_path).text


def test_an_undeclared_entity_is_refused_with_its_line(tmp_path: Path) -> None:
    assert fault(tmp_path, wxr("\n\n", post(title="a&nbsp;b"))).line == 3


def test_a_forgotten_namespace_is_refused_with_its_line(tmp_path: Path) -> None:
    assert fault(tmp_path, "<rss>\n<channel>\n<wp:x/></channel></rss>").line == 3


def test_lines_count_through_blank_lines_before_the_declaration(tmp_path: Path) -> None:
    text = '\n\n<?xml version="1.0"?>\n<rss><channel><item></channel></rss>'
    assert fault(tmp_path, text).line == 4


def test_blank_lines_before_the_declaration_are_forgiven(tmp_path: Path) -> None:
    assert records(items_of(tmp_path, '\n \n<?xml version="1.0"?>' + wxr(post())))


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    assert "klingon" in fault(tmp_path, '<?xml version="1.0" encoding="klingon"?><rss/>').text


def test_a_codec_that_is_no_character_set_is_refused(tmp_path: Path) -> None:
    assert "utf-7" in fault(tmp_path, '<?xml version="1.0" encoding="utf-7"?><rss/>').text


@pytest.mark.parametrize("name", ["iso-8859-1", "windows-1254", "utf-8", "shift_jis", "gb2312"])
def test_a_declared_encoding_is_honoured(tmp_path: Path, name: str) -> None:
    title = {"windows-1254": "ığüşöç", "shift_jis": "漢字", "gb2312": "汉字"}.get(name, "é")
    text = f'<?xml version="1.0" encoding="{name}"?>' + wxr(post(title=title))
    assert records(items_of(tmp_path, text.encode(name)))[0].title == title


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_wide_encodings_are_recognised(tmp_path: Path, name: str) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>' + wxr(post(title="漢字"))
    assert records(items_of(tmp_path, text.encode(name)))[0].title == "漢字"


def test_half_a_character_at_the_end_is_a_cut_off_file(tmp_path: Path) -> None:
    text = (wxr(post()) + "<!-- é").encode()[:-1]
    assert "cut off" in fault(tmp_path, text).text


def test_a_text_past_the_limit_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_element, "MAX_TEXT", 1 << 20)
    error = fault(tmp_path, wxr("\n", post(title="x" * (1 << 20) + "x")))
    assert error.line == 2
    assert error.text == "<title> holds more than 1 MB"


def test_many_small_texts_past_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_element, "MAX_WEIGHT", 1 << 20)
    assert "<item>" in fault(tmp_path, wxr(post(inside="<a>b</a>" * 6000))).text


def test_many_comments_do_not_count_towards_their_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_element, "MAX_WEIGHT", 1 << 16)
    comment = "<wp:comment><wp:comment_content>Hello</wp:comment_content></wp:comment>"
    assert records(items_of(tmp_path, wxr(post(inside=comment * 2000))))


def test_an_endless_attribute_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_stream, "MAX_TEXT", 1 << 20)
    monkeypatch.setattr(decoding, "CHUNK", 1 << 16)
    error = fault(tmp_path, wxr(post(inside=f'<a b="{"x" * (3 << 20)}"/>')))
    assert error.text == "one tag is longer than 1 MB"


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    assert "nested" in fault(tmp_path, wxr("<a>" * 10_000)).text


def test_endless_different_names_are_refused(tmp_path: Path) -> None:
    assert "different" in fault(tmp_path, wxr("".join(f"<a{n}/>" for n in range(6000)))).text


def test_a_gzipped_export_is_unpacked_by_itself(tmp_path: Path) -> None:
    assert records(items_of(tmp_path, gzip.compress(wxr(post()).encode())))


def test_a_truncated_gzip_is_refused() -> None:
    assert "cut off" in error_of(IMPORTS / "bad/truncated-gzip.json.gz").text


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(wxr(post()).encode()))
    data[-8] ^= 0xFF
    assert "damaged" in fault(tmp_path, bytes(data)).text


def test_a_small_file_that_unpacks_to_very_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_file, "FREE_UNPACKED", 1 << 20)
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = packed.compress(wxr(post(inside="<a/>" + " " * (4 << 20))).encode()) + packed.flush()
    assert "100 times" in fault(tmp_path, data).text


def test_a_long_text_that_packs_well_is_still_read() -> None:
    assert open_source(IMPORTS / "bad/one-megabyte-comment.xml.gz").check().records == 4


def test_an_export_broken_after_a_sound_start_fails_the_check(tmp_path: Path) -> None:
    path = tmp_path / "late.xml"
    path.write_text(wxr(*[post(number) for number in range(2000)])[:-30])
    assert error_of(path).line == 2000
