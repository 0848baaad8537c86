"""The demo site: an invented newspaper whose pages hold every widget."""

import nh3
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.models import Article, ArticleQuerySet, Section, Site
from newsroom.demo.pictures import KINDS, draw
from newsroom.kernel.http import bytes_response

SITE = "demo"
BODY_TAGS = {"p", "h2", "h3", "blockquote", "ul", "ol", "li", "em", "strong", "a", "br"}
RTL = ("ar", "he", "fa", "ur")


def demo_site() -> Site:
    site = Site.objects.filter(key=SITE).first()
    if site is None:
        raise Http404
    return site


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    site = demo_site()
    rows = public(site).filter(language=site.language)[:25]
    context = {"lead": rows[0] if rows else None, "rows": rows[1:], "sections": sections(site)}
    return render(request, "demo/front.html", {"site": site, **context})


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    site = demo_site()
    row = Section.objects.filter(site=site, slug=slug).first()
    if row is None:
        raise Http404
    inside = public(site).filter(section__slug__startswith=slug)[:40]
    context = {"section": row, "rows": inside, "sections": sections(site)}
    return render(request, "demo/section.html", {"site": site, **context})


@require_safe
def story(request: HttpRequest, article: str) -> HttpResponse:
    site = demo_site()
    row = public(site).filter(external_id=article).first()
    if row is None:
        raise Http404
    direction = "rtl" if row.language.split("-")[0] in RTL else "ltr"
    context = {"article": row, "direction": direction, "text": clean_body(row.body)}
    context |= {"site": site, "sections": sections(site)}
    return render(request, "demo/story.html", context)


def clean_body(body: str) -> str:
    """An article's own markup, without anything that runs: whoever has a site key writes here."""
    return nh3.clean(
        body, tags=BODY_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}
    )


@require_safe
@cache_control(public=True, max_age=86_400)
def picture(request: HttpRequest, kind: str, seed: str) -> HttpResponse:
    if kind not in KINDS or len(seed) > 80:
        raise Http404
    return bytes_response(request, draw(seed, kind).encode(), "image/svg+xml", max_age=86_400)


def public(site: Site) -> ArticleQuerySet:
    rows = Article.objects.filter(site=site).visible(timezone.now()).select_related("section")
    return rows.order_by("-public_at", "-id")


def sections(site: Site) -> list[Section]:
    return list(Section.objects.filter(site=site, parent=None).order_by("id"))
