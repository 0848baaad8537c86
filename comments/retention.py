"""What is stored about people, why, for how long, and how it goes: one table, which the sweep
carries out, the admin shows and docs/privacy.md holds.

Times are days; ``{ip_full_days}`` and the like stand for a site's own settings. Fields are named
``app.Model.field``: a test holds that every field which could say something about a person is
in it or below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# What no site may change; the rest are settings, with these as their defaults.
EVIDENCE_DAYS = 180
VOICE_DAYS = 180
NOTE_DAYS = 365
APPEAL_DAYS = 180
BLOCK_DAYS = 30
ASKED_DAYS = 30
ENDED_DAYS = 30
CONSENT_DAYS = 3 * 365
DEAD_MAIL_DAYS = 14
DEAD_TASK_DAYS = 90
STAFF_LOG_DAYS = 365
DEFAULTS = {"ip_full_days": 7, "ip_days": 30, "spam_days": 30, "refused_days": 365}
"""The two first are also the most that a site may set."""


@dataclass(frozen=True)
class Kept:
    """``sweep`` names the step of the sweep that ends it, where time does."""

    what: str
    fields: tuple[str, ...]
    why: str
    how_long: str
    goes: str
    sweep: str = ""


def _of(model: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{model}.{name}" for name in names)


RETENTION: tuple[Kept, ...] = (
    Kept(
        "A comment: the words, the name and website beside them, and its earlier versions",
        (
            *_of("comments.Comment", "name", "website", "body", "html", "badge", "mentions"),
            *_of("comments.Revision", "body"),
        ),
        "To show it; earlier versions, to know what was judged.",
        "As long as the comment stands.",
        "By its author's wish, at once; of spam and refused comments as below.",
    ),
    Kept(
        "The e-mail address of an author, and keyed hashes of it and of who signed in",
        (
            *_of("comments.Comment", "email"),
            *_of("comments.Commenter", "email", "name", "identity", "mailbox"),
        ),
        "To recognise the author, to ask for a confirmation, to answer requests about data.",
        "As long as the comment stands. The hash of somebody who is banned stays.",
        "With the author's last comment.",
    ),
    Kept(
        "What is computed from a comment: colour of the avatar, digests against doubles",
        _of("comments.Comment", "avatar", "digest", "request_digest", "idempotency"),
        "To draw the avatar without a third party; to refuse the same comment twice.",
        "As long as the comment stands. The name of a request, made at random, stays.",
        "With the words.",
    ),
    Kept(
        "The network address (IP) a comment was sent from, and the browser's name of itself",
        _of("comments.Comment", "ip", "user_agent"),
        "Against spam and abuse.",
        "{ip_full_days} days in full, then shortened (a network of 256 addresses, a browser's"
        " family), gone after {ip_days} days.",
        "Shortened, then emptied.",
        "traces",
    ),
    Kept(
        "Spam",
        (),
        "To correct mistakes of the machine.",
        "{spam_days} days after the decision.",
        "Deleted; under a reply only its place stays.",
        "spam",
    ),
    Kept(
        "Comments that were rejected, removed or withdrawn",
        (),
        "To answer complaints about a decision.",
        "{refused_days} days after the decision.",
        "Emptied: the place and the reasons of the decision stay, no word and no name.",
        "refused",
    ),
    Kept(
        "Decisions about a comment: who or what decided, and on what",
        _of("comments.Decision", "reasons", "findings", "note", "by", "facts", "evidence"),
        "To explain a decision, and to find mistakes.",
        "As long as the comment stands.",
        "Notes, findings and facts are emptied with the words; the reasons stay.",
    ),
    Kept(
        "What the desk says of an author and of a comment: a state with its reason, notes, picks,"
        " and that it answered",
        (
            *_of("comments.Commenter", "state_reason"),
            *_of("comments.PersonEntry", "text", "before", "after", "by"),
            *_of("comments.DeskNote", "text", "by"),
            *_of("comments.CardEntry", "text", "by"),
        ),
        "To treat people alike, and to know why.",
        "As long as the author has comments. Of somebody who is barred, the state alone stays"
        " beside the hash, until its end.",
        "With the author's last comment.",
        "people",
    ),
    Kept(
        "Blocks: a keyed hash of an address, a domain, or a network, with who laid it and why",
        _of("comments.Block", "key", "shown", "reason", "by"),
        "To take nothing from where abuse came.",
        f"Until it is lifted; {BLOCK_DAYS} days after its end.",
        "Deleted.",
        "blocks",
    ),
    Kept(
        "An author's appeal against a refusal, and what was answered",
        _of("comments.Appeal", "text", "said", "by"),
        "To decide it by another person, and to show that it was.",
        f"The words {APPEAL_DAYS} days after the answer; that there was one, as long as the"
        " comment stands.",
        "The words are emptied, at the latest with the comment's.",
        "appeals",
    ),
    Kept(
        "That a comment tells the newsroom of an error, a tip or a question, and what was answered",
        _of("comments.Correction", "note", "by", "editor", "answer"),
        "To correct the article, and to answer whoever told of it.",
        "As long as the comment stands.",
        "With the words.",
    ),
    Kept(
        "A legal hold: that a comment must be kept as evidence, who said so and why",
        _of("comments.LegalHold", "why", "by", "lifted_by", "lifted_why"),
        "To lose nothing that a court may ask for. It stops erasure and every time above.",
        "As long as the comment stands.",
        "With the comment.",
    ),
    Kept(
        "What checks answered about a comment",
        _of("comments.Evidence", "value", "reason", "details"),
        "To explain a decision while it can be disputed.",
        f"{EVIDENCE_DAYS} days.",
        "Deleted.",
        "evidence",
    ),
    Kept(
        "What the scorer learns from a decision: hashed features of the words, domains of links",
        _of("comments.Lesson", "example", "domains"),
        "So that the machine decides as the newsroom does.",
        "As long as the comment, and the decision, stand.",
        "With the words.",
    ),
    Kept(
        "Who voted, reacted or reported, as a keyed hash of a number that the browser made up",
        (
            *_of("comments.Vote", "voter"),
            *_of("comments.Reaction", "voter"),
            *_of("comments.Report", "reporter"),
        ),
        "One voice a browser.",
        f"{VOICE_DAYS} days.",
        "Replaced by chance: the voice counts on, and is nobody's.",
        "voices",
    ),
    Kept(
        "What was written in a report",
        _of("comments.Report", "note"),
        "So that moderators understand it.",
        f"{NOTE_DAYS} days.",
        "Emptied.",
        "notes",
    ),
    Kept(
        "Mails: to whom, and what became of them",
        _of("comments.Mail", "address", "recipient", "origin", "error"),
        "To send each once, and no more of them than allowed.",
        "The address until it is sent (of one that could not be sent,"
        f" {DEAD_MAIL_DAYS} days); the row, with a keyed hash, 90 days.",
        "Emptied, then deleted.",
        "dead_mails",
    ),
    Kept(
        "An address' last mails, its bounces, and its wish for no more mail, under a keyed hash",
        _of("comments.Mailbox", "identity", "sent"),
        "Caps against mail bombing; to keep the promise not to write again.",
        "A day; a wish for no more mail for ever, also after erasure.",
        "Deleted.",
    ),
    Kept(
        "Links in mails",
        _of("comments.Link", "address", "selector", "digest", "code"),
        "To know what a link may do, and that it was used.",
        "Seven days after it ran out.",
        "Deleted.",
    ),
    Kept(
        "Subscriptions, with the record of consent",
        _of("comments.Subscription", "address", "box"),
        "To send what was asked for, and to prove that it was.",
        f"The address until {ENDED_DAYS} days after the end, {ASKED_DAYS} where nobody confirmed"
        f" it; the record of consent, with a keyed hash, {CONSENT_DAYS // 365} years after it.",
        "Emptied, then deleted.",
        "subscriptions",
    ),
    Kept(
        "Counts against floods, by a digest of the network or mail address",
        _of("kernel.RateWindow", "key"),
        "So that nobody can flood a site.",
        "A day at most; in Redis, or in the database without it.",
        "Deleted.",
    ),
    Kept(
        "Promised work",
        _of("kernel.OutboxEvent", "key", "payload", "error"),
        "So that nothing is lost when a process dies. It names rows by number, never people.",
        f"Three days after it was done; {DEAD_TASK_DAYS} days where it failed.",
        "Deleted.",
        "dead_tasks",
    ),
    Kept(
        "Staff: accounts, second factors, roles and sessions, and who has a comment open",
        (
            *_of("auth.User", "username", "first_name", "last_name", "email", "password"),
            *_of("auth.User_groups", "user"),
            *_of("auth.User_user_permissions", "user"),
            *_of("comments.Membership", "user"),
            *_of("comments.Claim", "user"),
            *_of("comments.Assignment", "user"),
            *_of("sessions.Session", "session_key", "session_data"),
            *_of("staff.SignIn", "user", "session_key", "how", "network", "browser"),
            *_of("staff.CodeApp", "user", "secret"),
            *_of("staff.RecoveryCode", "user", "digest"),
            *_of("staff.Passkey", "user", "handle", "credential", "name"),
        ),
        "To sign in.",
        "An account until it is deleted, a session two weeks.",
        "Deleted.",
        "sessions",
    ),
    Kept(
        "Staff: who changed what",
        (
            *_of("admin.LogEntry", "user", "object_id", "object_repr", "change_message"),
            *_of("comments.HeatChange", "by"),
            *_of("comments.BulkJob", "by", "wanted"),
            *_of("articles.RelatedChange", "by", "by_name", "before", "after"),
        ),
        "To know who changed what.",
        f"The admin's log and what was decided in bulk, {STAFF_LOG_DAYS} days;"
        " changes of related links with the article's site.",
        "Deleted.",
        "staff_log",
    ),
    Kept(
        "Staff: a site's rules and policy, with who changed them and why",
        (
            *_of("comments.RuleSet", "text", "by", "note"),
            *_of("comments.PolicyChange", "by", "note"),
        ),
        "To know by which rules a decision was made. Rules may name addresses of readers.",
        "As long as the site.",
        "With the site.",
    ),
    Kept(
        "Staff: ready-made answers, with who wrote them last",
        _of("comments.CannedReply", "title", "text", "by"),
        "To answer alike, and quickly.",
        "Until somebody takes them out.",
        "By hand.",
    ),
    Kept(
        "Staff: addresses of the desk",
        _of("comments.Policy", "moderator_mails", "correction_mails"),
        "To tell the desk what waits.",
        "Until somebody takes them out.",
        "By hand.",
    ),
    Kept(
        "Authors of articles, as the publisher names them in public",
        _of("articles.Article", "authors", "image_credit"),
        "To show them, and to spread related links over authors.",
        "As long as the article.",
        "By the publisher's next word on the article.",
    ),
    Kept(
        "That somebody's data was erased, without who it was",
        _of("comments.Erasure", "how"),
        "To prove that it was done.",
        "As long as the site.",
        "With the site.",
    ),
)

ABOUT_NOBODY: Mapping[str, str] = {
    "auth.Permission": "Django's own list",
    "auth.Group": "names of groups of staff",
    "contenttypes.ContentType": "Django's own list",
    "kernel.Notice": "counts of what upkeep found",
    "articles.Site": "the publication",
    "articles.SiteKey": "a machine's key, as a digest",
    "articles.Section": "the publication",
    "articles.Tag": "the publication",
    "articles.ArticleAlias": "addresses of articles",
    "articles.Feed": "the publisher's feeds",
    "articles.ArticleVector": "computed from articles",
    "articles.TermFrequencies": "computed from articles",
    "articles.RelatedLink": "computed from articles",
    "articles.RelatedBuild": "computed from articles",
    "articles.Experiment": "the newsroom's own names",
    "comments.PastDecisions": "counts of decisions whose comments are gone",
    "comments.PolicyVersion": "a site's rules",
    "comments.LearnedModel": "figures over many comments",
    "comments.LearnedScorer": "which figures are in use",
    "comments.MailPause": "a kind of mails",
    "comments.TokenKey": "the publisher's keys",
    "comments.OutsideScorer": "a service the newsroom switched on",
    "comments.Webhook": "a chat the newsroom switched on",
    "comments.DeskNews": "codes and numbers",
}
"""Models without a word about a person, and what they hold instead."""

HARMLESS: tuple[str, ...] = (
    *_of("kernel.OutboxEvent", "name", "task", "lane"),
    *_of("articles.Article", "external_id", "url", "url_digest", "title", "summary", "body"),
    *_of("articles.Article", "language", "image_url", "image_caption", "told_digest", "tone"),
    *_of("articles.RelatedChange", "action"),
    *_of("comments.Policy", "disposable_allow", "on_missing"),
    *_of("comments.Policy", "reactions"),
    *_of("comments.PolicyChange", "before", "after"),
    *_of("comments.Decision", "before", "after", "actor"),
    *_of("comments.Evidence", "scorer", "version"),
    *_of("comments.Thread", "note", "note_html"),
    *_of("comments.HeatChange", "figures", "reasons"),
    *_of("comments.ThreadHeat", "reasons"),
    *_of("comments.Comment", "reactions"),
    *_of("comments.BulkJob", "to", "reason"),
    *_of("comments.BulkItem", "seen"),
    *_of("comments.Reaction", "kind"),
    *_of("comments.QueueEntry", "parts", "reason"),
    *_of("comments.Lesson", "word", "scorer"),
    *_of("comments.Link", "purpose"),
    *_of("comments.Mail", "kind", "language", "reason"),
    *_of("comments.Subscription", "language", "consent_text", "confirmed_how", "ended_how"),
)
"""Fields beside personal ones that hold names of kinds, states and languages only."""


def told(kept: Kept, days: Mapping[str, int] = DEFAULTS) -> str:
    """How long, with a site's own days."""
    return kept.how_long.format(**days)


def as_markdown() -> str:
    """The table as it stands in docs/privacy.md."""
    lines = ["| What | Why | How long | How it goes |", "|---|---|---|---|"]
    lines += [f"| {kept.what} | {kept.why} | {told(kept)} | {kept.goes} |" for kept in RETENTION]
    return "\n".join(lines)
