"""Where mail servers and providers report: events as JSON, or a report as the message it is."""

from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from comments.bounces import ReportError, Said, parse_events, parse_report
from comments.services.bounce import bounce
from comments.services.hook_address import knows_it
from newsroom.kernel.api import problem_response
from newsroom.kernel.json_body import BodyError, parse

LARGEST = 262_144  # bytes; a report that returns more than the headers is cut by its server


@csrf_exempt  # the secret in the address is the proof; no cookie takes part
@require_POST
def mail_hook(request: HttpRequest, secret: str) -> HttpResponse:
    if not knows_it(secret):
        raise Http404
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return problem_response(413, "too_large", f"At most {LARGEST} bytes.")
    try:
        said = understood(request, raw)
    except (ReportError, BodyError) as error:
        return problem_response(400, "invalid", str(error))
    return HttpResponse(
        orjson.dumps({"taken": bounce(said, timezone.now())}), content_type="application/json"
    )


def understood(request: HttpRequest, raw: bytes) -> list[Said]:
    if request.content_type == "application/json":
        data: Any = parse(raw, max_bytes=LARGEST)
        return parse_events(data)
    return parse_report(raw)
