"""Headers that every page of ours carries unless it says otherwise."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Django's admin needs no inline script, but writes inline styles in a few widgets.
_CLOSED = "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
ADMIN_POLICY = (
    f"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; {_CLOSED}"
)
PAGE_POLICY = f"default-src 'self'; img-src 'self' https: data:; {_CLOSED}"


class SecurityHeaders:
    """Middleware: a strict content policy on HTML, and no store for what is personal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            admin = request.path.startswith("/admin/")
            response.headers.setdefault(
                "Content-Security-Policy", ADMIN_POLICY if admin else PAGE_POLICY
            )
        if response.status_code >= 400 or request.method not in ("GET", "HEAD"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
