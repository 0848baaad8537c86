"""change_related_policy: a site's lists, windows and counting, checked, kept and written down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from articles.models import RelatedChange, Section, Site
from articles.related_policy import KEY, LISTS, WrongPolicy, policy_of, shown, value_of
from articles.services.announce import renew
from articles.services.steer import User
from articles.services.write_down import write_down
from newsroom.kernel import outbox


def change_related_policy(
    site: Site, wanted: Mapping[str, object], by: User, now: datetime
) -> RelatedChange | None:
    """Sets what ``wanted`` names; None where it stood so already. Raises WrongPolicy, with nothing
    changed. What the clock and the tones decide counts at once; lists are made anew behind it."""
    with transaction.atomic():
        row = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        before = shown(policy_of(row.settings))
        checked = {name: _checked(row, name, value) for name, value in wanted.items()}
        after = shown(policy_of({KEY: {**before, **checked}}))
        changed = {
            name: (before[name], after[name]) for name in after if after[name] != before[name]
        }
        if not changed:
            return None
        settings = {**row.settings, KEY: after}
        Site.objects.filter(pk=row.pk).update(settings=settings)
        site.settings = settings
        renew(row.pk)
        _promise(row.pk, set(changed), now)
        return write_down(row, "policy", changed, by, now)


def _checked(site: Site, name: str, value: object) -> Any:
    checked = value_of(name, value)
    if not name.endswith("_sections"):
        return checked
    known = set(Section.objects.filter(site=site, slug__in=checked).values_list("slug", flat=True))
    if unknown := [slug for slug in checked if slug not in known]:
        raise WrongPolicy(name, f"There is no section {unknown[0][:60]!r}.")
    return checked


def _promise(site_pk: int, touched: set[str], now: datetime) -> None:
    if touched.intersection(LISTS):
        outbox.record("related.policy", site_pk, payload={"after": 0}, now=now)
    if touched - set(LISTS):
        outbox.record("related.sweep", site_pk, payload={"after": 0}, now=now)
