"""The admin's page of one article's related links: forms translated to verbs, nothing decided."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from articles.models import Article, RelatedRule
from articles.services.ban import ban, ban_everywhere, unban, unban_everywhere
from articles.services.order import order
from articles.services.pin import move, pin, unpin
from articles.services.set_tone import set_tone
from articles.services.shortlist import shortlist
from articles.services.steer import NotSteered, Steered
from articles.services.switch_related import switch_related

Outcome = Steered | NotSteered
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
