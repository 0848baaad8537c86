"""change_settings: what a site says of its articles, by name, checked before anything is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Section, Site
from articles.services.announce import renew
from articles.services.respell import respell
from articles.services.steer import User
from articles.services.write_down import write_down
from articles.site_settings import WrongValue, settings_of, shown, value_of
from newsroom.kernel import outbox
from newsroom.kernel.fields import FieldError


def change_settings(
    site: Site, wanted: Mapping[str, str], by: User = None, now: datetime | None = None
) -> dict[str, tuple[Any, Any]]:
    """Sets what ``wanted`` names, from text; returns before and after of what changed, which is
    written down. Raises FieldError, with nothing changed, for a name or value that cannot be.
    ``by``: nobody, for who has the server's command line."""
    now = now or timezone.now()
    former = site.settings
    try:
        with transaction.atomic():
            return _change(site, wanted, by, now)
    except FieldError:
        site.settings = former
        raise


def _change(
    site: Site, wanted: Mapping[str, str], by: User, now: datetime
) -> dict[str, tuple[Any, Any]]:
    row = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    before = shown(settings_of(row.settings))
    stored = {**row.settings, **{name: _value(site, name, wanted[name]) for name in wanted}}
    after = shown(settings_of(stored))
    changed = {name: (before[name], after[name]) for name in after if after[name] != before[name]}
    if changed:
        Site.objects.filter(pk=site.pk).update(settings=stored)
        site.settings = stored
        _follow(site, changed, now)
        write_down(site, "settings", changed, by, now)
    return changed


def _follow(site: Site, changed: Mapping[str, Any], now: datetime) -> None:
    if "trailing_slash" in changed:
        respell(site)
    if "excluded_sections" in changed:
        # Reading leaves out what is excluded at once; lists that are short now are filled behind.
        outbox.record("related.sweep", site.pk, payload={"after": 0}, now=now)
    renew(site.pk)


def _value(site: Site, name: str, text: str) -> Any:
    try:
        value = value_of(name, text)
    except WrongValue as error:
        raise FieldError("invalid", f"{name}: {error}") from None
    if name == "excluded_sections":
        _know_all(site, value)
    return value


def _know_all(site: Site, slugs: list[str]) -> None:
    known = Section.objects.filter(site=site, slug__in=slugs).values_list("slug", flat=True)
    if unknown := sorted(set(slugs) - set(known)):
        raise FieldError("invalid", f"excluded_sections: There is no section {unknown[0][:60]!r}.")
