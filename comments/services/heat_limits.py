"""What counts as hot for one conversation, and how far that goes: its section's word, else that of
the section above, else the site's; each figure by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comments import modes
from comments.heat import Limits
from comments.models import Policy, SectionHeat, Thread
from comments.thermostat import FURTHEST

FIGURES = ("velocity", "reports", "newcomers", "stopped")


@dataclass(frozen=True)
class HeatLimits:
    """``furthest``: a step of ``comments.thermostat``."""

    limits: Limits
    furthest: str


def limits_of_site(policy: Policy) -> Limits:
    return Limits(*(getattr(policy, f"heat_{name}") for name in FIGURES))


def heat_limits(thread: Thread, policy: Policy) -> HeatLimits:
    """``thread``: with its article and section. On a thread of which an editor said something, heat
    is measured and told, and does nothing."""
    section = thread.article.section
    slugs = modes.above(section.slug if section else "")
    found = SectionHeat.objects.filter(section__site=thread.site_id, section__slug__in=slugs)
    known = {row.section.slug: row for row in found.select_related("section")} if slugs else {}
    words = [*(known[slug] for slug in slugs if slug in known), policy]
    figures: list[int] = [_nearest(words, f"heat_{name}") for name in FIGURES]
    furthest = "" if thread.mode else FURTHEST[_nearest(words, "heat_action")]
    return HeatLimits(Limits(*figures), furthest)


def _nearest(words: Iterable[object], name: str) -> Any:
    """The site has said everything, so there is one."""
    said = (getattr(word, name) for word in words)
    return next(value for value in said if value not in (None, ""))
