"""The admin's page of a site's way onward: what readers are led to, and what is never shown."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from articles.models import RelatedChange, Site
from articles.related_policy import LISTS, WrongPolicy, from_lines, policy_of, shown, to_lines
from articles.services.change_related_policy import change_related_policy
from articles.services.change_settings import change_settings
from articles.site_settings import settings_of
from newsroom.kernel.fields import FieldError

LINES = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})
SLUGS = "Slugs, such as world or world/asia; what is below goes with it."
NEIGHBOURS = {"site": "over the whole site", "section": "within the section"}
CHANGES = 20


class WayOnwardForm(forms.Form):
    """Previous and next, a site's lists, a line an entry, its windows in days, and whether clicks
    count."""

    neighbours = forms.ChoiceField(
        choices=NEIGHBOURS.items(), label="Previous and next", help_text="A page may say otherwise."
    )
    excluded_sections = forms.CharField(
        widget=LINES, required=False, help_text=f"No neighbours, in no list but their own. {SLUGS}"
    )
    sensitive_words = forms.CharField(widget=LINES, required=False, help_text="Words or phrases.")
    sensitive_tags = forms.CharField(widget=LINES, required=False)
    sensitive_sections = forms.CharField(widget=LINES, required=False, help_text=SLUGS)
    light_tags = forms.CharField(widget=LINES, required=False)
    light_sections = forms.CharField(widget=LINES, required=False, help_text=SLUGS)
    most_days_apart = forms.IntegerField(
        min_value=0, help_text="Between two articles that are linked; 0: no limit."
    )
    most_days_old = forms.IntegerField(
        min_value=0, help_text="Of a link when it is read; 0: no limit."
    )
    count_clicks = forms.BooleanField(
        required=False, help_text="Count links shown and clicked, of all readers together."
    )


def way_onward_page(request: HttpRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Site, pk=pk)
    if not request.user.has_perm("articles.change_site"):
        raise PermissionDenied
    form = WayOnwardForm(request.POST or None, initial=standing(site))
    if request.method == "POST" and form.is_valid():
        by = cast(AbstractBaseUser, request.user)
        try:
            changed = change(site, form.cleaned_data, by)
        except WrongPolicy as wrong:
            form.add_error(wrong.name, wrong.text)
        except FieldError as error:
            name, _, text = str(error).partition(": ")
            form.add_error(name, text)
        else:
            messages.success(request, "Done: lists follow." if changed else "It is so.")
            return redirect("admin:articles_site_way_onward", pk)
    changes = RelatedChange.objects.filter(site=site, article=None)
    told = {
        **admin.site.each_context(request),
        "title": f"The way onward on {site.name or site.key}",
        "form": form,
        "changes": changes[:CHANGES],
    }
    return render(request, "articles/admin/way_onward.html", told)


def standing(site: Site) -> dict[str, Any]:
    """What the form shows at first."""
    stands = shown(policy_of(site.settings))
    settings = settings_of(site.settings)
    return {
        "neighbours": settings.neighbours,
        "excluded_sections": to_lines(settings.excluded_sections),
        **{name: to_lines(stands[name]) if name in LISTS else stands[name] for name in stands},
    }


def change(site: Site, told: Mapping[str, Any], by: AbstractBaseUser) -> bool:
    """All of the form or nothing; whether anything changed."""
    now = timezone.now()
    excluded = ",".join(from_lines(told["excluded_sections"]))
    of_articles = {"neighbours": told["neighbours"], "excluded_sections": excluded}
    of_related = {
        name: from_lines(told[name]) if name in LISTS else told[name]
        for name in told
        if name not in of_articles
    }
    with transaction.atomic():
        settings = change_settings(site, of_articles, by, now)
        return bool(change_related_policy(site, of_related, by, now) or settings)
