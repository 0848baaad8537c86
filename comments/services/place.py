"""place: where a reply hangs. A thread goes only as deep as its site wants; what would go deeper
takes its place among those that stand deepest, and says which comment it answers."""

from dataclasses import dataclass

from comments.models import Comment


@dataclass(frozen=True)
class Place:
    """``in_reply_to`` only where that is not the comment it hangs below."""

    parent: Comment | None = None
    depth: int = 0
    in_reply_to: Comment | None = None


def place_of(answered: Comment | None, deepest: int) -> Place:
    """One step up, as a rule; more where the site's threads once went deeper than now."""
    above = answered
    while above is not None and above.depth >= deepest:
        above = above.parent
    return Place(
        parent=above,
        depth=above.depth + 1 if above else 0,
        in_reply_to=None if above is answered else answered,
    )
