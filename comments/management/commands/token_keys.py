"""``token_keys SITE [add | rotate KID | end KID]``: what a publisher signs its sign-ins with."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.public import Site, UnknownArticle, site_named
from comments.models import TokenKey
from comments.services import token_keys
from newsroom.kernel.fields import FieldError


class Command(BaseCommand):
    help = "List the keys that a site's publisher signs with; add, rotate or end one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site")
        parser.add_argument("do", nargs="?", default="list", choices=list(self.verbs()))
        parser.add_argument("kid", nargs="?", default="", help="of the key to rotate or end")
        parser.add_argument("--issuer", default="", help="what iss says in its tokens")
        parser.add_argument("--audience", default="", help="what aud says; ours where not given")
        parser.add_argument("--new-kid", default="", help="name of the new key")
        parser.add_argument("--public", default="", metavar="FILE", help="PEM or JWKS; - is stdin")
        parser.add_argument("--secret", default="", metavar="FILE", help="HS256; - is stdin")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            site = site_named(options["site"])
            self.verbs()[options["do"]](site, options)
        except (UnknownArticle, FieldError, OSError) as error:
            raise CommandError(str(error)) from None

    def verbs(self) -> dict[str, Callable[[Site, dict[str, Any]], None]]:
        return {"list": self.show, "add": self.add, "rotate": self.rotate, "end": self.end}

    def show(self, site: Site, options: dict[str, Any]) -> None:
        for key in TokenKey.objects.filter(site=site):
            ends = f" until {key.ends:%Y-%m-%d %H:%M} UTC" if key.ends else ""
            self.stdout.write(line(key) + ends)

    def add(self, site: Site, options: dict[str, Any]) -> None:
        self.tell(token_keys.add(site, wanted(options, options["issuer"]), timezone.now()))

    def rotate(self, site: Site, options: dict[str, Any]) -> None:
        old = key_named(site, options["kid"])
        new = wanted(options, options["issuer"] or old.issuer, old.audience)
        self.tell(token_keys.rotate(old, new, timezone.now()))

    def end(self, site: Site, options: dict[str, Any]) -> None:
        token_keys.end(key_named(site, options["kid"]), timezone.now())

    def tell(self, added: token_keys.Added) -> None:
        for key in added.rows:
            self.stdout.write(line(key))
        if added.secret:
            self.stdout.write("The secret is shown this once; keep it on your server:")
            self.stdout.write(added.secret)


def line(key: TokenKey) -> str:
    return f"kid={key.kid} alg={key.algorithm} iss={key.issuer} aud={key.audience}"


def wanted(options: dict[str, Any], issuer: str, audience: str = "") -> token_keys.Wanted:
    return token_keys.Wanted(
        issuer=issuer,
        kid=options["new_kid"],
        audience=options["audience"] or audience,
        public=contents(options["public"]),
        secret=contents(options["secret"]).strip(),
    )


def contents(name: str) -> str:
    """Never from the command line itself: others on the machine can read that."""
    if not name:
        return ""
    return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")


def key_named(site: Site, kid: str) -> TokenKey:
    key = TokenKey.objects.filter(site=site, kid=kid).first()
    if key is None:
        raise FieldError("invalid", f"The site has no key {kid[:60]!r}.")
    return key
