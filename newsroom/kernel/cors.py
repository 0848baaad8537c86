"""The public API is open to every origin, without credentials: there is no cookie to steal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_PUBLIC = ("/api/v1/", "/embed/")
_PRIVATE = "/api/v1/moderation/"
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key, Authorization",
    "Access-Control-Max-Age": "86400",
}


class PublicApiCors:
    """Middleware: answers preflights at once and marks every public answer, errors included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_PUBLIC) or request.path.startswith(_PRIVATE):
            return self.get_response(request)
        preflight = request.method == "OPTIONS"
        response = HttpResponse(status=204) if preflight else self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Date, ETag, Retry-After"
        if preflight:
            for name, value in _ALLOWED.items():
                response[name] = value
        return response
