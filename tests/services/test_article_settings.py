"""What a site says of its articles, set from a command line among its other settings."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Site
from articles.public import article_settings
from comments.services.threads import policy_of
from tests.factories import an_article


@pytest.fixture
def command(site: Site) -> Callable[..., str]:
    def run(*wanted: str) -> str:
        out = StringIO()
        call_command("site_settings", site.key, *wanted, stdout=out)
        return out.getvalue()

    return run


def now_said(site: Site) -> dict[str, object]:
    site.refresh_from_db()
    return dict(article_settings(site))


def test_a_site_shows_what_it_says_of_articles(command: Callable[..., str]) -> None:
    lines = command().splitlines()
    assert {"trailing_slash=keep", "stubs=True", "neighbours=site"} <= set(lines)


def test_settings_of_both_kinds_are_set_at_once(site: Site, command: Callable[..., str]) -> None:
    said = command("max_links=3", "neighbours=section", "stubs=off")
    assert "neighbours: site → section" in said
    assert now_said(site) | {"neighbours": "section", "stubs": False} == now_said(site)
    assert policy_of(site.pk).max_links == 3


def test_sections_are_named_by_their_slugs(site: Site, command: Callable[..., str]) -> None:
    an_article(site, "a", section="Weather/Coast")
    command("excluded_sections=weather/coast")
    assert now_said(site)["excluded_sections"] == ["weather/coast"]
    command("excluded_sections=")
    assert now_said(site)["excluded_sections"] == []


@pytest.mark.parametrize(
    "wrong", ["neighbours=tag", "excluded_sections=nowhere", "stubs=x", "max_links=many", "no=1"]
)
def test_one_wrong_value_leaves_all_as_they_were(
    site: Site, command: Callable[..., str], wrong: str
) -> None:
    before = now_said(site)
    with pytest.raises(CommandError):
        command("trailing_slash=strip", "premoderation=none", wrong)
    assert now_said(site) == before
    assert policy_of(site.pk).premoderation != "none"


def test_a_change_renews_what_readers_have_been_given(
    site: Site, command: Callable[..., str]
) -> None:
    before = site.version
    command("neighbours=section")
    site.refresh_from_db()
    assert site.version == before + 1
