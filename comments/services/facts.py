"""facts: everything a judgement stands on, read once and frozen."""

from collections.abc import Mapping
from typing import Any

from articles.public import own_domains
from comments import text
from comments.models import Comment, Policy
from comments.pipeline.case import Case, Rules


def case_of(comment: Comment, policy: Policy, evidence: Mapping[str, Any]) -> Case:
    author = comment.commenter
    return Case(
        text=text.plain(comment.body),
        name=comment.name,
        website=comment.website,
        links=tuple(text.links(comment.body)),
        depth=comment.depth,
        honeypot=comment.honeypot,
        seconds_to_write=comment.seconds_to_write,
        author_state=author.state,
        author_approved=author.approved,
        author_confirmed=author.confirmed_at is not None,
        edited=comment.edited_at is not None,
        rules=rules_of(policy),
        evidence=evidence,
    )


def rules_of(policy: Policy) -> Rules:
    return Rules(
        version=policy.version,
        premoderation=policy.premoderation,
        max_links=policy.max_links,
        hold_words=tuple(policy.hold_words.split("\n")) if policy.hold_words else (),
        spam_words=tuple(policy.spam_words.split("\n")) if policy.spam_words else (),
        edit_window=policy.edit_window,
        own_domains=tuple(own_domains(policy.site_id)),
    )
