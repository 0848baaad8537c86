"""The demo's letter box: the mails that this system sent, kept as files where no mail server is.

It shows private links, so it exists only while mail goes to files and for whoever sits at the
machine, or is signed in as staff.
"""

import email
import email.policy
import ipaddress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 100
LONGEST_NAME = 100  # a name longer than file systems take is an error, not a missing file


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    only_here(request)
    files = sorted(settings.MAIL_DIR.glob("*.eml"), reverse=True)[:SHOWN]
    return answered(request, "demo/mails.html", {"mails": [head(file) for file in files]})


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    only_here(request)
    file = settings.MAIL_DIR / f"{name}.eml"
    if len(name) > LONGEST_NAME or not file.is_file():
        raise Http404
    return answered(request, "demo/mail.html", {"mail": {**head(file), "text": text(read(file))}})


def only_here(request: HttpRequest) -> None:
    if settings.EMAIL_URL:
        raise Http404
    try:
        near = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        near = False
    near = near and not request.META.get("newsroom.forwarded", False)
    user = getattr(request, "user", None)
    if not near and not (user is not None and user.is_staff):
        raise Http404


def answered(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def head(file: Path) -> dict[str, str]:
    message = read(file)
    return {
        "name": file.stem,
        "subject": str(message["subject"]),
        "to": str(message["to"]),
        "from": str(message["from"]),
        "date": str(message["date"]),
    }


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return body.get_content() if body else ""
