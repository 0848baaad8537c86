import pytest

from articles.body_text import MAX_MARKUP, body_text


def words(body: str) -> list[str]:
    return body_text(body).split()


def test_plain_text_stays_as_it_is() -> None:
    assert body_text("5 < 6 and 7 > 3\n\nfish & chips") == "5 < 6 and 7 > 3\n\nfish & chips"


def test_blocks_part_words() -> None:
    assert words("<p>One</p><p>two</p><td>three</td>") == ["One", "two", "three"]


def test_an_accent_on_a_letter_does_not_part_the_word() -> None:
    assert words('W<b>or</b>d and <a href="/x">li<em>nk</em></a>') == ["Word", "and", "link"]


def test_entities_are_read() -> None:
    assert body_text("<p>caf&eacute; &amp; th&#233;&#xe2;tre</p>").strip() == "café & théâtre"


@pytest.mark.parametrize("name", ["script", "STYLE", "template", "iframe", "noscript", "svg"])
def test_what_no_reader_sees_is_left_out(name: str) -> None:
    assert words(f"before <{name} a='1'>unseen <b>text</b></{name}> after") == ["before", "after"]


def test_comments_are_left_out() -> None:
    assert words("before <!-- <p>unseen</p> > --> after") == ["before", "after"]


def test_an_unclosed_script_hides_the_rest_as_in_a_browser() -> None:
    assert words("before <script>var a = 1; <p>more</p>") == ["before"]


def test_a_tag_that_never_ends_is_text() -> None:
    assert body_text("so a <b and nothing more") == "so a <b and nothing more"


def test_a_number_of_ten_thousand_digits_is_no_character() -> None:
    assert body_text("<p>a &#" + "9" * 10_000 + "; b</p>").split() == ["a", "b"]


@pytest.mark.parametrize(
    "unit", ["<", "<a ", "</", "<!--", "<script>", "<title>", "&", "&#", '<a "', "<a>"]
)
def test_a_million_hostile_characters_are_read_in_one_pass(unit: str) -> None:
    assert len(body_text(unit * (2 * MAX_MARKUP // len(unit)))) <= MAX_MARKUP
