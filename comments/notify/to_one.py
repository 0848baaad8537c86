"""A letter to one reader about comments of theirs, with the way out of such letters."""

from collections.abc import Callable, Sequence

from comments.models import Comment, Mail
from comments.notify.letter import Item, Letter
from comments.notify.ways import way_out
from comments.notify.words import Words, words


def to_one(mails: Sequence[Mail], subject: str, item: Callable[[Comment, Words], Item]) -> Letter:
    """``subject``: the key of its words, which name the site."""
    said, site = words(mails[0].language), mails[0].site.name
    return Letter(
        words=said,
        subject=said.t(subject, site=site),
        intro=[],
        items=[item(mail.comment, said) for mail in mails if mail.comment is not None],
        signature=said.t("signature", site=site),
        stop_text=said.t("stop_box"),
        stop_url=way_out(f"m{mails[0].pk}"),
    )
