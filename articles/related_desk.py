"""The admin's pages of related links, one article's and a site's: forms translated to verbs,
nothing decided."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from articles.models import Article, RelatedRule, Site
from articles.related_policy import LISTS, WrongPolicy, from_lines, policy_of, shown, to_lines
from articles.services.ban import ban, ban_everywhere, unban, unban_everywhere
from articles.services.change_related_policy import change_related_policy
from articles.services.order import order
from articles.services.pin import move, pin, unpin
from articles.services.set_tone import set_tone
from articles.services.shortlist import shortlist
from articles.services.steer import NotSteered, Steered
from articles.services.switch_related import switch_related

Outcome = Steered | NotSteered
LINES = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})
SLUGS = "Slugs, such as world or world/asia; what is below goes with it."
REASONS = {
    "stale": "Somebody changed this meanwhile: look again.",
    "itself": "An article cannot stand beside itself.",
    "other_site": "That article is another site's.",
    "unknown_article": "There is no such article on this site.",
    "too_many_pins": "Ten articles are pinned already.",
    "banned": "It is banned here: lift the ban first.",
    "not_pinned": "It is not pinned any more.",
    "unknown_tone": "There is no such tone.",
}
TONES = {"": "as the site's lists say", **{k: RelatedRule.Kind(k).label for k in
         ("sensitive", "light", "plain")}}  # fmt: skip
PAIR: dict[str, Callable[..., Outcome]] = {
    "pin": pin,
    "unpin": unpin,
    "up": lambda a, o, by, now, seen: move(a, o, "up", by, now, seen=seen),
    "down": lambda a, o, by, now, seen: move(a, o, "down", by, now, seen=seen),
    "ban": ban,
    "unban": unban,
}
ALONE: dict[str, Callable[..., Outcome]] = {
    "off": lambda a, by, now, seen: switch_related(a, False, by, now, seen=seen),
    "on": lambda a, by, now, seen: switch_related(a, True, by, now, seen=seen),
    "nowhere": ban_everywhere,
    "anywhere": unban_everywhere,
}


def related_page(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Article.objects.select_related("site", "section"), pk=pk)
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    may_change = request.user.has_perm("articles.change_article")
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        outcome = steered(request, row)
        if isinstance(outcome, NotSteered):
            messages.error(request, REASONS[outcome.reason])
        else:
            messages.success(request, "Done: readers see it." if outcome.change else "It is so.")
        return redirect("admin:articles_article_related", pk)
    told: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"Related links of “{row.title}”",
        "article": row,
        "list": shortlist(row, timezone.now()),
        "may_change": may_change,
        "tones": TONES.items(),
    }
    return render(request, "articles/admin/related.html", told)


class PolicyForm(forms.Form):
    """A site's lists, a line an entry, its windows in days, and whether clicks count."""

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


def policy_page(request: HttpRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Site, pk=pk)
    if not request.user.has_perm("articles.change_site"):
        raise PermissionDenied
    stands = shown(policy_of(site.settings))
    initial = {name: to_lines(stands[name]) if name in LISTS else stands[name] for name in stands}
    form = PolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        wanted = {name: from_lines(told[name]) if name in LISTS else told[name] for name in told}
        by = cast(AbstractBaseUser, request.user)
        try:
            change = change_related_policy(site, wanted, by, timezone.now())
        except WrongPolicy as wrong:
            form.add_error(wrong.name, wrong.text)
        else:
            messages.success(request, "Done: lists follow." if change else "It is so.")
            return redirect("admin:articles_site_related", pk)
    told = {
        **admin.site.each_context(request),
        "title": f"Related links of {site.name or site.key}",
        "form": form,
    }
    return render(request, "articles/admin/policy.html", told)


def steered(request: HttpRequest, row: Article) -> Outcome:
    told, now = request.POST, timezone.now()
    by = cast(AbstractBaseUser, request.user)
    seen = number(told.get("seen"))
    action = told.get("action", "")
    if action in ALONE:
        return ALONE[action](row, by, now, seen=seen)
    if action == "tone":
        return set_tone(row, told.get("tone", ""), by, now, seen=seen)
    if action == "order":
        pins = [number(part) or 0 for part in told.get("pins", "").split(",") if part]
        return order(row, pins, by, now, seen=seen)
    other = other_of(row, told.get("other", ""), told.get("id", ""))
    if other is None or action not in PAIR:
        return NotSteered("unknown_article")
    return PAIR[action](row, other, by, now, seen=seen)


def other_of(row: Article, pk: str, external_id: str) -> Article | None:
    """The article that a button or a typed id names, if it is one of the same site's."""
    rows = Article.objects.filter(site=row.site)
    named = rows.filter(pk=number(pk) or 0) if pk else rows.filter(external_id=external_id.strip())
    return named.first()


def number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
