"""replace_list: a newer list of throw-away domains takes the place of the one in use."""

import os

from comments.disposable import parse
from comments.evidence.disposable import newer_list
from comments.identity import LARGE_DOMAINS


def replace_list(text: str) -> int:
    """Checks the list, then puts it in place in one step; returns how many domains it has.

    Raises ListError, with the old one still in use. Every process reads it at its next comment.
    """
    domains = parse(text, never=LARGE_DOMAINS)
    path = newer_list()
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    draft.write_text("\n".join(sorted(domains)) + "\n", encoding="utf-8")
    draft.replace(path)
    return len(domains)
