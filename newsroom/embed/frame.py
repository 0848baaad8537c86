"""The conversation as a page to be framed: ``mode="frame"``, for sites that want none of our script
in their own origin. Who may hold it is in its address and must be of the site."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Site
from comments.api.requests import query, site_or_404
from newsroom.embed.assets import CLIENT
from newsroom.embed.html import plain_error
from newsroom.kernel.api import Problem

ATTRIBUTES = ("article", "url", "theme", "density", "avatars")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' https: data:; base-uri 'none'; form-action 'self'; frame-ancestors {holder}"
)


@require_safe
def frame_page(request: HttpRequest, site: str) -> HttpResponse:
    try:
        row = site_or_404(site)
        holder = holder_of(row, query(request, "holder", 300))
        language = query(request, "lang", 35) or row.language
        attributes = {name: query(request, name, 2000) for name in ATTRIBUTES}
    except Problem as error:
        return plain_error(request, error)
    context = {
        "site": row,
        "holder": holder,
        "language": language,
        "attributes": {name: value for name, value in attributes.items() if value},
        "framed": f"/embed/{CLIENT.version}/framed.js",
    }
    response = render(request, "embed/frame.html", context)
    response["Content-Security-Policy"] = POLICY.format(holder=holder)
    response["Cache-Control"] = "public, max-age=60"
    response["X-Robots-Tag"] = "noindex"
    response.xframe_options_exempt = True  # frame-ancestors says it better
    return response


def holder_of(site: Site, origin: str) -> str:
    """The origin of the page that frames; only one of the site's own."""
    try:
        parts = urlsplit(origin)
        known = {domain.split(":")[0] for domain in site.domains}
        ours = parts.scheme in ("http", "https") and parts.hostname in known
        whole = f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        ours, whole = False, ""
    if not ours or whole != origin or "@" in origin:
        raise Problem(403, "holder_unknown", "Only a page of this site may frame its comments.")
    return whole
