"""Role × site × route, from the URL conf: a new page of the panel is met here at once."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Site
from comments.models import Comment
from comments.roles import May, Role, may
from comments.services.threads import policy_of
from comments.states import Status
from tests.api.routes import Route
from tests.api.world import stored
from tests.conftest import Clock, Reader
from tests.factories import a_comment, a_site, an_article
from tests.panel.desk import Desk, address, an_account, panel_routes, seen


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


def of_a_site() -> list[Route]:
    return [route for route in panel_routes() if "site" in route.parameters()]


OPEN = {
    "panel/",
    "panel/account",
    "panel/sign-in",
    "panel/sign-in/code",
    "panel/sign-in/passkey",
    "panel/sign-out",
}


@pytest.fixture
def held(site: Site) -> Comment:
    policy_of(site.pk)  # made when it is first asked for
    return a_comment(an_article(site), Status.HELD, body="Held words.", name="Hidden Harry")


def ask(client: Client, route: Route, site: Site, comment: Comment) -> list[Any]:
    """Every method at the route, with everything right but who asks."""
    url = address(route, site, comment)
    body = {"do": "spam", "seen": seen(comment), "open": str(comment.pk)}
    return [client.get(url), client.head(url), client.post(url, body), client.put(url)]


def body(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def verb_of(route: Route) -> May:
    verb: May = route.view.verb  # type: ignore[attr-defined]
    return verb


def test_every_page_of_a_site_says_what_it_asks_for() -> None:
    assert {route.pattern for route in panel_routes()} - OPEN == {r.pattern for r in of_a_site()}
    assert all(isinstance(verb_of(route), May) for route in of_a_site())


@pytest.mark.parametrize("route", of_a_site(), ids=lambda route: route.pattern)
@pytest.mark.parametrize("role", [*Role, None])
def test_a_role_opens_at_its_site_what_the_table_says(
    held: Comment, site: Site, route: Route, role: Role | None
) -> None:
    user = an_account("nora", site if role else None, role or Role.READER)
    allowed = may(role, verb_of(route))
    refused = 403 if role else 404
    for answer in ask(Desk(user).client, route, site, held):
        if answer.status_code == 405:
            continue
        assert (answer.status_code == refused) is not allowed, answer.status_code


@pytest.mark.parametrize("route", of_a_site(), ids=lambda route: route.pattern)
@pytest.mark.parametrize("role", Role)
def test_no_role_at_one_site_opens_anything_of_another(
    held: Comment, site: Site, route: Route, role: Role
) -> None:
    nora = an_account("nora", a_site("weekly"), role)
    before = stored()
    for answer in ask(Desk(nora).client, route, site, held):
        assert answer.status_code in (404, 405)
        assert b"Harry" not in body(answer)
    assert stored() == before


@pytest.mark.parametrize("route", of_a_site(), ids=lambda route: route.pattern)
def test_another_sites_comment_is_not_reached_through_ones_own(
    held: Comment, site: Site, route: Route
) -> None:
    """The address names my site, and a number that is not its own."""
    weekly = a_site("weekly")
    policy_of(weekly.pk)
    nora = an_account("nora", weekly, Role.ADMIN)
    before = stored()
    for answer in ask(Desk(nora).client, route, weekly, held):
        assert b"Harry" not in body(answer)
        if {"comment", "decision", "person"}.intersection(route.parameters()):
            assert answer.status_code in (404, 405)
    assert stored() == before


@pytest.mark.parametrize("route", panel_routes(), ids=lambda route: route.pattern)
def test_a_stranger_is_shown_the_way_in_and_nothing_else(
    held: Comment, site: Site, route: Route
) -> None:
    before = stored()
    for answer in ask(Reader().client, route, site, held):
        assert answer.status_code in (302, 405) or "sign-in" in route.pattern
        assert b"Harry" not in body(answer)
    assert stored() == before


@pytest.mark.parametrize("route", of_a_site(), ids=lambda route: route.pattern)
def test_no_form_of_another_page_acts(held: Comment, site: Site, route: Route) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(an_account("nora", site, Role.ADMIN))
    before = stored()
    answer = ask(strict, route, site, held)[2]
    assert answer.status_code in (403, 405)
    assert stored() == before


@pytest.mark.parametrize("route", panel_routes(), ids=lambda route: route.pattern)
def test_every_page_of_the_panel_is_kept_by_nobody_and_framed_by_nobody(
    held: Comment, site: Site, route: Route
) -> None:
    for answer in ask(Desk(an_account("nora", site, Role.ADMIN)).client, route, site, held):
        if answer.status_code >= 400:
            continue
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert (answer["Cache-Control"], answer["X-Frame-Options"]) == ("no-store", "DENY")


def test_the_way_in_leads_back_to_where_one_wanted_to_go(site: Site) -> None:
    an_account("nora", site)
    desk = Desk()
    wanted = desk.open(tab="spam")
    assert wanted["Location"] == "/panel/sign-in?next=/panel/daily/%3Ftab%3Dspam"
    form = {"username": "nora", "password": "pass word 1", "next": "/panel/daily/?tab=spam"}
    assert desk.client.post("/panel/sign-in", form)["Location"] == "/panel/daily/?tab=spam"


def test_the_way_in_leads_to_no_other_host(site: Site) -> None:
    an_account("nora", site)
    form = {"username": "nora", "password": "pass word 1", "next": "https://evil.example/"}
    assert Desk().client.post("/panel/sign-in", form)["Location"] == "/panel/"


def test_the_newsrooms_own_provider_is_offered_where_there_is_one(
    site: Site, settings: Any
) -> None:
    assert "/sign-in/start" not in Desk().client.get("/panel/sign-in").content.decode()
    settings.OIDC_ISSUER = "https://id.example"
    page = Desk().client.get("/panel/sign-in?next=/panel/daily/").content.decode()
    assert 'href="/sign-in/start?next=%2Fpanel%2Fdaily%2F"' in page


def test_one_site_is_opened_at_once_and_many_are_offered(site: Site) -> None:
    nora = an_account("nora", site)
    assert Desk(nora).client.get("/panel/")["Location"] == "/panel/daily/"
    a_site("weekly")
    assert b"weekly" not in Desk(nora).client.get("/panel/").content
    admin = an_account("root")
    admin.is_superuser = True
    admin.save()
    assert b"/panel/weekly/" in Desk(admin).client.get("/panel/").content


def test_guessing_passwords_is_slow_for_one_network_and_for_no_other(site: Site) -> None:
    an_account("nora", site)
    desk = Desk()
    wrong, right = ({"username": "nora", "password": word} for word in ("x", "pass word 1"))
    answers = [desk.client.post("/panel/sign-in", wrong).status_code for _ in range(11)]
    assert (answers[-2], answers[-1]) == (200, 429)
    elsewhere = desk.client.post("/panel/sign-in", right, REMOTE_ADDR="198.51.100.9")
    assert elsewhere.status_code == 302


def test_whoever_signs_out_is_out(site: Site) -> None:
    desk = Desk(an_account("nora", site))
    desk.client.post("/panel/sign-out")
    assert desk.open().status_code == 302
