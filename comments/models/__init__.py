"""The tables of the conversation, a thing a file."""

from comments.models.comment import Comment
from comments.models.commenter import Commenter
from comments.models.decision import Decision, Evidence, Revision
from comments.models.policy import Policy, Premoderation, Sort
from comments.models.reader_actions import Report, Vote
from comments.models.thread import Mode, Thread

__all__ = [
    "Comment",
    "Commenter",
    "Decision",
    "Evidence",
    "Mode",
    "Policy",
    "Premoderation",
    "Report",
    "Revision",
    "Sort",
    "Thread",
    "Vote",
]
