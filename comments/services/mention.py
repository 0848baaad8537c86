"""mention: which of the people that a comment may name it does name, and where their links lead."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from comments import text
from comments.models import Comment, Thread

MOST = 10


@dataclass(frozen=True)
class Named:
    """``pks``: the comments whose authors are named. ``hrefs``: their names, and the links."""

    pks: list[int] = field(default_factory=list)
    hrefs: dict[str, str] = field(default_factory=dict)

    def render(self, body: str) -> str:
        return text.render(body, self.hrefs)


def named_in(body: str, wanted: Sequence[int], thread: Thread, url: str) -> Named:
    """Of ``wanted`` the comments that readers see in the thread and whose author stands in
    ``body`` as ``@name``; the rest is left out silently, as words that name nobody are words."""
    if not wanted or "@" not in body:
        return Named()
    rows = Comment.objects.visible().filter(thread=thread, pk__in=list(wanted)[:MOST])
    found = [(pk, name) for pk, name in rows.order_by("pk").values_list("pk", "name")
             if f"@{name}" in body]  # fmt: skip
    page = url.partition("#")[0]
    return Named([pk for pk, _ in found], {name: f"{page}#comment-{pk}" for pk, name in found})
