"""A site takes a preset, having seen what it would have done."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Article, Site
from comments.models import Policy
from comments.presets import PRESETS, preset_of
from comments.services.rehearse import rehearse
from comments.services.review import review
from comments.services.settings import as_text, change, preset_named, shown
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.fields import FieldError
from tests.factories import a_posted

pytestmark = pytest.mark.django_db
CONFIGURE = Path(__file__).parents[2] / "docs" / "configure.md"


def test_a_new_site_is_balanced(site: Site) -> None:
    assert preset_of(shown(policy_of(site.pk))) == "balanced"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_taken_whole(site: Site, name: str) -> None:
    change(policy_of(site.pk), as_text(preset_named(name)))
    assert preset_of(shown(policy_of(site.pk))) == name


def test_a_preset_leaves_everything_else(site: Site) -> None:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(sort="newest", auto_close_days=9)
    change(policy_of(site.pk), as_text(preset_named("strict")))
    assert (policy_of(site.pk).sort, policy_of(site.pk).auto_close_days) == ("newest", 9)


def test_what_is_no_preset_is_refused(site: Site) -> None:
    with pytest.raises(FieldError, match="open, balanced, strict"):
        preset_named("harsh")


def test_a_preset_is_tried_on_the_past_before_it_is_taken(article: Article, now: datetime) -> None:
    comment = a_posted(article, now, body="The bridge was closed on Monday.")
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == Status.HELD
    found = rehearse(article.site_id, settings=as_text(preset_named("open")))
    assert dict(found.moved) == {("held", "published"): 1}
    assert preset_of(shown(policy_of(article.site_id))) == "balanced"


def test_the_command_sets_a_preset_and_what_outweighs_it(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("site_settings", "daily", "max_links=3", preset="strict")
    assert "premoderation: first → all" in capsys.readouterr().out
    assert (policy_of(site.pk).premoderation, policy_of(site.pk).max_links) == ("all", 3)


def test_the_command_tries_a_preset(
    article: Article, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    review(a_posted(article, now, body="The bridge was closed on Monday.").pk, now)
    call_command("backtest", article.site.key, preset="open")
    assert "held → published: 1" in capsys.readouterr().out


def test_the_documentation_has_every_value() -> None:
    rows: dict[str, Any] = {}
    for line in CONFIGURE.read_text("utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        rows.setdefault(cells[0], cells[1:])
    for column, preset in enumerate(PRESETS.values()):
        told = {name: rows[name][column] for name in preset.settings}
        assert told == {name: str(value) for name, value in preset.settings.items()}
