"""Throw-away domains and role accounts: what is listed, and what is not."""

from pathlib import Path

import pytest

from comments.disposable import FEWEST, ListError, is_disposable, parse
from comments.identity import LARGE_DOMAINS, same_box
from comments.role_accounts import is_role_account

LIST = (Path(__file__).parents[2] / "comments/data/disposable_domains.txt").read_text()
LISTED = parse(LIST, never=LARGE_DOMAINS)
FILLING = "\n".join(f"throwaway{n}.example" for n in range(FEWEST))


@pytest.mark.parametrize("domain", ["mailinator.com", "sub.mailinator.com", "a.b.yopmail.com"])
def test_a_listed_domain_and_all_below_it_are_disposable(domain: str) -> None:
    assert is_disposable(domain, LISTED)


@pytest.mark.parametrize("domain", ["xyopmail.example", "com", "", "example.org", "mailinator.co"])
def test_other_domains_are_not(domain: str) -> None:
    assert not is_disposable(domain, LISTED)


def test_no_large_provider_and_no_privacy_relay_is_disposable() -> None:
    known = [*LARGE_DOMAINS, "duck.com", "privaterelay.appleid.com", "mozmail.com", "x.aleeas.com"]
    assert [domain for domain in known if is_disposable(domain, LISTED)] == []


def test_a_relay_is_no_throw_away_whatever_a_list_says() -> None:
    assert not is_disposable("duck.com", parse(FILLING + "\nduck.com"))


def test_a_site_may_allow_a_listed_domain() -> None:
    assert not is_disposable("sub.mailinator.com", LISTED, ["mailinator.com"])


def test_the_nearest_name_decides() -> None:
    listed = parse(FILLING + "\nbad.good.example")
    assert is_disposable("x.bad.good.example", listed, ["good.example"])
    assert not is_disposable("x.good.example", listed, ["good.example"])


def test_remarks_and_empty_lines_are_no_domains() -> None:
    assert parse(f"# made today\n\n{FILLING}\nBox.Example # a remark\n") >= {"box.example"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one.example\ntwo.example", "has 2 domains"),
        (FILLING + "\n<html>", "'<html>' is no domain"),
        (FILLING + "\nbücher.example", "is no domain"),
        (FILLING + "\ncom", "'com' is no domain"),
        (FILLING + "\ngmail.com", "calls gmail.com disposable"),
        (FILLING + "\nco.uk", "calls hotmail.co.uk disposable"),
    ],
)
def test_a_damaged_list_is_refused(text: str, said: str) -> None:
    with pytest.raises(ListError, match=said):
        parse(text, never=LARGE_DOMAINS)


@pytest.mark.parametrize(
    "address", ["info@example.org", "Press+uk@example.org", "NO-REPLY@example.org"]
)
def test_an_address_of_a_task_is_a_role_account(address: str) -> None:
    assert is_role_account(address)


@pytest.mark.parametrize("address", ["ada@example.org", "mail@ada.example", "inform@example.org"])
def test_an_address_of_a_person_is_none(address: str) -> None:
    assert not is_role_account(address)


def test_only_case_and_the_domains_form_are_the_same_box() -> None:
    assert same_box("Ada@BÜCHER.example") == same_box("ada@xn--bcher-kva.example")
    assert same_box("ada+x@example.org") != same_box("ada@example.org")
    assert same_box("a.da@gmail.com") != same_box("ada@gmail.com")
