"""Judges elsewhere in the admin: their keys go in and never come out."""

from typing import Any

import pytest

from articles.models import Site
from comments.models import OutsideScorer
from tests.conftest import Reader

pytestmark = pytest.mark.django_db
FIELDS = {"kind": "http_scorer", "on": "on", "url": "https://judge.example/x", "asks": "hold",
          "blatant": "hold", "seconds": "3"}  # fmt: skip


@pytest.fixture
def desk(reader: Reader, editor: Any) -> Any:
    reader.client.force_login(editor)
    return reader.client


def test_a_key_is_written_and_never_shown(desk: Any, site: Site) -> None:
    fields = {**FIELDS, "site": str(site.pk), "key": "very-secret-key"}
    desk.post("/admin/comments/outsidescorer/add/", fields)
    row = OutsideScorer.objects.get()
    assert row.key == "very-secret-key"
    for path in ("", f"{row.pk}/change/", f"{row.pk}/history/"):
        assert b"very-secret-key" not in desk.get(f"/admin/comments/outsidescorer/{path}").content


def test_a_change_without_a_key_keeps_the_old_one(desk: Any, site: Site) -> None:
    row = OutsideScorer.objects.create(
        site=site, kind="http_scorer", key="old-key", url="https://a.example/"
    )
    fields = {**FIELDS, "site": str(site.pk), "key": ""}
    desk.post(f"/admin/comments/outsidescorer/{row.pk}/change/", fields)
    row.refresh_from_db()
    assert (row.key, row.url) == ("old-key", "https://judge.example/x")


@pytest.mark.parametrize(
    "wrong",
    [{"url": "javascript:alert(1)"}, {"url": ""}, {"seconds": "60"}, {"key": ""}, {"key": "a\nb"}],
)
def test_what_could_not_work_is_refused(desk: Any, site: Site, wrong: dict[str, str]) -> None:
    fields = {**FIELDS, "site": str(site.pk), "key": "k", **wrong}
    desk.post("/admin/comments/outsidescorer/add/", fields)
    assert not OutsideScorer.objects.exists()
