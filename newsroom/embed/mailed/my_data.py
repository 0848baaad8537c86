"""A copy of one's data, and its end: each by a link that only the address got, shown by a GET, done
by a POST, once."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import Link
from comments.services import follow, links
from comments.services.erase import find
from comments.services.erase_by_link import PURPOSE as ERASE
from comments.services.erase_by_link import promise_erasure
from comments.services.everything import everything
from comments.services.hold_evidence import held_among
from comments.services.mails import recipient
from newsroom.embed.mailed.private_page import done, over, private_page, sealed

EXPORT = "export"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def export_page(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(EXPORT, token, timezone.now())
    if link is None or link.used_at is not None:
        return over(request)
    site = link.site
    if request.method != "POST" or request.POST.get("do") != "export":
        return private_page(request, "me_export", site.language, said={"site": site.name})
    if not links.use(link, timezone.now()):
        return over(request, site.language)
    return sealed(as_file(link))


def as_file(link: Link) -> HttpResponse:
    person, box = recipient(link.address), follow.box_of(link.address)
    data = everything(link.site_id, link.site.name, link.address, person, box)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{link.site.key}-my-data.json"'
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def erase_page(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(ERASE, token, timezone.now())
    if link is None or link.used_at is not None:
        return over(request)
    site = link.site
    if request.method != "POST" or request.POST.get("do") != "erase":
        found = find(link.address, link.site_id).comments
        said = {"site": site.name, "n": len(found)}
        return private_page(request, "me_erase", site.language, said=said, kept=held_among(found))
    if not promise_erasure(link, timezone.now()):
        return over(request, site.language)
    return done(request, site.language, "p_erased_title", "p_erased")
