"""A site's rules at the desk: each with how often it was right; a change is seen before it is made.

Every change comes to one text, whichever form it was asked with, and goes the same way: what it
would have done is shown, and then it is put in force, or not.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.models import RuleSet
from comments.panel.desk import at_desk, queue_url
from comments.panel.queue_page import around
from comments.panel.tried import PAST, TRIED, in_per_cent, tried
from comments.reading.rule_figures import RuleFigure, rule_figures
from comments.roles import May, Role
from comments.rules.edits import (
    NewRules,
    changes,
    in_shadow,
    lines_for,
    with_lines,
    without,
)
from comments.rules.errors import RuleError
from comments.rules.lines import ACTIONS
from comments.rules.matcher import Matcher
from comments.services.rehearse import rehearse
from comments.services.rule_sets import Outdated, checked, in_force, save_rules
from comments.services.threads import policy_of
from newsroom.kernel.fields import FieldError

SHOWN = 300  # rules with their figures; the text holds them all
VERSIONS = 50
DOES = {"hold": "waits for a person", "reject": "is rejected", "spam": "is spam"}
# A field of the form, and the condition that it makes.
CONDITIONS = (
    ("links", "{} links or more"),
    ("first", "author's first {} comments"),
    ("days", "author younger than {} days"),
    ("score", "spam score {} or more"),
    ("language", "language {}"),
    ("section", "section {}"),
    ("old", "article older than {} days"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(May.CHANGE_RULES)
def rules(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    if request.method != "POST":
        return overview(request, site, role)
    latest = in_force(site.pk)
    text = latest.text if latest else ""
    try:
        wanted = checked(wanted_text(request, site, text))
        if request.POST.get("do") == "save":
            return saved(request, site, wanted)
        return preview(request, site, role, text, wanted)
    except Outdated as error:
        return overview(request, site, role, wrong=str(error), status=409)
    except (RuleError, FieldError) as error:
        said = error.text if isinstance(error, FieldError) else str(error)
        return overview(request, site, role, wrong=said, status=422)


def wanted_text(request: HttpRequest, site: Site, text: str) -> str:
    """The list as it would be. Raises RuleError for what is no change of it."""
    verb, _, named = request.POST.get("do", "").partition(" ")
    if verb in ("try", "save"):
        return request.POST.get("text", "")
    if verb == "add":
        return with_lines(text, lines_for(form_of(request)))
    if verb == "without":
        return without(text, named)
    if verb in ("shadow", "count"):
        return in_shadow(text, named, verb == "shadow")
    if verb == "back":
        return version_of(site, named).text
    raise RuleError("The form names no change.")


def form_of(request: HttpRequest) -> NewRules:
    said = {name: request.POST.get(name, "").strip() for name, _ in CONDITIONS}
    return NewRules(
        action=request.POST.get("action", ""),
        words=lines_of(request.POST.get("words", "")),
        domains=lines_of(request.POST.get("domains", "")),
        conditions=tuple(form.format(said[name]) for name, form in CONDITIONS if said[name]),
        shadow=request.POST.get("in_shadow") == "1",
    )


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def version_of(site: Site, number: str) -> RuleSet:
    known = number.isascii() and number.isdigit() and len(number) < 10
    row = RuleSet.objects.filter(site=site, version=int(number)).first() if known else None
    if row is None:
        raise RuleError("There is no such version.")
    return row


def saved(request: HttpRequest, site: Site, wanted: str) -> HttpResponse:
    seen = request.POST.get("seen", "")
    assert request.user.is_authenticated
    save_rules(
        site.pk,
        wanted,
        timezone.now(),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
        by=request.user,
        note=request.POST.get("note", ""),
    )
    response = HttpResponseRedirect(f"{queue_url(site)}rules")
    response.status_code = 303
    return response


def preview(request: HttpRequest, site: Site, role: Role, text: str, wanted: str) -> HttpResponse:
    latest = in_force(site.pk)
    found = rehearse(site.pk, rules=wanted, most=TRIED, since=timezone.now() - PAST)
    context = {
        "changes": changes(text, wanted),
        "tried": tried(found),
        "text": wanted,
        "seen": latest.version if latest else 0,
        "note": noted(request),
        "place": "rules",
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/rules_preview.html", page)


def noted(request: HttpRequest) -> str:
    verb, _, named = request.POST.get("do", "").partition(" ")
    return f"back to version {named}" if verb == "back" else ""


def overview(
    request: HttpRequest, site: Site, role: Role, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    """With ``wrong``, what was typed stands in the forms still."""
    latest = in_force(site.pk)
    text = latest.text if latest else ""
    figures, broken = figures_of(site, text)
    context = {
        "latest": latest,
        "figures": [shown_figure(one) for one in figures[:SHOWN]],
        "more": max(0, len(figures) - SHOWN),
        "actions": [(name, DOES[name]) for name in ACTIONS],
        "text": request.POST.get("text", text),
        "typed": request.POST,
        "wrong": wrong or broken,
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/rules.html", page, status=status)


def figures_of(site: Site, text: str) -> tuple[list[RuleFigure], str]:
    try:
        matcher = Matcher(text)
    except RuleError as error:  # kept by a newer or an older program
        return [], str(error)
    if not matcher.rules:
        return [], ""
    return rule_figures(site.pk, matcher, policy_of(site.pk).rule_precision / 100), ""


def shown_figure(figure: RuleFigure) -> dict[str, Any]:
    rule = figure.rule
    return {
        "key": rule.key,
        "does": DOES[rule.action],
        "body": rule.text.removeprefix(f"{rule.action}: "),
        "shadow": rule.shadow,
        "precision": figure.precision,
        "right": in_per_cent(figure.precision),
        "proposes_removal": figure.proposes_removal,
    }


@require_http_methods(["GET", "HEAD"])
@at_desk(May.CHANGE_RULES)
def rule_versions(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    """Newest first, each with what it changed."""
    rows = list(RuleSet.objects.filter(site=site).select_related("by")[: VERSIONS + 1])
    before = [row.text for row in rows[1:]] + [""]
    listed = [(row, changes(old, row.text)) for row, old in zip(rows, before, strict=True)][
        :VERSIONS
    ]
    page = {**around(request, site, role), "versions": listed}
    return render(request, "panel/rule_versions.html", page)


@require_http_methods(["GET", "HEAD"])
@at_desk(May.CHANGE_RULES)
def rule_version(request: HttpRequest, site: Site, role: Role, version: int) -> HttpResponse:
    """One version, whole."""
    row = RuleSet.objects.filter(site=site, version=version).select_related("by").first()
    if row is None:
        raise Http404
    page = {**around(request, site, role), "row": row, "latest": in_force(site.pk)}
    return render(request, "panel/rule_version.html", page)
