"""webhooks: where a site's desk is told, and of what. The secret is shown when it is made, and
never again; so is the address, which for most chats is a secret too."""

import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from comments.models import DeskNews, Webhook
from comments.services.locked import locked, opened
from newsroom.kernel.egress import Stop, target_of
from newsroom.kernel.fields import FieldError, clean_url

PURPOSE = "webhook"
MOST_WAITING = 10_000
MOST_EXCERPT = 300


@dataclass(frozen=True)
class Wanted:
    """``url``: '' keeps the address there is. Numbers as typed."""

    url: str
    on: bool
    style: str
    kinds: Sequence[str]
    waiting: str
    excerpt: str


def webhook_of(site_pk: int) -> Webhook | None:
    return Webhook.objects.filter(site=site_pk).first()


def keep(site_pk: int, wanted: Wanted) -> str:
    """Returns the secret where one was made: for a new address, which shall not learn what the old
    one knew. Raises FieldError."""
    values = _values(wanted)
    row = webhook_of(site_pk)
    if row is not None and wanted.url in ("", row.url):
        Webhook.objects.filter(pk=row.pk).update(**values)
        return ""
    url = _address(wanted.url)
    secret = made_up()
    fresh = {"secret": locked(secret, PURPOSE), "failures": 0, "failed_at": None, "said": ""}
    Webhook.objects.update_or_create(site_id=site_pk, defaults={**values, **fresh, "url": url})
    return secret


def renew_secret(site_pk: int) -> str:
    """'' where there is no webhook. The old secret signs nothing from now on."""
    secret = made_up()
    rows = Webhook.objects.filter(site=site_pk)
    return secret if rows.update(secret=locked(secret, PURPOSE)) else ""


def remove(site_pk: int) -> None:
    Webhook.objects.filter(site=site_pk).delete()
    DeskNews.objects.filter(site=site_pk).delete()


def made_up() -> str:
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def secret_of(row: Webhook) -> str | None:
    return opened(row.secret, PURPOSE)


def _values(wanted: Wanted) -> dict[str, object]:
    if wanted.style not in Webhook.Style.values:
        raise FieldError("invalid", "There is no such form of message.")
    return {
        "on": wanted.on,
        "style": wanted.style,
        "kinds": [kind for kind in DeskNews.Kind.values if kind in wanted.kinds],
        "waiting": _number(wanted.waiting, 1, MOST_WAITING),
        "excerpt": _number(wanted.excerpt, 0, MOST_EXCERPT),
    }


def _address(typed: str) -> str:
    url = clean_url(typed, max_length=500, required=True, schemes=("https", "http"))
    try:
        target = target_of(url)
    except Stop as stop:
        raise FieldError(stop.answer.reason, stop.answer.text) from None
    if target.scheme != "https" and not target.trusted:
        raise FieldError("invalid", "The address begins with https://.")
    return url


def _number(typed: str, least: int, most: int) -> int:
    known = typed.isascii() and typed.isdigit() and len(typed) < 7
    if not known or not least <= int(typed) <= most:
        raise FieldError("invalid", f"Give a number from {least} to {most:,}.")
    return int(typed)


def shown_address(url: str) -> str:
    """Its host, and enough of the rest to know it by."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/…{url[-4:]}"
