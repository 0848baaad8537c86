"""Proofs and signed words: carried by anybody, changed by nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.proofs import LIFETIME, proof_check, proof_issue
from comments.signed import seal, unseal

KEY, OTHER = b"k" * 32, b"o" * 32
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
PROOF = proof_issue(7, "Ada@Example.org", NOON, KEY)


def holds(token: object = PROOF, site: int = 7, address: str = "ada@example.org") -> bool:
    return proof_check(token, site, address, NOON + timedelta(days=1), [KEY])


def test_a_proof_proves_its_address_at_its_site() -> None:
    assert holds()


def test_it_proves_nothing_at_another_site() -> None:
    assert not holds(site=8)


@pytest.mark.parametrize("address", ["eve@example.org", "ada+x@example.org", "ada@example.com", ""])
def test_it_proves_no_other_address(address: str) -> None:
    assert not holds(address=address)


def test_it_ends() -> None:
    assert not proof_check(PROOF, 7, "ada@example.org", NOON + LIFETIME * 1.01, [KEY])


def test_it_does_not_begin_before_it_was_given() -> None:
    assert not proof_check(PROOF, 7, "ada@example.org", NOON - timedelta(hours=1), [KEY])


def test_an_old_key_opens_it_while_it_is_kept() -> None:
    late = NOON + timedelta(days=1)
    assert proof_check(PROOF, 7, "ada@example.org", late, [OTHER, KEY])
    assert not proof_check(PROOF, 7, "ada@example.org", late, [OTHER])


def test_a_later_date_cannot_be_written_into_it() -> None:
    kind, key, word, signature = PROOF.split(".")
    assert not holds(f"{kind}.{key}.{int(word) + 60}.{signature}")


@pytest.mark.parametrize("token", [None, 5, "", "p1", PROOF[:-1], PROOF + "0", PROOF.upper(), "x"])
def test_what_is_no_proof_proves_nothing(token: object) -> None:
    assert not holds(token)


@given(st.text())
def test_any_text_is_no_proof(token: str) -> None:
    assert not holds(token)


def test_a_signed_word_of_one_kind_is_none_of_another() -> None:
    token = seal("u1", "s5", KEY)
    assert unseal(token, "u1", [KEY]) == "s5"
    assert unseal(token, "p1", [KEY]) is None
    assert unseal("p1" + token[2:], "p1", [KEY]) is None
