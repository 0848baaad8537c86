"""The tables of the conversation, a thing a file."""

from comments.models.appeal import Appeal
from comments.models.block import Block
from comments.models.bulk import BulkItem, BulkJob
from comments.models.canned_reply import CannedReply
from comments.models.card_entry import CardEntry
from comments.models.comment import Comment, SignedIn
from comments.models.commenter import Commenter
from comments.models.correction import Correction
from comments.models.decision import UNDONE, Decision, Evidence, Revision, standing
from comments.models.desk_note import Assignment, DeskNote
from comments.models.erasure import Erasure
from comments.models.heat import HeatChange, SectionHeat, ThreadHeat
from comments.models.learned import LearnedModel, LearnedScorer, Lesson
from comments.models.legal_hold import LegalHold
from comments.models.link import Link
from comments.models.mail import Mail, Mailbox, MailPause
from comments.models.mail_settings import Confirm, OnFinding, OnKnown
from comments.models.membership import Membership
from comments.models.outside_scorer import OutsideScorer
from comments.models.past_decisions import PastDecisions
from comments.models.person_entry import PersonEntry
from comments.models.policy import CloseFrom, Learned, Policy, Premoderation, Sort
from comments.models.policy_change import PolicyChange
from comments.models.policy_version import PolicyVersion
from comments.models.queue_entry import Claim, QueueEntry, Tab
from comments.models.reader_actions import Reaction, Report, Vote
from comments.models.repeat_mark import RepeatMark
from comments.models.rule_set import RuleSet
from comments.models.section_mode import SectionMode
from comments.models.subscription import Subscription
from comments.models.thread import Mode, Thread
from comments.models.token_key import TokenKey
from comments.models.webhook import DeskNews, Webhook

__all__ = [
    "UNDONE",
    "Appeal",
    "Assignment",
    "Block",
    "BulkItem",
    "BulkJob",
    "CannedReply",
    "CardEntry",
    "Claim",
    "CloseFrom",
    "Comment",
    "Commenter",
    "Confirm",
    "Correction",
    "Decision",
    "DeskNews",
    "DeskNote",
    "Erasure",
    "Evidence",
    "HeatChange",
    "Learned",
    "LearnedModel",
    "LearnedScorer",
    "LegalHold",
    "Lesson",
    "Link",
    "Mail",
    "MailPause",
    "Mailbox",
    "Membership",
    "Mode",
    "OnFinding",
    "OnKnown",
    "OutsideScorer",
    "PastDecisions",
    "PersonEntry",
    "Policy",
    "PolicyChange",
    "PolicyVersion",
    "Premoderation",
    "QueueEntry",
    "Reaction",
    "RepeatMark",
    "Report",
    "Revision",
    "RuleSet",
    "SectionHeat",
    "SectionMode",
    "SignedIn",
    "Sort",
    "Subscription",
    "Tab",
    "Thread",
    "ThreadHeat",
    "TokenKey",
    "Vote",
    "Webhook",
    "standing",
]
