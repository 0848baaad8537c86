"""Bulk at the desk: count first, then one word on all of them, with progress, undone as one."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.desk_reasons import REFUSAL_REASONS
from comments.models import BulkItem, BulkJob, Tab
from comments.panel.decisions import VERBS, WITH_REASON
from comments.panel.desk import at_desk, queue_url
from comments.panel.people import onward
from comments.panel.queue_page import LONGEST, around, asked_of
from comments.panel.record import number
from comments.panel.words import STATUSES, words_for
from comments.reading.bulk_jobs import dry_run, flat, progress
from comments.reading.selection import MOST, Selection, selected
from comments.roles import May, Role
from comments.services.bulk import begin, undo_all

SHOWN = 20
ASKED = ("tab", "domain", "words", "like", "author")
VERB_NAMES = {
    "publish": "Publish",
    "hold": "Hold",
    "reject": "Reject",
    "spam": "Spam",
    "remove": "Remove",
}


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(May.DECIDE)
def bulk(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    """Without a verb: what was done in bulk lately. With one: how many it would be, and which."""
    verb = request.GET.get("do", "")
    if verb in VERBS and not is_nothing(request):
        return counted(request, site, role, verb)
    jobs = BulkJob.objects.filter(site=site).select_related("by")[:50]
    context = {
        "jobs": [(job, said_of(job)) for job in jobs.annotate(count=Count("items"))],
        "wanted": wanted_of(request),
        "kept": kept_of(wanted_of(request)),
        "bulk_tabs": Tab.choices,
        "verbs": VERB_NAMES.items(),
    }
    return render(request, "panel/bulk.html", {**around(request, site, role), **context})


def counted(request: HttpRequest, site: Site, role: Role, verb: str) -> HttpResponse:
    """GET counts, POST begins: what came after the count is not in it."""
    now, reason = timezone.now(), request.GET.get("why", "")
    reason = reason if reason in REFUSAL_REASONS and VERBS[verb] in WITH_REASON else ""
    wanted = wanted_of(request)
    rows = selected(site.pk, wanted, VERBS[verb], now)
    if request.method == "POST":
        assert request.user.is_authenticated
        last = request.POST.get("newest", "")
        newest = int(last) if last.isascii() and last.isdigit() and len(last) < 19 else 0
        chosen = rows.filter(pk__lte=newest)[:MOST]
        told = {name: value for name, value in flat(wanted).items() if value}
        job = begin(site.pk, chosen, VERBS[verb], reason, told, request.user, now)
        return onward(f"{queue_url(site)}bulk/{job.pk}")
    found = dry_run(rows)
    context = {
        "count": found.count,
        "most": MOST,
        "rows": rows.select_related("thread__article")[:SHOWN],
        "newest": found.newest,
        "verb": VERB_NAMES[verb],
        "reason": words_for(reason) if reason else "",
        "query": request.GET.urlencode(),
    }
    return render(request, "panel/bulk_count.html", {**around(request, site, role), **context})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(May.DECIDE)
def bulk_job(request: HttpRequest, site: Site, role: Role, job: int) -> HttpResponse:
    """How far it is; POST ``do=undo`` takes all of it back."""
    row = BulkJob.objects.filter(site=site, pk=job).first() if job < 2**63 else None
    if row is None:
        raise Http404
    assert request.user.is_authenticated
    if request.method == "POST":
        if request.POST.get("do") == "undo":
            undo_all(row, request.user, timezone.now())
        return onward(f"{queue_url(site)}bulk/{row.pk}")
    found = progress(row)
    context = {
        "job": row,
        "said": said_of(row),
        "counts": [
            (name, found.counts[state])
            for state, name in BulkItem.State.choices
            if state in found.counts
        ],
        "total": found.total,
        "ended": found.ended,
        "moves": row.state in (BulkJob.State.RUNNING, BulkJob.State.UNDOING),
        "undoable": row.by_id == request.user.pk
        and row.state in (BulkJob.State.RUNNING, BulkJob.State.DONE),
        "left": row.items.filter(state__in=["left", "kept"]).select_related("comment")[:SHOWN],
    }
    return render(request, "panel/bulk_job.html", {**around(request, site, role), **context})


def wanted_of(request: HttpRequest) -> Selection:
    tab = request.GET.get("tab", "")
    domain = request.GET.get("domain", "")[:LONGEST].strip().lower().removeprefix("@")
    return Selection(
        asked=asked_of(request),
        tab=tab if tab in Tab.values else "",
        author=number(request, "author"),
        domain=domain,
        like=number(request, "like"),
    )


def is_nothing(request: HttpRequest) -> bool:
    """Whether no filter at all is named: a bulk over everything is a slip."""
    wanted = wanted_of(request)
    return not (wanted.tab or wanted.author or wanted.domain or wanted.like)


def kept_of(wanted: Selection) -> list[tuple[str, str]]:
    """What the queue was filtered by and the form does not ask for."""
    named = {name: value for name, value in flat(wanted).items() if value and name not in ASKED}
    return [(name, "1" if value is True else str(value)) for name, value in named.items()]


def said_of(job: BulkJob) -> dict[str, str]:
    chosen = ", ".join(f"{name} {value}" for name, value in job.wanted.items())
    reason = words_for(job.reason) if job.reason else ""
    return {"chosen": chosen, "to": STATUSES.get(job.to, job.to), "reason": reason}
