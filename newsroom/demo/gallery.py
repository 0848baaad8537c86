"""The gallery: one conversation in several looks, in every language the widgets speak."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.demo.views import RTL, demo_site, public, sections
from newsroom.embed.assets import FOLDER


class Theme(NamedTuple):
    key: str
    name: str


THEMES = [
    Theme("broadsheet", "Broadsheet"),
    Theme("night", "Night desk"),
    Theme("tabloid", "Tabloid"),
]
NAMES = {
    "ar": "العربية", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά",
    "en": "English", "es": "Español", "fa": "فارسی", "fr": "Français", "he": "עברית",
    "id": "Bahasa Indonesia", "it": "Italiano", "ja": "日本語", "ko": "한국어", "nl": "Nederlands",
    "pl": "Polski", "pt": "Português", "ro": "Română", "ru": "Русский", "sv": "Svenska",
    "tr": "Türkçe", "uk": "Українська", "ur": "اردو", "zh": "中文",
}  # fmt: skip
FEW = (2, 6)
SPOKEN = sorted(file.stem for file in (FOLDER / "i18n").glob("*.json"))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    site = demo_site()
    rows = public(site).filter(language=site.language)
    # Enough to see how it looks, and short enough to see it four times.
    row = rows.filter(thread__count__range=FEW).order_by("-thread__count", "id").first()
    row = row or rows.first()
    if row is None:
        raise Http404
    asked = request.GET.get("lang", "")
    language = asked if asked in SPOKEN else site.language
    context = {
        "site": site,
        "sections": sections(site),
        "article": row,
        "themes": THEMES,
        "language": language,
        "direction": "rtl" if language in RTL else "ltr",
        "languages": [(code, NAMES.get(code, code)) for code in SPOKEN],
    }
    return render(request, "demo/gallery.html", context)
