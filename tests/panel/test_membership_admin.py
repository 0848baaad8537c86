"""Who may set who works where: in the admin, through the verb."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from articles.models import Site
from comments.models import Membership
from comments.reading.access import role_at, sites_of
from comments.roles import Role
from comments.services.appoint import appoint
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_site

ADD = "/admin/comments/membership/add/"


@pytest.fixture
def nora(db: None) -> Any:
    return get_user_model().objects.create_user("nora")


def test_an_administrator_appoints_a_moderator(
    reader: Reader, editor: Any, nora: Any, site: Site, clock: Clock
) -> None:
    reader.client.force_login(editor)
    form = {"user": nora.pk, "site": site.pk, "role": "moderator"}
    assert reader.client.post(ADD, form).status_code == 302
    assert (role_at(nora, site), Membership.objects.get().created) == (Role.MODERATOR, clock.now)


def test_an_administrator_dismisses(reader: Reader, editor: Any, nora: Any, site: Site) -> None:
    row = appoint(nora, site, Role.SENIOR, NOON)
    reader.client.force_login(editor)
    reader.client.post(f"/admin/comments/membership/{row.pk}/delete/", {"post": "yes"})
    assert role_at(nora, site) is None


def test_a_role_is_one_at_a_site(nora: Any, site: Site) -> None:
    appoint(nora, site, Role.READER, NOON)
    appoint(nora, site, Role.EDITOR, NOON)
    assert Membership.objects.get().role == "editor"


def test_a_role_counts_at_its_site_alone(nora: Any, site: Site) -> None:
    appoint(nora, site, Role.ADMIN, NOON)
    assert role_at(nora, a_site("weekly")) is None
    assert sites_of(nora) == [site]


def test_a_superuser_is_an_admin_everywhere(editor: Any, site: Site) -> None:
    assert role_at(editor, site) is Role.ADMIN
    assert sites_of(editor) == [site]


def test_an_account_that_was_switched_off_is_nobody(nora: Any, editor: Any, site: Site) -> None:
    appoint(nora, site, Role.ADMIN, NOON)
    nora.is_active = editor.is_active = False
    assert [role_at(who, site) for who in (nora, editor)] == [None, None]
    assert sites_of(nora) == sites_of(editor) == []
