"""Addresses: checked, folded, hidden, and questioned."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.identity import (
    AddressError,
    avatar_seed,
    beyond_ascii,
    canonical,
    clean_email,
    fingerprint,
    suggest,
)
from tests.pure.attack import OWN, own_strings, sampled_addresses, sampled_strings

bounded = settings(max_examples=200, derandomize=True, deadline=None)
PEPPER, KEY = b"p" * 32, b"k" * 32
CASES = sampled_addresses()


def code(value: object) -> str:
    with pytest.raises(AddressError) as refused:
        clean_email(value)
    return refused.value.code


@pytest.mark.parametrize(
    "address", [*OWN["email_valid"], "Ann.Lee@Mail.Example", "ann@bücher.example"]
)
def test_an_address_is_kept_as_typed(address: str) -> None:
    assert clean_email(address) == address


def test_outer_spaces_are_dropped() -> None:
    assert clean_email("  ann@mail.example ") == "ann@mail.example"


@pytest.mark.parametrize("address", OWN["email_invalid"])
def test_a_broken_address_is_refused(address: str) -> None:
    assert code(address) in {"invalid", "too_long", "control_characters"}


@pytest.mark.parametrize(
    "character",
    ["\r", "\n", "\t", "\0", "\u00a0", "\u2028", "\u200b", "\u202e", "\ufeff", "\ud800"],
)
def test_invisible_characters_refuse_an_address_also_at_its_ends(character: str) -> None:
    assert code(f"ann@mail.example{character}") == "control_characters"


@pytest.mark.parametrize("value", [None, "", "   "])
def test_no_address_is_told_apart_from_a_broken_one(value: object) -> None:
    assert code(value) == "required"


@pytest.mark.parametrize("value", [1, True, ["ann@mail.example"], {"$gt": ""}, b"ann@mail.example"])
def test_what_is_not_text_is_invalid(value: object) -> None:
    assert code(value) == "invalid"


@pytest.mark.parametrize(
    "address",
    [
        "Ann <ann@mail.example>",
        "ann@mail.example,bob@mail.example",
        "ann@mail.example; bob@mail.example",
        '"ann lee"@mail.example',
        "ann(lee)@mail.example",
        "ann@[127.0.0.1]",
        "ann@localhost",
        "ann@mail.test",
        "ann@mail.local",
    ],
)
def test_more_or_less_than_one_public_mailbox_is_invalid(address: str) -> None:
    assert code(address) == "invalid"


def test_the_longest_address_passes() -> None:
    address = "a" * 60 + "@" + "b" * 31 + ".example"
    assert len(clean_email(address)) == 100


@pytest.mark.parametrize("more", [1, 100_000])
def test_a_longer_address_is_refused_not_cut(more: int) -> None:
    assert code("a" * (60 + more) + "@" + "b" * 31 + ".example") == "too_long"


def test_letters_beyond_ascii_are_an_address_that_not_every_mail_server_takes() -> None:
    assert clean_email("a\u0308nn@mail.example") == "änn@mail.example"
    assert beyond_ascii("änn@mail.example") and not beyond_ascii("ann@bücher.example")
    with pytest.raises(AddressError):
        clean_email("änn@mail.example", smtputf8=False)


@bounded
@given(
    st.text(max_size=80) | st.text(st.sampled_from('ab.@-_+"()<>, \u00e9\u0430[]:'), max_size=30)
)
def test_any_text_is_an_address_or_refused(value: str) -> None:
    try:
        assert clean_email(value) in {value, value.strip(" ")}
    except AddressError as refused:
        assert refused.code in {"required", "invalid", "too_long", "control_characters"}


@pytest.mark.parametrize(
    ("address", "folded"),
    [
        ("Ann.Lee@Mail.Example", "ann.lee@mail.example"),
        ("ann+news@mail.example", "ann@mail.example"),
        ("A.N.N+x@GoogleMail.com", "ann@gmail.com"),
        ("+ann@mail.example", "+ann@mail.example"),
        ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
        ("аnn@mail.example", "ann@mail.example"),
        ("иван@mail.example", "иван@mail.example"),
        ("ＡＮＮ@mail.example", "ann@mail.example"),
        ("not an address", "not an address"),
        ("@", "@"),
    ],
)
def test_all_spellings_of_a_mailbox_are_one_identity(address: str, folded: str) -> None:
    assert canonical(address) == folded


@bounded
@given(st.text(max_size=60))
def test_any_text_has_an_identity(value: str) -> None:
    assert fingerprint(canonical(value + "@b.example"), PEPPER, "1").startswith("1:")


def test_a_fingerprint_is_the_key_id_and_a_keyed_hash() -> None:
    expected = "2026:925c5d65"
    assert fingerprint("ann@mail.example", PEPPER, "2026")[:13] == expected


def test_another_pepper_makes_another_fingerprint() -> None:
    one, other = (fingerprint("ann@mail.example", pepper, "1") for pepper in (PEPPER, KEY))
    assert one != other


def test_a_fingerprint_without_a_pepper_is_refused() -> None:
    with pytest.raises(ValueError, match="pepper"):
        fingerprint("ann@mail.example", b"", "1")


def test_the_same_person_has_the_same_avatar() -> None:
    assert avatar_seed("1:ab", KEY) == avatar_seed("1:ab", KEY)


def test_avatars_are_too_few_to_tell_who_wrote() -> None:
    seeds = {avatar_seed(f"1:{number}", KEY) for number in range(3000)}
    assert 200 < len(seeds) <= 256


def test_an_avatar_is_the_digits_of_a_colour() -> None:
    assert len(bytes.fromhex(avatar_seed("1:ab", KEY))) == 3


def test_sites_with_other_keys_give_other_avatars() -> None:
    ours, theirs = ([avatar_seed(f"1:{n}", key) for n in range(5)] for key in (KEY, PEPPER))
    assert ours != theirs


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ann@gmial.com", "Ann@gmail.com"),
        ("ann@gmal.com", "ann@gmail.com"),
        ("ann@gmaill.com", "ann@gmail.com"),
        ("ann@gmqil.com", "ann@gmail.com"),
        ("ann@GMAIL.CMO", "ann@gmail.com"),
        ("ann@hotmial.fr", "ann@hotmail.fr"),
    ],
)
def test_one_slip_in_a_large_domain_is_questioned(typed: str, meant: str) -> None:
    assert suggest(typed) == meant


@pytest.mark.parametrize(
    "address",
    [
        "ann@gmail.com",
        "ann@mail.com",
        "ann@ymail.com",
        "ann@gmxil.cm",
        "ann@b.example",
        "@gmial.com",
        "",
    ],
)
def test_other_domains_are_not_questioned(address: str) -> None:
    assert suggest(address) is None


def test_no_attack_string_is_an_address_with_surprises() -> None:
    for attack in own_strings() + sampled_strings():
        try:
            accepted = clean_email(attack)
        except AddressError:
            continue
        assert accepted.isprintable() and accepted.count("@") == 1


if CASES:

    def verdict(address: str) -> str:
        try:
            clean_email(address, max_length=254)
        except AddressError:
            return "reject"
        return "accept"

    def test_the_policy_agrees_with_98_percent_of_the_firm_isemail_cases() -> None:
        firm = [case for case in CASES if case["expect"] in {"accept", "reject"}]
        agreed = sum(verdict(case["address"]) == case["expect"] for case in firm)
        assert agreed >= 0.98 * len(firm)

    def test_the_policy_accepts_no_isemail_case_but_for_outer_spaces() -> None:
        refused = [case["address"] for case in CASES if case["expect"] == "reject"]
        accepted = [address for address in refused if verdict(address) == "accept"]
        assert all(address != address.strip(" ") for address in accepted)
