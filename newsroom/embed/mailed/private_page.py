"""What all of these pages have in common: seen by one person, kept by nobody, framed by nothing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.models import Subscription
from comments.notify.words import Words, words

# No cookie takes part anywhere here: the link is the proof, and nothing else is sent along that
# another page could make a browser send. So there is nothing for CSRF protection to protect.
POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class Said:
    """Sentences by name, for a template: ``{{ say.p_over }}``."""

    def __init__(self, said: Words, values: Mapping[str, Any]) -> None:
        self._words = said
        self._values = values

    def __getitem__(self, key: str) -> str:
        return self._words.t(key, **self._values)


def private_page(
    request: HttpRequest,
    template: str,
    language: str,
    *,
    status: int = 200,
    said: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """``said``: what stands in the sentences' gaps."""
    found = words(language)
    context |= {"say": Said(found, said or {}), "lang": found.language}
    context |= {"direction": found.direction}
    response = render(request, f"mailed/{template}.html", context, status=status)
    response["Content-Security-Policy"] = POLICY
    return sealed(response)


def paces(said: Words) -> list[tuple[str, str]]:
    """How often one may want mail, as words and sentences."""
    return [(pace, said.t(f"p_me_{pace}")) for pace in Subscription.Pace.values]


def sealed(response: HttpResponse) -> HttpResponse:
    """Nothing keeps it, finds it, or learns its address from a link on it."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def over(request: HttpRequest, language: str = "en") -> HttpResponse:
    """One answer for what was used, what ran out, and what never was."""
    return private_page(request, "over", language, status=410)


def done(
    request: HttpRequest, language: str, title: str, sentence: str, **context: Any
) -> HttpResponse:
    """``title`` and ``sentence`` are names of sentences."""
    values = context.pop("said", {})
    say = words(language)
    heading, text = say.t(title, **values), say.t(sentence, **values) if sentence else ""
    return private_page(request, "done", language, heading=heading, text=text, **context)
