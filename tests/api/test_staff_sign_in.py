"""Staff who sign in at their own provider: a stub of one on loopback, honest and otherwise."""

import hashlib
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from articles.models import Site
from comments.models import Membership
from comments.roles import Role
from comments.services.appoint import appoint
from newsroom.env import WrongSetting
from newsroom.staff.roles_by_group import Grant, best, roles_by_group
from newsroom.staff.services.sign_in import username_of
from tests.conftest import Clock
from tests.factories import a_site
from tests.publisher import private, public
from tests.web_server import Answer, Asked, WebServer, serving

pytestmark = pytest.mark.django_db

CLIENT, SECRET = "newsroom", "a secret of the client's"


@dataclass
class Provider:
    """What it says may be changed by a story before somebody signs in."""

    server: WebServer
    clock: Clock
    issuer: str = ""
    algorithm: str = "RS256"
    says: dict[str, Any] = field(default_factory=dict)
    signs_with: str = ""
    discovery: dict[str, Any] = field(default_factory=dict)
    kid: str = "k1"
    nonce: str = ""
    challenge: str = ""
    codes: set[str] = field(default_factory=lambda: {"code-1"})
    exchanges: list[Asked] = field(default_factory=list)
    token: Callable[[dict[str, Any]], str] | None = None

    def answer(self, asked: Asked) -> Answer:
        pages = {
            "/.well-known/openid-configuration": self.about,
            "/jwks": self.jwks,
            "/token": self.exchange,
        }
        status, said = pages[asked.path](asked)
        return Answer(status, json.dumps(said).encode(), {"Content-Type": "application/json"})

    def about(self, _: Asked) -> tuple[int, Any]:
        places = {
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        return 200, {"issuer": self.issuer, **places, **self.discovery}

    def jwks(self, _: Asked) -> tuple[int, Any]:
        key: Any = serialization.load_pem_public_key(public(self.algorithm).encode())
        made = RSAAlgorithm if self.algorithm == "RS256" else ECAlgorithm
        return 200, {"keys": [{**made.to_jwk(key, as_dict=True), "kid": self.kid, "use": "sig"}]}

    def exchange(self, asked: Asked) -> tuple[int, Any]:
        self.exchanges.append(asked)
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge:
            return 400, {"error": "invalid_grant"}
        if form["code"] not in self.codes:
            return 400, {"error": "invalid_grant"}
        self.codes.remove(form["code"])  # good once
        return 200, {"id_token": (self.token or self.signed)(self.claims())}

    def claims(self) -> dict[str, Any]:
        now = int(self.clock.now.timestamp())
        whole = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "edda",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "name": "Edda Editor",
            "email": "edda@example.org",
            "email_verified": True,
            "groups": ["desk", "football"],
            **self.says,
        }
        return {name: value for name, value in whole.items() if value is not None}

    def signed(self, claims: dict[str, Any]) -> str:
        key = private(self.signs_with or self.algorithm)
        return jwt.encode(claims, key, self.signs_with or self.algorithm, headers={"kid": self.kid})


@pytest.fixture
def provider(settings: Any, clock: Clock) -> Iterator[Provider]:
    with serving() as server:
        found = Provider(server, clock, issuer=f"http://{server.place}")
        server.answer = found.answer
        settings.EGRESS_ALLOW = [server.place]
        settings.OIDC_ISSUER = found.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        settings.OIDC_STAFF_GROUPS, settings.OIDC_ADMIN_GROUPS = ["desk"], ["chiefs"]
        yield found


@pytest.fixture
def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def begins(browser: Client, provider: Provider, wanted: str = "") -> dict[str, str]:
    """What the browser takes along to the provider."""
    answer = browser.get(f"/sign-in/start?next={wanted}")
    assert answer.status_code == 302, answer.content
    url = urlsplit(answer["Location"])
    assert url.path == "/authorize"
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    provider.nonce, provider.challenge = asked["nonce"], asked["code_challenge"]
    return asked


def returns(browser: Client, asked: dict[str, str], **more: str) -> Any:
    return browser.get("/sign-in/callback", {"state": asked["state"], "code": "code-1", **more})


def signs_in(browser: Client, provider: Provider) -> Any:
    return returns(browser, begins(browser, provider))


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_who_is_of_the_desk_is_let_in(browser: Client, provider: Provider, algorithm: str) -> None:
    provider.algorithm = algorithm
    assert signs_in(browser, provider)["Location"] == "/admin/"
    assert browser.get("/admin/").status_code == 200


def test_the_account_says_who_they_are(browser: Client, provider: Provider) -> None:
    signs_in(browser, provider)
    user = get_user_model().objects.get()
    assert (user.username, user.first_name, user.email) == (
        *(username_of(provider.issuer, "edda"), "Edda Editor", "edda@example.org"),
    )
    assert user.is_staff and not user.is_superuser and not user.has_usable_password()


def test_the_provider_is_asked_as_the_protocol_says(browser: Client, provider: Provider) -> None:
    asked = begins(browser, provider)
    returns(browser, asked)
    said = {name: asked[name] for name in ("response_type", "scope", "code_challenge_method")}
    assert said == {
        "response_type": "code",
        "scope": "openid profile email",
        "code_challenge_method": "S256",
    }
    secret = provider.exchanges[0].headers["authorization"].removeprefix("Basic ")
    assert b64decode(secret).decode() == "newsroom:a%20secret%20of%20the%20client%27s"


def test_groups_here_of_the_same_name_are_theirs(browser: Client, provider: Provider) -> None:
    for name in ("desk", "football"):
        Group.objects.create(name=name)
    signs_in(browser, provider)
    names = get_user_model().objects.get().groups.values_list("name", flat=True)
    assert list(names) == ["desk"]  # the other one is not among those that are let in


def test_chiefs_may_do_everything(browser: Client, provider: Provider) -> None:
    provider.says = {"groups": "chiefs"}
    signs_in(browser, provider)
    assert get_user_model().objects.get().is_superuser


@pytest.fixture
def desk_of_daily(provider: Provider, settings: Any, site: Site) -> None:
    settings.OIDC_STAFF_GROUPS = []
    settings.OIDC_ROLES = [
        Grant("desk", "daily", Role.MODERATOR),
        Grant("politics", "daily", Role.EDITOR),
        Grant("desk", "nowhere", Role.ADMIN),
    ]


@pytest.mark.usefixtures("desk_of_daily")
@pytest.mark.parametrize(
    ("groups", "role"), [(["desk"], "moderator"), (["politics", "desk"], "editor")]
)
def test_a_group_has_a_role_in_the_panel_and_none_in_the_admin(
    browser: Client, provider: Provider, groups: list[str], role: str
) -> None:
    provider.says = {"groups": groups}
    signs_in(browser, provider)
    assert Membership.objects.get().role == role
    assert browser.get("/panel/daily/").status_code == 200
    assert browser.get("/admin/").status_code == 302


@pytest.mark.usefixtures("desk_of_daily")
def test_a_role_goes_with_the_group(browser: Client, provider: Provider, clock: Clock) -> None:
    weekly = a_site("weekly")
    signs_in(browser, provider)
    appoint(get_user_model().objects.get(), weekly, Role.READER, clock.now)
    provider.says, provider.codes = {"groups": []}, {"code-1"}
    signs_in(Client(SERVER_NAME="localhost"), provider)
    assert [row.site for row in Membership.objects.all()] == [weekly]  # given there by hand


@pytest.mark.parametrize("text", ["desk", "desk=daily", "=daily:reader", "desk=daily:king", "a=:x"])
def test_a_wrong_line_of_roles_is_told_at_the_start(text: str) -> None:
    with pytest.raises(WrongSetting, match="group=site:role"):
        roles_by_group([text])


def test_groups_may_hold_an_equals_sign() -> None:
    grants = roles_by_group(["cn=desk=daily:reader", "b=daily:admin"])
    assert best(grants, {"cn=desk"}) == {"daily": Role.READER}
    assert best(grants, {"cn=desk", "b"}) == {"daily": Role.ADMIN}


@pytest.mark.parametrize("groups", [None, [], ["football"], "Desk", {"desk": True}, [["desk"]]])
def test_who_is_in_no_group_is_not(browser: Client, provider: Provider, groups: Any) -> None:
    provider.says = {"groups": groups}
    assert signs_in(browser, provider).status_code == 403
    assert not get_user_model().objects.exists()


def test_whoever_left_the_group_loses_what_they_had(browser: Client, provider: Provider) -> None:
    provider.says = {"groups": ["chiefs"]}
    signs_in(browser, provider)
    provider.says, provider.codes = {"groups": []}, {"code-1"}
    assert signs_in(Client(SERVER_NAME="localhost"), provider).status_code == 403
    user = get_user_model().objects.get()
    assert not user.is_staff and not user.is_superuser
    assert browser.get("/admin/").status_code == 302


def test_a_closed_account_stays_closed(browser: Client, provider: Provider) -> None:
    signs_in(browser, provider)
    get_user_model().objects.update(is_active=False)
    provider.codes = {"code-1"}
    assert signs_in(Client(SERVER_NAME="localhost"), provider).status_code == 403


@pytest.mark.parametrize("verified", [True, False])
def test_no_account_is_taken_by_an_equal_address(
    browser: Client, provider: Provider, editor: Any, verified: bool
) -> None:
    provider.says = {"email": editor.email, "email_verified": verified}
    signs_in(browser, provider)
    assert browser.session["_auth_user_id"] != str(editor.pk)


def test_unless_the_installation_says_so(
    browser: Client, provider: Provider, editor: Any, settings: Any
) -> None:
    settings.OIDC_LINK_BY_EMAIL = True
    provider.says = {"email": editor.email}
    signs_in(browser, provider)
    assert browser.session["_auth_user_id"] == str(editor.pk)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_and_even_then_not_by_an_address_that_nobody_verified(
    browser: Client, provider: Provider, editor: Any, settings: Any, verified: Any
) -> None:
    settings.OIDC_LINK_BY_EMAIL = True
    provider.says = {"email": editor.email, "email_verified": verified}
    signs_in(browser, provider)
    assert browser.session["_auth_user_id"] != str(editor.pk)


@pytest.mark.parametrize("state", ["", "x", "é"])
def test_an_answer_that_nobody_here_asked_for_is_refused(
    browser: Client, provider: Provider, state: str
) -> None:
    asked = begins(browser, provider)
    assert returns(browser, {**asked, "state": state}).status_code == 403
    assert provider.exchanges == []


def test_an_answer_in_another_browser_is_refused(browser: Client, provider: Provider) -> None:
    asked = begins(browser, provider)
    assert returns(Client(SERVER_NAME="localhost"), asked).status_code == 403


def test_a_replay_is_refused(browser: Client, provider: Provider) -> None:
    asked = begins(browser, provider)
    returns(browser, asked)
    provider.codes = {"code-1"}
    assert returns(browser, asked).status_code == 403
    assert len(provider.exchanges) == 1


def test_a_stolen_code_is_worth_nothing_in_another_sign_in(
    browser: Client, provider: Provider
) -> None:
    begins(browser, provider)
    challenge, nonce = provider.challenge, provider.nonce
    thief = Client(SERVER_NAME="localhost")
    asked = begins(thief, provider)
    provider.challenge, provider.nonce = challenge, nonce  # of the one it was given to
    assert returns(thief, asked).status_code == 403
    assert not is_in(thief)


def test_an_answer_of_another_provider_is_refused(browser: Client, provider: Provider) -> None:
    asked = begins(browser, provider)
    assert returns(browser, asked, iss="https://evil.example").status_code == 403


WRONG: dict[str, dict[str, Any]] = {
    "issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "audience": {"aud": "another"},
    "no audience": {"aud": None},
    "one of several without a party": {"aud": [CLIENT, "another"]},
    "another party": {"aud": [CLIENT, "another"], "azp": "another"},
    "nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "over": {"exp": 1},
    "no end": {"exp": None},
    "no beginning": {"iat": None},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
}


@pytest.mark.parametrize("wrong", list(WRONG))
def test_a_token_that_is_wrong_lets_nobody_in(
    browser: Client, provider: Provider, wrong: str
) -> None:
    provider.says = WRONG[wrong]
    assert signs_in(browser, provider).status_code == 403
    assert not is_in(browser) and not get_user_model().objects.exists()


def test_a_token_from_the_future_lets_nobody_in(browser: Client, provider: Provider) -> None:
    later = provider.clock.now + timedelta(minutes=2)
    provider.says = {"iat": int(later.timestamp())}
    assert signs_in(browser, provider).status_code == 403


FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "none": lambda claims: jwt.encode(claims, None, "none", headers={"kid": "k1"}),
    "a shared secret": lambda claims: jwt.encode(
        claims, private("HS256"), "HS256", headers={"kid": "k1"}
    ),
    "another key": lambda claims: jwt.encode(
        claims, private("ES256"), "ES256", headers={"kid": "k1"}
    ),
    "an unknown key": lambda claims: jwt.encode(
        claims, private("RS256"), "RS256", headers={"kid": "k2"}
    ),
    "too long": lambda claims: "x" * 40_000,
    "no token": lambda claims: "x.y.z",
}


@pytest.mark.parametrize("how", list(FORGED))
def test_a_forged_token_lets_nobody_in(browser: Client, provider: Provider, how: str) -> None:
    provider.token = FORGED[how]
    assert signs_in(browser, provider).status_code == 403


def test_a_provider_that_speaks_for_another_is_not_followed(
    browser: Client, provider: Provider
) -> None:
    provider.discovery = {"issuer": "https://evil.example"}
    assert browser.get("/sign-in/start").status_code == 503


def test_a_provider_that_is_away_is_told(browser: Client, provider: Provider) -> None:
    provider.server.answer = Answer(500)
    assert browser.get("/sign-in/start").status_code == 503


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("/admin/comments/", "/admin/comments/"),
        ("//evil.example/", "/admin/"),
        ("https://evil.example/", "/admin/"),
        ("/\\evil.example", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ],
)
def test_it_leads_to_pages_of_ours_alone(
    browser: Client, provider: Provider, wanted: str, where: str
) -> None:
    asked = begins(browser, provider, wanted)
    assert returns(browser, asked)["Location"] == where


def test_the_session_is_a_new_one_and_ends_within_the_day(
    browser: Client, provider: Provider
) -> None:
    asked = begins(browser, provider)
    before = browser.session.session_key
    returns(browser, asked)
    assert browser.session.session_key != before
    assert browser.session.get_expiry_age() <= 12 * 3600


@pytest.mark.parametrize("path", ["start", "callback"])
def test_it_is_off_by_default(browser: Client, path: str) -> None:
    assert browser.get(f"/sign-in/{path}").status_code == 404


def test_a_key_that_is_new_at_the_provider_is_asked_for(
    browser: Client, provider: Provider
) -> None:
    signs_in(browser, provider)
    provider.algorithm, provider.codes = "ES256", {"code-1"}
    provider.kid = "k2"
    assert signs_in(Client(SERVER_NAME="localhost"), provider).status_code == 302


def test_the_admins_door_leads_there(browser: Client, provider: Provider) -> None:
    page = browser.get("/admin/login/?next=/admin/comments/", follow=True).content.decode()
    assert 'href="/sign-in/start?next=%2Fadmin%2Fcomments%2F"' in page
    assert 'name="password"' in page  # whoever has a password here may still use it


def test_so_does_the_panels(browser: Client, provider: Provider) -> None:
    page = browser.get("/panel/sign-in?next=/panel/daily/").content.decode()
    assert 'href="/sign-in/start?next=%2Fpanel%2Fdaily%2F"' in page
