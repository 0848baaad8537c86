"""Who votes or reports, without an account and without a trace that names anybody."""

import hashlib
import hmac
from datetime import datetime

from comments.member_tokens import Member
from comments.models import Comment
from comments.services import keys
from comments.services.members import identity_of_member
from newsroom.kernel import limits
from newsroom.kernel.http import address_prefix

# A token is the browser's own word and costs nothing to make anew, so what one network address
# may do is bounded too: wide enough for an office, too narrow to turn a thread.
EACH_COMMENT = limits.Limit("act-comment", 10, 86_400)
REACTIONS_EACH = limits.Limit("react-comment", 30, 86_400)
EACH_PLACE = limits.Limit("act", 60, 60)


def voter_of(token: str, comment: Comment) -> str:
    """A keyed hash of the browser's token, another one for each comment."""
    said = f"{comment.pk}\0{token}".encode()
    return hmac.new(keys.purpose_key("voter"), said, hashlib.sha256).hexdigest()


def member_voter(member: Member, comment: Comment) -> str:
    """The same for who is signed in: one voice, from whichever browser."""
    who = identity_of_member(comment.commenter.site_id, member)
    return voter_of(f"member\0{who}", comment)


def member_wait(comment: Comment, member: Member, now: datetime) -> int | None:
    """Who is signed in is counted as themselves: they share no limit with their network."""
    return limits.hit(EACH_PLACE, identity_of_member(comment.commenter.site_id, member), now)


def wait(comment: Comment, ip: str, now: datetime) -> int | None:
    """Seconds until this network may act again; None where it may now."""
    place = address_prefix(ip)
    return limits.hit(EACH_PLACE, place, now) or limits.hit(
        EACH_COMMENT, f"{comment.pk}:{place}", now
    )


def wait_to_react(comment: Comment, ip: str, now: datetime) -> int | None:
    """The same for reactions: each reader has several, and none of them moves a comment."""
    place = address_prefix(ip)
    return limits.hit(EACH_PLACE, place, now) or limits.hit(
        REACTIONS_EACH, f"{comment.pk}:{place}", now
    )


def is_own(comment: Comment, ip: str, user_agent: str) -> bool:
    """Whether it looks like the author's browser: nobody lifts their own words."""
    return bool(comment.ip) and (comment.ip, comment.user_agent) == (ip, user_agent)
