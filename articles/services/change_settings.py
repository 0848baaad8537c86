"""change_settings: what a site says of its articles, by name, checked before anything is kept."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from articles.models import Section, Site
from articles.services.announce import renew
from articles.services.respell import respell
from articles.site_settings import WrongValue, settings_of, shown, value_of
from newsroom.kernel.fields import FieldError


def change_settings(site: Site, wanted: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    """Sets what ``wanted`` names, from text; returns before and after of what changed. Raises
    FieldError, with nothing changed, for a name or value that cannot be."""
    before = shown(settings_of(site.settings))
    stored = {**site.settings, **{name: _value(site, name, wanted[name]) for name in wanted}}
    after = shown(settings_of(stored))
    changed = {name: (before[name], after[name]) for name in after if after[name] != before[name]}
    if changed:
        _store(site, stored, spelling="trailing_slash" in changed)
    return changed


def _store(site: Site, stored: dict[str, Any], *, spelling: bool) -> None:
    former, site.settings = site.settings, stored
    try:
        with transaction.atomic():
            Site.objects.filter(pk=site.pk).update(settings=stored)
            if spelling:
                respell(site)
            renew(site.pk)
    except FieldError:
        site.settings = former
        raise


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
        raise FieldError("invalid", f"excluded_sections: there is no section {unknown[0][:60]!r}.")
