"""Reading JSON bodies without ever crashing on one."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.kernel.json_body import BodyError, parse
from tests.pure.attack import OWN

bounded = settings(max_examples=200, derandomize=True, deadline=None)
LIMIT = 1_000_000


ODD = {
    "empty": (b"", "not_json"),
    "open object": (b"{", "not_json"),
    "second value": (b'{"a": 1} x', "not_json"),
    "trailing comma": (b"[1,]", "not_json"),
    "raw NUL": (b'"\x00"', "not_json"),
    "endless string": (b'"' + b'\\"' * 400_000 + b"\\", "not_json"),
    "closed before opened": (b"]" * 100_000 + b"[" * 100_000, "not_json"),
    "a megabyte": (b"x" * (LIMIT + 1), "too_large"),
    "no UTF-8": (b"\xff{}", "not_utf8"),
    "surrogate bytes": (b'"\xed\xa0\x80"', "not_utf8"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "not_utf8"),
    "100,000 arrays": (b"[" * 100_000, "too_deep"),
    "100,000 objects": (b'{"a":' * 100_000, "too_deep"),
    "brackets as text": (b'["]]]]]]", ' * 13 + b"1" + b"]" * 13, "too_deep"),
    "key twice": (b'{"a": 1, "a": 2}', "duplicate_key"),
    "key twice by escape": (b'{"a": 1, "\\u0061": 2}', "duplicate_key"),
    "10,000 digits": (b"9" * 10_000, "number_out_of_range"),
    "10,000 decimals": (b"0." + b"9" * 10_000, "number_out_of_range"),
    "65 bits": (b"9223372036854775808", "number_out_of_range"),
    "infinite exponent": (b"1e999", "number_out_of_range"),
    "NaN": (b"NaN", "not_a_number"),
    "Infinity": (b"-Infinity", "not_a_number"),
    "half a pair": (b'{"body": "\\ud800"}', "lone_surrogate"),
    "half a pair as key": (b'{"\\udfff": 1}', "lone_surrogate"),
    "escaped NUL": (b'["\\u0000"]', "nul_character"),
}


def code(raw: bytes) -> str:
    with pytest.raises(BodyError) as refused:
        parse(raw, max_bytes=LIMIT)
    return refused.value.code


def test_a_plain_body_is_read() -> None:
    raw = '{"body": "Grüße 😀", "n": [1, -2.5, true, null], "at": "\\ud83d\\ude00"}'.encode()
    read = parse(raw, max_bytes=LIMIT)
    assert read == {"body": "Grüße 😀", "n": [1, -2.5, True, None], "at": "😀"}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_body_is_refused_by_its_name(name: str) -> None:
    raw, expected = ODD[name]
    assert code(raw) == expected


def test_brackets_inside_a_string_are_not_depth() -> None:
    raw = json.dumps({"body": "[" * 500 + '\\"[{'}).encode()
    assert parse(raw, max_bytes=LIMIT) == json.loads(raw)


def test_the_deepest_allowed_body_is_read() -> None:
    assert parse(b"[" * 12 + b"]" * 12, max_bytes=LIMIT) == json.loads("[" * 12 + "]" * 12)


def test_the_largest_database_integers_are_read() -> None:
    assert parse(b"[9223372036854775807, -9223372036854775808]", max_bytes=LIMIT) == [
        2**63 - 1,
        -(2**63),
    ]


def test_an_escaped_backslash_before_u_is_plain_text() -> None:
    assert parse(b'"\\\\u0000"', max_bytes=LIMIT) == "\\u0000"


def test_no_attack_body_is_more_than_refused() -> None:
    for body in OWN["json_bodies"]:
        try:
            parse(body.encode("utf-8", "surrogatepass"), max_bytes=LIMIT)
        except BodyError as refused:
            assert refused.code


@bounded
@given(st.binary(max_size=200) | st.text(st.sampled_from('[]{}":,\\u0d8aeN1.- \n'), max_size=80))
def test_any_bytes_are_read_or_refused(raw: bytes | str) -> None:
    try:
        parse(raw if isinstance(raw, bytes) else raw.encode(), max_bytes=LIMIT)
    except BodyError as refused:
        assert refused.code


@bounded
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(-1e9, 1e9)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner),
        max_leaves=12,
    )
)  # fmt: skip
def test_what_json_can_say_is_read_back(value: object) -> None:
    assert parse(json.dumps(value).encode(), max_bytes=LIMIT, max_depth=100) == value
