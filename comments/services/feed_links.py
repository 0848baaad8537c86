"""feed_links: the secret address of the feed of answers to one person. Nothing is stored: the link
is signed, says which author it is for, and is bound to the very address that asked for it."""

from comments.identity import same_box
from comments.models import Comment, Commenter
from comments.services import keys
from comments.signed import seal, unseal

KIND, PURPOSE = "a1", "feed"
# An author has one address, as a rule, or a few spellings of it.
MOST_SPELLINGS = 20


def feed_token(site_pk: int, identity: str, address: str) -> str | None:
    """None for whoever has written nothing here."""
    author = Commenter.objects.filter(site_id=site_pk, identity=identity).first()
    if author is None:
        return None
    return seal(KIND, str(author.pk), keys.purpose_key(PURPOSE), bound=_bound(site_pk, address))


def owner_of(site_pk: int, token: str) -> tuple[int, str] | None:
    """The author and the address that a link is for. None where it is for nobody, or for somebody
    whose comments no longer bear that address."""
    _, _, rest = token.partition(".")
    pk = rest.partition(".")[2].partition(".")[0]
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    mine = Comment.objects.filter(commenter_id=int(pk), commenter__site_id=site_pk).exclude(
        email=""
    )
    for address in mine.order_by().values_list("email", flat=True).distinct()[:MOST_SPELLINGS]:
        bound = _bound(site_pk, address)
        if unseal(token, KIND, keys.purpose_keys(PURPOSE), bound=bound) == pk:
            return int(pk), address
    return None


def _bound(site_pk: int, address: str) -> str:
    return f"{site_pk} {same_box(address)}"
