"""desk_link: a moderator decides by the link in a mail: once, on the words that the page showed."""

from datetime import datetime
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.identity import same_box
from comments.models import Comment, Link
from comments.services import links
from comments.services.apply import Applied
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status

PURPOSE = "desk"


class Outcome(StrEnum):
    DONE = "done"
    CHANGED = "changed"  # other words, or another status, than the page showed
    OVER = "over"  # used, or its address is no longer on the desk


def decide(link: Link, to: Status, revision: int, now: datetime) -> Outcome:
    comment = waiting(link)
    if comment is None or not on_the_desk(link):
        return Outcome.OVER
    if comment.revision != revision:
        return Outcome.CHANGED
    with transaction.atomic():
        if not links.use(link, now):
            return Outcome.OVER
        account = _account(link.address)
        # Where an account says who it was the record needs no address.
        note = "by a link in a mail" + ("" if account else f" to {link.address}")
        outcome = moderate(comment, to, account, now, note=note)
        if not isinstance(outcome, Applied):
            transaction.set_rollback(True)
            return Outcome.CHANGED
    return Outcome.DONE


def waiting(link: Link) -> Comment | None:
    """The link's comment, while it still waits for a person."""
    if link.comment_id is None:
        return None
    rows = Comment.objects.select_related("thread__article", "commenter")
    return rows.filter(pk=link.comment_id, status=Status.HELD.value).first()


def on_the_desk(link: Link) -> bool:
    """Whoever left the newsroom decides nothing with the mails they still have."""
    return link.address in policy_of(link.site_id).moderator_mails


def _account(address: str) -> AbstractBaseUser | None:
    """The staff account of that address, so that the record names the person."""
    users = get_user_model().objects.filter(is_active=True, email__iexact=address)
    known = [user for user in users if same_box(user.email) == same_box(address)]
    allowed = [user for user in known if user.has_perm("comments.change_comment")]
    return allowed[0] if len(allowed) == 1 else None
