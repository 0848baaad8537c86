"""``embed_tag``: the script tag of a site, ready to paste."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import Site
from newsroom.embed.assets import CLIENT


class Command(BaseCommand):
    help = "Print the script tag of a site; pinned to this version's files on request."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site", help="its key")
        parser.add_argument("--pinned", action="store_true", help="with sums for every file")

    def handle(self, *_: Any, site: str, pinned: bool, **__: Any) -> None:
        if not Site.objects.filter(key=site).exists():
            raise CommandError(f"There is no site {site!r} here.")
        self.stdout.write(
            pinned_tag(site) if pinned else tag(f"{settings.PUBLIC_URL}/embed/v1.js", site)
        )


def tag(src: str, site: str, more: str = "") -> str:
    return f'<script async src="{src}" data-site="{site}"{more}></script>'


def pinned_tag(site: str) -> str:
    """An import map before the script: it holds every module to its sum, however it is reached."""
    folder = f"{settings.PUBLIC_URL}/embed/{CLIENT.version}"
    sums = {f"{folder}/{name}": digest for name, digest in sorted(CLIENT.integrity.items())}
    own = sums.pop(f"{folder}/pinned.js")
    held = f'<script type="importmap">{json.dumps({"integrity": sums})}</script>'
    more = f' integrity="{own}" crossorigin="anonymous"'
    return f"{held}\n{tag(f'{folder}/pinned.js', site, more)}"
