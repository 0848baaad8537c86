"""Errors outside the API's own: as problems where a program asked, as a plain page elsewhere."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom.kernel.api import problem_response

SENTENCES = {
    400: ("bad_request", "This request could not be understood."),
    403: ("forbidden", "You may not do this."),
    404: ("not_found", "There is nothing here."),
    414: ("query_too_long", "The query of this address is longer than any that is answered."),
    500: ("internal", "Something failed on our side. Nothing you sent was stored by this request."),
    503: ("unavailable", "The server is busy or being restarted. Please try again in a moment."),
}


def answer(request: HttpRequest, status: int) -> HttpResponse:
    code, sentence = SENTENCES[status]
    if request.path.startswith("/api/"):
        return problem_response(status, code, sentence)
    return render(request, "error.html", {"status": status, "sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Locked, restarting, out of connections: it passes, and whoever asks again is served.
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = answer(request, 503)
        response["Retry-After"] = "2"
        return response
    return answer(request, 500)
