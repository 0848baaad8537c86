"""Passkeys in a real browser, with the authenticator that Chromium plays."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.staff.models import Passkey
from newsroom.staff.services import passkeys
from tests.axe import assert_accessible_everywhere
from tests.panel.desk import Open, an_account


@pytest.fixture
def named(live_server: Any, settings: Any) -> str:
    """Passkeys are bound to a name; the address of this machine is one for browsers."""
    settings.PUBLIC_URL = live_server.url.replace("127.0.0.1", "localhost")
    return str(settings.PUBLIC_URL)


def with_authenticator(page: Page) -> Any:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


@pytest.mark.browser
def test_a_passkey_is_added_and_opens_the_door(
    open_panel: Open, story: Article, named: str
) -> None:
    an_account("nora", story.site)
    page = open_panel(None, "/panel/sign-in")
    page.goto(f"{named}/panel/sign-in?next=/panel/account")
    with_authenticator(page)
    page.get_by_label("Name").fill("nora")
    page.get_by_label("Password").fill("pass word 1")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Called").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("My laptop")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("button", name="Set up an app").click()
    expect(page.locator(".qr svg")).to_be_visible()
    assert_accessible_everywhere(page)

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Queue of Daily")).to_be_attached()
    assert Passkey.objects.get().used is not None

    page.goto(f"{named}/panel/account")
    page.get_by_role("button", name="Take away My laptop").click()
    expect(page.get_by_text("None. A passkey opens")).to_be_visible()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", [b"[]", b"{", b'{"answer": 1}', b'{"answer": {"id": "x\\u0000"}}', b'{"answer": {}}',
             b'{"answer": {"id": "abc", "rawId": "abc", "type": "public-key", "response": {}}}']
)  # fmt: skip
def test_what_no_browser_answers_opens_nothing(settings: Any, said: bytes) -> None:
    settings.PUBLIC_URL = "https://comments.example"
    browser = Client(SERVER_NAME="localhost", raise_request_exception=False)
    place = "/panel/sign-in/passkey"
    assert browser.post(place, b"", content_type="application/json").json()["challenge"]
    answer = browser.post(place, said, content_type="application/json")
    assert answer.status_code in (403, 422)
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    ("place", "possible"),
    [("http://127.0.0.1:8000", False), ("http://[::1]:8000", False), ("https://c.example", True)],
)
def test_a_place_without_a_name_has_no_passkeys(settings: Any, place: str, possible: bool) -> None:
    settings.PUBLIC_URL = place
    assert passkeys.possible() is possible
