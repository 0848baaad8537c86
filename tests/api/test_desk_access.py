"""Role × site × call of the desk, from the URL conf: a new call is met here at once."""

import json
from typing import Any

import pytest
from django.test import Client

from articles.models import Site
from articles.services.sites import issue_key
from comments.models import Comment
from comments.roles import May, Role, may
from comments.services.threads import policy_of
from comments.states import Status
from tests.api.routes import WRITING, Route
from tests.api.world import stored
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment, a_site, an_article
from tests.panel.desk import address, an_account, api_routes_of_the_desk, seen

CALLS = [
    (method, route)
    for route in api_routes_of_the_desk()
    for method in route.methods(("GET", *WRITING))
]
# Those that a program may make with the site's key.
BY_KEY = {
    ("GET", "rules"), ("PUT", "rules"), ("POST", "backtest"), ("GET", "decisions"),
    ("GET", "cluster"), ("POST", "cluster"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


@pytest.fixture
def held(site: Site) -> Comment:
    policy_of(site.pk)
    return a_comment(an_article(site), Status.HELD, body="Held words.", name="Hidden Harry")


def named(value: Any) -> str:
    return value.pattern if isinstance(value, Route) else str(value)


def verb_of(method: str, route: Route) -> May:
    verb: May = route.view.view_class.asks[method]  # type: ignore[attr-defined]
    return verb


def call(client: Client, method: str, url: str, comment: Comment) -> Any:
    """With everything in the body that any call knows: the door is asked before the body."""
    body = {"to": "spam", "seen": seen(comment)}
    return client.generic(method, url, json.dumps(body), "application/json")


@pytest.mark.parametrize(("method", "route"), CALLS, ids=named)
def test_a_call_opens_for_the_roles_that_it_asks_for(
    held: Comment, site: Site, method: str, route: Route
) -> None:
    verb, url = verb_of(method, route), address(route, site, held)
    for role in (*Role, None):
        client = Reader().client
        user = an_account(f"nora-{role}", site if role else None, role or Role.READER)
        client.force_login(user)
        answer = call(client, method, url, held)
        code = answer.json().get("code") if answer.content else ""
        if role is None:
            assert (answer.status_code, code) == (404, "site_unknown")
        else:
            assert (code == "forbidden") is not may(role, verb), (role, answer.content)


@pytest.mark.parametrize(("method", "route"), CALLS, ids=named)
def test_no_role_at_one_site_opens_anything_of_another(
    held: Comment, site: Site, method: str, route: Route
) -> None:
    """Neither at the other's address, nor by its numbers at one's own."""
    weekly = a_site("weekly")
    policy_of(weekly.pk)
    client = Reader().client
    client.force_login(an_account("nora", weekly, Role.ADMIN))
    before = stored()
    there = call(client, method, address(route, site, held), held)
    assert (there.status_code, there.json()["code"]) == (404, "site_unknown")
    here = call(client, method, address(route, weekly, held), held)
    assert b"Harry" not in here.content
    if {"comment", "decision", "person", "job"}.intersection(route.parameters()):
        assert here.status_code == 404
    assert stored() == before


@pytest.mark.parametrize(("method", "route"), CALLS, ids=named)
def test_a_stranger_and_a_form_of_another_page_do_nothing(
    held: Comment, site: Site, method: str, route: Route
) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(an_account("nora", site, Role.ADMIN))
    before, url = stored(), address(route, site, held)
    assert call(Reader().client, method, url, held).status_code == 401
    if method in WRITING:
        refused = call(strict, method, url, held)
        assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    assert stored() == before


@pytest.mark.parametrize(("method", "route"), CALLS, ids=named)
def test_the_sites_key_opens_what_needs_no_person(
    held: Comment, site: Site, method: str, route: Route
) -> None:
    client, url = Reader().client, address(route, site, held)
    client.force_login(an_account("nora", site, Role.ADMIN))
    key = {"Authorization": f"Bearer {issue_key(site, 'tests', NOON)}"}
    other = {"Authorization": f"Bearer {issue_key(a_site('weekly'), 'tests', NOON)}"}
    answers = [
        client.generic(method, url, "{}", "application/json", headers=headers)
        for headers in (key, other)
    ]
    opens = (method, route.pattern.rpartition("/")[2]) in BY_KEY
    assert (answers[0].status_code not in (401, 403)) is opens, answers[0].content
    assert answers[1].status_code in (401, 403), "a session does not help a key that is no good"
