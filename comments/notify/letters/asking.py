"""The frame of letters that ask their reader for a step. Their way out is from all mail: whoever
did not ask for one wants none of the others either."""

from collections.abc import Callable, Sequence
from typing import Any

from comments.models import Mail
from comments.notify.letter import Item, Letter
from comments.notify.ways import way_out
from comments.notify.words import Words, words


def asking(
    name: str,
    mails: Sequence[Mail],
    item: Callable[[Mail, Words], Item],
    *,
    not_you: str,
    **facts: Any,
) -> Letter:
    """``name``: what the sentences of this kind begin with. ``not_you``: the one for whoever it
    was not. ``facts`` fill the gaps of the first lines."""
    said, site = words(mails[0].language), mails[0].site.name
    return Letter(
        words=said,
        subject=said.t(f"{name}_subject", site=site),
        intro=[said.t(f"{name}_intro", site=site, **facts)],
        items=[item(mail, said) for mail in mails],
        outro=[said.t(not_you)],
        signature=said.t("signature", site=site),
        stop_text=said.t("stop_box"),
        stop_url=way_out(f"m{mails[0].pk}"),
    )
