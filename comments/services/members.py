"""members: from a publisher's token to whoever it speaks of. The token itself is kept nowhere."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from comments.identity import fingerprint
from comments.member_tokens import BADGE_LETTERS, Member, TokenProblem, kid_of, read_token
from comments.models import Comment, Commenter
from comments.services import keys
from comments.services.token_keys import keys_for
from newsroom.kernel.fields import FieldError, clean_line


def member_of(token: str, site: int | None, now: datetime) -> Member:
    """Raises TokenProblem. ``site`` None: by the keys of any site, where it is not known which."""
    kid = kid_of(token)
    return _cleaned(read_token(token, keys_for(site, kid, now), now))


def identity_of_member(site: int, member: Member) -> str:
    """One for each person of an issuer at one site; no address can ever make the same."""
    said = f"{site}\0{member.issuer}\0{member.subject}"
    return fingerprint(said, keys.pepper(), f"m{settings.PEPPER_ID}"[:15])


def is_by(comment: Comment, member: Member) -> bool:
    """Whether the member wrote it, signed in; ``comment`` with its commenter."""
    author = comment.commenter
    return author.identity == identity_of_member(author.site_id, member)


def commenters_of(site: int, identity: str) -> list[int]:
    """Everyone at a site who writes under an address, named by its identity: the guest, and who
    is signed in with it."""
    rows = Commenter.objects.filter(Q(identity=identity) | Q(mailbox=identity), site_id=site)
    return list(rows.values_list("pk", flat=True))


def _cleaned(member: Member) -> Member:
    """Letter by letter what a typed name may be."""
    try:
        name = clean_line(member.name, max_length=245, required=True)
        badge = clean_line(member.badge, max_length=BADGE_LETTERS, required=False)
    except FieldError:
        raise TokenProblem("token_claims") from None
    return replace(member, name=name, badge=badge)
