"""The one way in: password, code, recovery code; slow for who guesses, and for nobody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Site
from comments.models import Policy
from comments.roles import Role
from comments.services.appoint import appoint
from comments.services.threads import policy_of
from newsroom.staff.models import CodeApp, RecoveryCode, SignIn
from newsroom.staff.services import code_app, recovery_codes
from newsroom.staff.services.let_in import forget_all_ended
from newsroom.staff.totp import code_of, step_at
from tests.conftest import Clock
from tests.factories import NOON, a_site
from tests.panel.desk import an_account

pytestmark = pytest.mark.django_db
DOOR = "/panel/sign-in"
PASSWORD = "pass word 1"


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


def a_browser(address: str = "203.0.113.5") -> Client:
    return Client(SERVER_NAME="localhost", REMOTE_ADDR=address, raise_request_exception=False)


def password(browser: Client, name: str = "nora", word: str = PASSWORD, **more: str) -> Any:
    return browser.post(DOOR, {"username": name, "password": word, **more})


def with_an_app(user: Any) -> str:
    """The secret that the account's app holds; its code of NOON is used up."""
    secret = code_app.set_up(user, NOON)
    assert code_app.confirm(user, code_of(secret, step_at(NOON)), NOON)
    return secret


def is_in(browser: Client) -> bool:
    return browser.get("/panel/daily/").status_code == 200


# --- The second step ---------------------------------------------------------------------------


def test_a_password_alone_opens_where_there_is_no_second_factor(nora: Any) -> None:
    browser = a_browser()
    assert password(browser, next="/panel/daily/")["Location"] == "/panel/daily/"
    assert is_in(browser)


def test_after_the_password_the_app_is_asked(nora: Any, clock: Clock) -> None:
    secret, browser = with_an_app(nora), a_browser()
    assert password(browser, next="/panel/daily/")["Location"] == f"{DOOR}/code"
    assert not is_in(browser)
    clock.go_on(seconds=30)
    answer = browser.post(f"{DOOR}/code", {"code": code_of(secret, step_at(clock.now))})
    assert answer["Location"] == "/panel/daily/"
    assert is_in(browser)


def test_a_code_is_good_once(nora: Any, clock: Clock) -> None:
    secret = with_an_app(nora)
    clock.go_on(seconds=30)
    code = code_of(secret, step_at(clock.now))
    for browser, status in ((a_browser(), 302), (a_browser(), 200)):
        password(browser)
        assert browser.post(f"{DOOR}/code", {"code": code}).status_code == status


def test_a_recovery_code_opens_once(nora: Any) -> None:
    with_an_app(nora)
    code = recovery_codes.make(nora)[0]
    for browser, status in ((a_browser(), 302), (a_browser(), 200)):
        password(browser)
        assert browser.post(f"{DOOR}/code", {"code": code.upper()}).status_code == status
    assert recovery_codes.left(nora) == 9


def test_nobody_comes_to_the_second_step_past_the_first(nora: Any) -> None:
    with_an_app(nora)
    browser = a_browser()
    for method in (browser.get, browser.post):
        assert method(f"{DOOR}/code")["Location"] == DOOR


@pytest.mark.parametrize("meanwhile", ["late", "password", "closed"])
def test_what_was_begun_ends(nora: Any, clock: Clock, meanwhile: str) -> None:
    secret, browser = with_an_app(nora), a_browser()
    password(browser)
    clock.go_on(minutes=11 if meanwhile == "late" else 1)
    if meanwhile == "password":
        nora.set_password("another word")
    nora.is_active = meanwhile != "closed"
    nora.save()
    answer = browser.post(f"{DOOR}/code", {"code": code_of(secret, step_at(clock.now))})
    assert answer["Location"] == DOOR
    assert not is_in(browser)


def test_secrets_are_not_kept_as_they_are(nora: Any) -> None:
    secret = with_an_app(nora)
    code = recovery_codes.make(nora)[0].replace("-", "")
    kept = CodeApp.objects.get().secret + "".join(
        RecoveryCode.objects.values_list("digest", flat=True)
    )
    assert secret not in kept and code not in kept


def test_the_session_gets_another_key_at_each_step(nora: Any, clock: Clock) -> None:
    secret, browser = with_an_app(nora), a_browser()
    seen = []
    password(browser)
    seen.append(browser.cookies["sessionid"].value)
    clock.go_on(seconds=30)
    browser.post(f"{DOOR}/code", {"code": code_of(secret, step_at(clock.now))})
    seen.append(browser.cookies["sessionid"].value)
    assert len(set(seen)) == 2


# --- Guessing ----------------------------------------------------------------------------------


def test_strangers_cannot_lock_an_account_out(nora: Any) -> None:
    """From a hundred networks: nora comes in from hers at the first try."""
    for number in range(100):
        assert password(a_browser(f"198.51.100.{number}"), word="x").status_code == 200
    assert password(a_browser("203.0.113.5")).status_code == 302


def test_colleagues_behind_one_address_do_not_lock_each_other_out(nora: Any) -> None:
    known = a_browser()
    password(known)
    for number in range(25):
        password(a_browser(), name=f"colleague{number}", word="x")
    assert password(a_browser()).status_code == 429
    assert password(known).status_code == 302


def test_a_known_browser_guesses_no_longer_than_others(nora: Any) -> None:
    known = a_browser()
    password(known)
    answers = [password(known, word="x").status_code for _ in range(11)]
    assert answers[-1] == 429


def test_a_browser_is_known_for_its_account_and_its_password_alone(site: Site, nora: Any) -> None:
    known = a_browser()
    password(known)
    an_account("otto", site)
    for _ in range(10):
        password(a_browser(), name="otto", word="x")
    assert password(known, name="otto").status_code == 429
    nora.set_password("another word")
    nora.save()
    for _ in range(10):
        password(a_browser(), word="x")
    assert password(known, word="another word").status_code == 429


def test_codes_cannot_be_guessed_on(nora: Any) -> None:
    with_an_app(nora)
    browser = a_browser()
    password(browser)
    answers = [browser.post(f"{DOOR}/code", {"code": f"{n:06}"}) for n in range(11)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert answers[-1]["Retry-After"].isdigit()


@pytest.mark.parametrize("name", ["nora\0", "\0", "n" * 5000, ""])
def test_odd_names_are_wrong_names(nora: Any, name: str) -> None:
    browser = a_browser()
    password(browser)
    assert password(browser, name=name).status_code == 200


# --- The admin ---------------------------------------------------------------------------------


def test_the_admin_has_no_door_of_its_own(editor: Any, clock: Clock) -> None:
    secret, browser = with_an_app(editor), a_browser()
    assert browser.get("/admin/login/?next=/admin/comments/")["Location"] == (
        f"{DOOR}?next=/admin/comments/"
    )
    form = {"username": "edith", "password": PASSWORD}
    assert browser.post("/admin/login/", form)["Location"] == f"{DOOR}?next=/admin/"
    assert browser.get("/admin/").status_code == 302
    password(browser, "edith", next="/admin/")
    clock.go_on(seconds=30)
    browser.post(f"{DOOR}/code", {"code": code_of(secret, step_at(clock.now))})
    assert browser.get("/admin/").status_code == 200


def test_whoever_may_not_enter_the_admin_is_told_so(nora: Any) -> None:
    browser = a_browser()
    password(browser)
    page = browser.get("/admin/", follow=True).content.decode()
    assert "This account may not enter the admin" in page


# --- Who has to have one -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "role", "held_up"),
    [
        ("", Role.ADMIN, False),
        ("senior", Role.MODERATOR, False),
        ("senior", Role.SENIOR, True),
        ("reader", Role.READER, True),
        ("admin", Role.EDITOR, False),
    ],
)
def test_a_site_asks_for_a_second_factor_from_a_role_on(
    site: Site, least: str, role: Role, held_up: bool
) -> None:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(second_factor=least)
    an_account("rae", site, role)
    browser = a_browser()
    password(browser, "rae")
    answer = browser.get("/panel/daily/")
    assert (answer.status_code, answer.get("Location")) == (
        (302, "/panel/account") if held_up else (200, None)
    )


@pytest.mark.parametrize("key", ["accounts", "account", "sign-in", "sign-outs"])
def test_no_sites_name_leads_past_the_second_factor(db: None, key: str) -> None:
    site = a_site(key)
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(second_factor="reader")
    an_account("rae", site)
    browser = a_browser()
    password(browser, "rae")
    for path in ("", "dashboard", "record"):
        assert browser.get(f"/panel/{key}/{path}")["Location"] == "/panel/account"
    answer = browser.get(f"/api/v1/moderation/{key}/queue")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor")


def test_whoever_runs_all_is_asked_where_any_site_asks(site: Site, editor: Any) -> None:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(second_factor="admin")
    browser = a_browser()
    password(browser, "edith")
    assert browser.get("/admin/")["Location"] == "/panel/account"
    page = browser.get("/panel/account").content.decode()
    assert "Your role asks for more than a password" in page


def test_setting_one_up_opens_the_way(site: Site, clock: Clock) -> None:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(second_factor="reader")
    nora, browser = an_account("nora", site), a_browser()
    password(browser)
    headers = {"Accept": "application/json"}
    assert browser.post("/panel/daily/pulse", headers=headers).json()["code"] == "second_factor"
    browser.post("/panel/account", {"do": "app"})
    secret = code_app.waiting_secret(nora)
    assert secret is not None
    browser.post("/panel/account", {"do": "confirm", "code": code_of(secret, step_at(clock.now))})
    assert is_in(browser)


# --- One's own account -------------------------------------------------------------------------


def signed_in(name: str = "nora", address: str = "203.0.113.5") -> Client:
    browser = a_browser(address)
    password(browser, name)
    return browser


def account(browser: Client) -> str:
    return str(browser.get("/panel/account").content.decode())


def do(browser: Client, what: str, **fields: str) -> Any:
    return browser.post("/panel/account", {"do": what, **fields})


def test_an_app_is_set_up_by_a_picture_that_is_drawn_here(nora: Any, clock: Clock) -> None:
    browser = signed_in()
    do(browser, "app")
    page = account(browser)
    assert "<svg" in page and "http" not in page[page.index("<svg") : page.index("</svg>")]
    secret = code_app.waiting_secret(nora)
    assert secret and secret[:4] in page
    wrong = do(browser, "confirm", code="000000")
    assert (wrong.status_code, CodeApp.objects.get().confirmed) == (422, None)
    do(browser, "confirm", code=code_of(secret, step_at(clock.now)))
    shown = re.findall(r"<li><code>(\w{5}-\w{5})</code>", account(browser))
    assert len(shown) == 10
    assert "<li><code>" not in account(browser)  # once
    assert secret[:4] not in account(browser)


def test_a_second_app_takes_no_first_ones_place(nora: Any) -> None:
    secret = with_an_app(nora)
    browser = signed_in()
    do(browser, "app")
    assert CodeApp.objects.get().confirmed is not None
    assert code_app.waiting_secret(nora) is None and secret


def test_an_open_browser_of_long_ago_changes_nothing(nora: Any, clock: Clock) -> None:
    browser = signed_in()
    clock.go_on(minutes=31)
    assert do(browser, "app")["Location"] == f"{DOOR}?next=/panel/account"
    assert not CodeApp.objects.exists()


def test_a_session_from_before_the_second_factor_cannot_take_it_away(nora: Any) -> None:
    before = signed_in()
    with_an_app(nora)
    assert do(before, "no-app")["Location"] == f"{DOOR}?next=/panel/account"
    assert CodeApp.objects.exists()


def test_sessions_are_listed_and_ended(nora: Any, site: Site) -> None:
    here, there = signed_in(), signed_in(address="198.51.100.9")
    page = account(here)
    assert "198.51.100.9" in page and "This browser." in page
    row = SignIn.objects.get(network="198.51.100.9")
    do(here, f"end {row.pk}")
    assert not is_in(there) and is_in(here)
    assert "198.51.100.9" not in account(here)


def test_all_others_are_ended_at_once(nora: Any) -> None:
    others, here = [signed_in(address=f"198.51.100.{n}") for n in range(3)], signed_in()
    do(here, "end-others")
    assert [is_in(one) for one in others] == [False] * 3
    assert is_in(here)


def test_nobody_ends_or_sees_a_colleagues_session(nora: Any, site: Site) -> None:
    an_account("otto", site)
    otto, nora_there = signed_in("otto"), signed_in(address="198.51.100.9")
    do(otto, f"end {SignIn.objects.get(user=nora).pk}")
    assert is_in(nora_there)
    assert "198.51.100.9" not in account(otto)


def test_what_has_ended_is_forgotten(nora: Any) -> None:
    signed_in()
    Session.objects.all().delete()
    signed_in()
    assert SignIn.objects.count() == 1


def test_a_sign_in_is_kept_no_longer_than_its_session(nora: Any, clock: Clock) -> None:
    signed_in()
    assert (forget_all_ended(clock.now), SignIn.objects.count()) == (0, 1)
    assert (forget_all_ended(clock.go_on(days=15)), SignIn.objects.count()) == (1, 0)


def test_a_form_that_nobody_made_does_nothing(nora: Any) -> None:
    browser = signed_in()
    for what in ("", "burn", "end x", "no-passkey 99999999999999999999"):
        assert do(browser, what).status_code in (302, 422)
    assert is_in(browser)


def test_another_page_sends_no_form(nora: Any) -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(username="nora"))
    assert strict.post("/panel/account", {"do": "app"}).status_code == 403
    assert strict.post(DOOR, {"username": "nora", "password": PASSWORD}).status_code == 403


def test_a_role_elsewhere_counts_too(nora: Any, site: Site) -> None:
    weekly = a_site("weekly")
    Policy.objects.filter(pk=policy_of(weekly.pk).pk).update(second_factor="senior")
    appoint(nora, weekly, Role.SENIOR, NOON + timedelta(seconds=1))
    assert not is_in(signed_in())


def test_whoever_has_lost_everything_is_let_in_by_the_command(nora: Any) -> None:
    browser = signed_in()
    with_an_app(nora)
    recovery_codes.make(nora)
    call_command("reset_second_factor", "nora")
    assert not is_in(browser)
    assert is_in(signed_in())
    with pytest.raises(CommandError, match="no account 'nobody'"):
        call_command("reset_second_factor", "nobody")
