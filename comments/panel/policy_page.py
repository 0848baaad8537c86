"""How a site judges, at the desk: ready-made ways, or each setting by itself. Seen before set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.models import Policy, PolicyChange
from comments.panel.desk import at_desk, queue_url
from comments.panel.queue_page import around
from comments.panel.tried import PAST, TRIED, tried
from comments.presets import PRESETS, preset_of
from comments.roles import May, Role
from comments.services.change_judging import JUDGING, back_before, change_judging, judging
from comments.services.rehearse import changed, rehearse
from comments.services.rule_sets import Outdated
from comments.services.settings import as_text, preset_named, settable, shown
from comments.services.threads import policy_of
from newsroom.kernel.fields import FieldError

HISTORY = 20
LABELS = {
    "premoderation": "Who waits although nothing speaks against them",
    "max_links": "So many links make a comment wait",
    "learned_spam": "What the learned score may lead to at worst",
    "email_disposable": "A throw-away address",
    "email_role": "An address that several people read",
    "email_typo": "An address with a slip in it",
    "heat_action": "When a conversation runs hot",
    "heat_velocity": "Hot: comments in ten minutes",
    "heat_reports": "Hot: reports in an hour",
    "heat_newcomers": "Hot: per cent of comments by newcomers",
    "heat_stopped": "Hot: per cent held or refused",
    "rule_precision": "Per cent a rule has to be right, or it proposes its own removal",
}


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    choices: list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(May.CHANGE_RULES)
def policy(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    if request.method != "POST":
        return overview(request, site, role)
    try:
        wanted = wanted_settings(request, site)
        if request.POST.get("do") == "save":
            return saved(request, site, wanted)
        return preview(request, site, role, wanted)
    except Outdated as error:
        return overview(request, site, role, wrong=str(error), status=409)
    except FieldError as error:
        return overview(request, site, role, wrong=error.text, status=422)


def wanted_settings(request: HttpRequest, site: Site) -> Mapping[str, str]:
    """Raises FieldError."""
    verb, _, named = request.POST.get("do", "").partition(" ")
    if verb in ("try", "save"):
        return {name: request.POST[name] for name in JUDGING if name in request.POST}
    if verb == "preset":
        return as_text(preset_named(named))
    if verb == "before":
        known = named.isascii() and named.isdigit() and len(named) < 19
        row = PolicyChange.objects.filter(site=site, pk=int(named)).first() if known else None
        if row is not None:
            return back_before(row)
    raise FieldError("invalid", "The form names no change.")


def saved(request: HttpRequest, site: Site, wanted: Mapping[str, str]) -> HttpResponse:
    seen = request.POST.get("seen", "")
    assert request.user.is_authenticated
    change_judging(
        site.pk,
        wanted,
        timezone.now(),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
        by=request.user,
        note=request.POST.get("note", ""),
    )
    response = HttpResponseRedirect(f"{queue_url(site)}policy")
    response.status_code = 303
    return response


def preview(
    request: HttpRequest, site: Site, role: Role, wanted: Mapping[str, str]
) -> HttpResponse:
    row = policy_of(site.pk)
    now, then = judging(row), judging(changed(row, wanted))
    different = [name for name in JUDGING if now[name] != then[name]]
    found = rehearse(site.pk, settings=wanted, most=TRIED, since=timezone.now() - PAST)
    context = {
        "changes": [(LABELS[n], in_words(n, now[n]), in_words(n, then[n])) for n in different],
        "settings": [(name, str(then[name])) for name in different],
        "tried": tried(found),
        "seen": row.version,
        "place": "policy",
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/policy_preview.html", page)


def overview(
    request: HttpRequest, site: Site, role: Role, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    row = policy_of(site.pk)
    history = PolicyChange.objects.filter(site=site).select_related("by")[:HISTORY]
    context = {
        "fields": [field(row, name, request.POST) for name in JUDGING],
        "presets": PRESETS.values(),
        "preset": preset_of(shown(row)),
        "history": [(one, differences(one)) for one in history],
        "wrong": wrong,
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/policy.html", page, status=status)


def field(row: Policy, name: str, typed: Mapping[str, str]) -> Field:
    value = typed.get(name, str(getattr(row, name)))
    return Field(name, LABELS[name], value, choices(name))


def choices(name: str) -> list[tuple[str, str]]:
    found: models.Field[Any, Any] = settable()[name]
    return [(str(value), str(label)) for value, label in found.choices or ()]


def in_words(name: str, value: object) -> str:
    return dict(choices(name)).get(str(value), str(value))


def differences(change: PolicyChange) -> list[tuple[str, str, str]]:
    return [
        (LABELS.get(name, name), in_words(name, before), in_words(name, after))
        for name, before, after in change.differences()
        if name in LABELS
    ]
