"""How the desk does, on one page; looked at again once a minute."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.models import Tab
from comments.panel.chart import stacked
from comments.panel.desk import at_desk, queue_url
from comments.panel.queue_page import around, counted
from comments.panel.tried import in_per_cent
from comments.panel.words import STATUSES, words_for
from comments.reading.dashboard import AGREED_DAYS, Dashboard, HotThread, Hour, dashboard, shift
from comments.roles import May, Role

KEPT_SECONDS = 60
LEVELS = ("calm", "warm", "hot", "burning")
MOVES = {"": "", "slow": "slow", "held": "every comment waits", "closed": "closed until it cools"}
KINDS = {
    "by_machine": "published by the machine",
    "by_people": "published by people",
    "held": "held",
    "refused": "refused",
}


@require_http_methods(["GET", "HEAD"])
@at_desk(May.READ_QUEUE)
def show_dashboard(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    now = timezone.now()
    found = figures(site, now)
    context = {
        "tabs": [(tab.label, counted(found.counts[tab.value]), _tab(site, tab)) for tab in Tab],
        "oldest": in_words(now - found.oldest) if found.oldest else "",
        "ages": [(hours, counted(count)) for hours, count in found.ages if count],
        "chart": stacked([(f"{hour.begins:%H}", _parts(hour)) for hour in found.hours]),
        "kinds": KINDS.items(),
        "rows": [(hour.begins, [count for _, count in _parts(hour)]) for hour in found.hours],
        "machine": per_cent(found.machine_share),
        "agreed": found.agreed,
        "agreed_share": in_per_cent(found.agreed),
        "days": AGREED_DAYS,
        "appeals": found.appeals,
        "hot": [(one, LEVELS[one.level], MOVES[one.mode]) for one in found.hot],
        "hot_sections": hot_sections(found.hot),
        "site_heat": LEVELS[found.site_heat] if found.site_heat else "",
        "alarms": [(words_for(why), n, _reason(site, why)) for why, n in found.alarms],
        "shift": my_shift(request, site, role, now),
    }
    page = {**around(request, site, role), **context}
    return render(request, "panel/dashboard.html", page)


def figures(site: Site, now: datetime) -> Dashboard:
    key = f"dashboard:{site.pk}"
    known = cache.get(key)
    if known is None:
        known = dashboard(site.pk, now)
        cache.set(key, known, KEPT_SECONDS)
    found: Dashboard = known
    return found


def hot_sections(hot: Iterable[HotThread]) -> list[tuple[str, int, str]]:
    """(section, how many conversations run warm or worse, the worst level), worst first."""
    levels: dict[str, list[int]] = defaultdict(list)
    for one in hot:
        levels[one.section or "no section"].append(one.level)
    worst = sorted(levels.items(), key=lambda item: (-max(item[1]), -len(item[1]), item[0]))
    return [(name, len(each), LEVELS[max(each)]) for name, each in worst]


def my_shift(request: HttpRequest, site: Site, role: Role, now: datetime) -> dict[str, Any]:
    found = shift(site.pk, request.user.pk or 0, now)
    decided = [(STATUSES[after], count) for after, count in sorted(found.decided.items())]
    return {
        "total": found.total,
        "decided": decided,
        "undone": found.undone,
        "changed": found.changed,
    }


def _parts(hour: Hour) -> list[tuple[str, int]]:
    return [(kind, getattr(hour, kind)) for kind in KINDS]


def _tab(site: Site, tab: Tab) -> str:
    return f"{queue_url(site)}?{urlencode({'tab': tab.value})}"


def _reason(site: Site, why: str) -> str:
    return f"{queue_url(site)}?{urlencode({'reason': why, 'order': 'newest'})}"


def per_cent(share: float | None) -> str:
    return "" if share is None else f"{round(share * 100)} %"


def in_words(time: timedelta) -> str:
    """``3 days``, ``5 hours``, ``12 minutes``: the largest unit alone."""
    minutes = max(0, int(time.total_seconds()) // 60)
    for unit, length in (("day", 1440), ("hour", 60)):
        if minutes >= length:
            count = minutes // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
