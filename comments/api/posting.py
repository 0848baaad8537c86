"""What a form needs before a post is a draft: the site's own requirements on each field."""

from typing import Any

from django.http import HttpRequest

from comments.api.requests import client_ip
from comments.member_tokens import Member
from comments.models import Policy
from comments.services.attempt import Draft
from comments.services.follow import may_follow
from newsroom.kernel.api import Problem
from newsroom.kernel.fields import FieldError, clean_line

SENTENCES = {
    "name_required": "Please tell us your name.",
    "email_required": "Please give your e-mail address. It will not be published.",
    "email_unfollowing": "We send no mail about replies to an address that several people read.",
    "body_empty": "Please write something.",
}


def missing_fields(
    data: dict[str, Any], policy: Policy, member: Member | None = None
) -> dict[str, str]:
    """Codes by field, in the order of the form; empty where nothing is missing."""
    found = {}
    if policy.require_name and not data["name"]:
        found["name"] = "name_required"
    follows = data.get("subscribe", "none") != "none"
    asks = policy.asks_for_email and member is None
    if (asks or follows) and not data["email"]:
        found["email"] = "email_required"
    elif follows and not may_follow(data["email"]):
        found["email"] = "email_unfollowing"
    if not data["body"]:
        found["body"] = "body_empty"
    elif len(data["body"]) > policy.max_body:
        found["body"] = "body_too_long"
    return found


def check_fields(data: dict[str, Any], policy: Policy, member: Member | None = None) -> None:
    found = missing_fields(data, policy, member)
    if not found:
        return
    sentences = {**SENTENCES, "body_too_long": f"At most {policy.max_body} characters, please."}
    fields = {name: [{"code": code, "text": sentences[code]}] for name, code in found.items()}
    code = next(iter(found.values()))
    raise Problem(422, code, sentences[code], fields=fields)


def signed(data: dict[str, Any], member: Member | None) -> dict[str, Any]:
    """The fields with what the publisher says of whoever is signed in, over what was typed."""
    if member is None:
        return data
    return {**data, "name": member.name, "email": member.email or data["email"]}


def draft(request: HttpRequest, data: dict[str, Any], member: Member | None = None) -> Draft:
    return Draft(
        name=data["name"],
        email=data["email"],
        website=data["website"],
        body=data["body"],
        parent=data.get("parent"),
        form=data["form"],
        honeypot=bool(data["hp"]),
        idempotency=idempotency_key(request.headers.get("Idempotency-Key", "")),
        ip=client_ip(request),
        user_agent=printable(request.headers.get("User-Agent", "")),
        proof=data["proof"],
        subscribe=data["subscribe"],
        member=member,
        mentions=tuple(data.get("mentions", ())),
    )


def idempotency_key(value: str) -> str:
    try:
        return clean_line(value, max_length=100, required=False)
    except FieldError:
        raise Problem(
            400, "invalid", "An Idempotency-Key is a line of at most 100 characters."
        ) from None


def printable(value: str) -> str:
    """A header is bytes from anywhere: what no log or page should meet is dropped."""
    return "".join(char for char in value if char.isprintable())[:300]
