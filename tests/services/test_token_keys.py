"""Keys of a publisher's sign-ins: added, followed by a newer one, ended; secrets shown once."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Site
from comments.member_tokens import TokenProblem
from comments.models import TokenKey
from comments.services import token_keys
from comments.services.members import member_of
from comments.services.token_keys import Wanted, audience_of
from newsroom.kernel.fields import FieldError
from tests.factories import a_site
from tests.publisher import ISSUER, SECRET, a_token, claims, known_to, private, public

pytestmark = pytest.mark.django_db
ADD = "/admin/comments/tokenkey/add/"


def opens(site: Site, now: datetime, algorithm: str = "HS256", kid: str = "", **said: Any) -> str:
    """The name of who is signed in, or the code of the refusal."""
    token = a_token(now, algorithm, kid, **{"aud": audience_of(site), **said})
    try:
        return member_of(token, site.pk, now).name
    except TokenProblem as refused:
        return refused.code


def command(*words: str) -> str:
    out = StringIO()
    call_command("token_keys", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256"])
def test_a_token_is_good_once_its_key_is_known(site: Site, now: datetime, algorithm: str) -> None:
    before = opens(site, now, algorithm)
    known_to(site, now, algorithm)
    assert (before, opens(site, now, algorithm)) == ("token_key_unknown", "Ada Member")


def test_the_key_of_one_site_opens_nothing_at_another(site: Site, now: datetime) -> None:
    known_to(site, now)
    assert opens(a_site("weekly"), now) == "token_key_unknown"


def test_a_key_that_two_sites_share_opens_each_by_its_own_audience(
    site: Site, now: datetime
) -> None:
    other = a_site("weekly")
    known_to(site, now, "ES256")
    known_to(other, now, "ES256")
    assert opens(other, now, "ES256", aud=audience_of(site)) == "token_audience"


def test_a_newer_key_stands_beside_the_old_one_for_a_day(site: Site, now: datetime) -> None:
    known_to(site, now, kid="old")
    old = TokenKey.objects.get()
    token_keys.rotate(old, Wanted(ISSUER, "new", public=public("ES256")), now)
    later = now + timedelta(hours=23), now + timedelta(hours=24, seconds=1)
    assert [opens(site, at, kid="old") for at in later] == ["Ada Member", "token_key_unknown"]
    assert [opens(site, at, "ES256", "new") for at in later] == ["Ada Member"] * 2


def test_a_key_can_be_ended_at_once(site: Site, now: datetime) -> None:
    known_to(site, now)
    token_keys.end(TokenKey.objects.get(), now)
    assert opens(site, now) == "token_key_unknown"


def test_an_ended_key_is_not_given_more_time(site: Site, now: datetime) -> None:
    known_to(site, now)
    key = TokenKey.objects.get()
    token_keys.end(key, now)
    assert not token_keys.end(key, now + timedelta(days=1))


def test_a_shared_secret_does_not_stand_in_the_database(site: Site, now: datetime) -> None:
    known_to(site, now)
    assert SECRET not in TokenKey.objects.get().material


def test_a_secret_stays_good_when_the_installation_changes_its_key(
    site: Site, now: datetime, settings: LazySettings
) -> None:
    known_to(site, now)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key of this installation, long enough"
    assert opens(site, now) == "Ada Member"


def test_a_secret_whose_key_is_gone_opens_nothing(
    site: Site, now: datetime, settings: LazySettings
) -> None:
    known_to(site, now)
    settings.SECRET_KEY = "another secret key of this installation, long enough"
    assert opens(site, now) == "token_key_unknown"


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(""),
        Wanted("x" * 201),
        Wanted(ISSUER, secret="short"),
        Wanted(ISSUER, secret="x" * 1001),
        Wanted(ISSUER, secret="x" * 40 + "\n" + "x" * 40),
        Wanted(ISSUER, kid="a b"),
        Wanted(ISSUER, kid="x" * 101),
        Wanted(ISSUER, public="no key"),
    ],
    ids=range(8),
)
def test_what_cannot_be_a_key_is_refused(site: Site, now: datetime, wanted: Wanted) -> None:
    with pytest.raises(FieldError):
        token_keys.add(site, wanted, now)


def test_a_name_names_one_key_of_a_site(site: Site, now: datetime) -> None:
    known_to(site, now)
    with pytest.raises(FieldError, match="already"):
        known_to(site, now)


def test_the_command_makes_a_secret_and_shows_it_once(site: Site, now: datetime) -> None:
    said = command("daily", "add", "--issuer", ISSUER, "--new-kid", "first")
    secret = said.split()[-1]
    signed = claims(now, aud=audience_of(site))
    token = jwt.encode(signed, secret, "HS256", headers={"kid": "first"})
    assert member_of(token, site.pk, now).name == "Ada Member"
    assert secret not in command("daily")


def test_the_command_takes_public_keys_from_a_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(public("RS256"))
    command("daily", "add", "--issuer", ISSUER, "--public", str(tmp_path / "key.pem"))
    assert "RS256" in command("daily")


def test_the_command_rotates_and_ends(site: Site, now: datetime) -> None:
    known_to(site, now, kid="old")
    command("daily", "rotate", "old", "--new-kid", "new")
    command("daily", "end", "new")
    assert all("until" in line for line in command("daily").splitlines())


def test_the_command_says_what_is_wrong(site: Site) -> None:
    with pytest.raises(CommandError, match="no key 'x'"):
        command("daily", "end", "x")


@pytest.fixture
def admin(editor: Any) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    return client


def test_the_admin_shows_a_new_secret_once_and_in_no_cookie(
    admin: Client, site: Site, now: datetime
) -> None:
    answer = admin.post(ADD, {"site": site.pk, "issuer": ISSUER, "kid": "first"})
    secret = answer.content.decode().split("<pre>")[1].split("</pre>")[0]
    token = jwt.encode(
        claims(now, aud=audience_of(site)), secret, "HS256", headers={"kid": "first"}
    )
    assert member_of(token, site.pk, now).name == "Ada Member"
    assert "no-store" in answer["Cache-Control"]
    assert not any(secret in morsel.value for morsel in answer.cookies.values())


@pytest.mark.parametrize("path", ["", "{pk}/change/"])
def test_the_admin_shows_it_nowhere_else(
    admin: Client, site: Site, now: datetime, path: str
) -> None:
    known_to(site, now)
    row = TokenKey.objects.get()
    shown = admin.get(f"/admin/comments/tokenkey/{path.format(pk=row.pk)}").content.decode()
    assert row.kid in shown
    assert SECRET not in shown and row.material not in shown


def test_the_admin_takes_a_pasted_public_key(admin: Client, site: Site, now: datetime) -> None:
    form = {"site": site.pk, "issuer": ISSUER, "kid": "ES256", "public": public("ES256")}
    assert admin.post(ADD, form).status_code == 302
    assert opens(site, now, "ES256") == "Ada Member"


def test_the_admin_says_at_the_form_what_is_wrong(admin: Client, site: Site) -> None:
    form = {"site": site.pk, "issuer": ISSUER, "public": private("ES256")}
    assert "private key" in admin.post(ADD, form).content.decode()
    assert not TokenKey.objects.exists()


def test_the_admin_ends_a_key(admin: Client, site: Site, now: datetime) -> None:
    known_to(site, now)
    chosen = {"action": "end_now", "_selected_action": [TokenKey.objects.get().pk]}
    admin.post("/admin/comments/tokenkey/", chosen)
    assert TokenKey.objects.get().ends is not None


def test_who_may_not_add_keys_is_refused(django_user_model: Any, site: Site) -> None:
    django_user_model.objects.create_user("sam", "sam@example.org", "pass word 2", is_staff=True)
    client = Client(SERVER_NAME="localhost")
    client.login(username="sam", password="pass word 2")
    assert client.get(ADD).status_code == 403
