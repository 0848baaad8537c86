"""Refused at the door: what no address of ours holds, before any view hands it to a database."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from newsroom.errors import answer

# The counts of a hundred long URLs fit; everywhere else a query is a few words.
LONGEST_API_QUERY = 65_536
LONGEST_QUERY = 8_192


class OddRequests:
    """Middleware. PostgreSQL fails on a NUL in any text, SQLite on a search of 50,000 characters:
    each view that forgets either would be a server error to whoever sends them on purpose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        longest = LONGEST_API_QUERY if request.path.startswith("/api/") else LONGEST_QUERY
        if "\0" in request.path_info:
            return answer(request, 404)
        if "%00" in query or "\0" in query:
            return answer(request, 400)
        if len(query) > longest:
            return answer(request, 414)
        return self.get_response(request)
