"""A site's policy changes: checked like every text, and numbered so that decisions can name it."""

from django.db.models import F

from comments.identity import AddressError, clean_email
from comments.models import Policy, Thread
from newsroom.kernel.fields import FieldError, clean_text

MOST_ADDRESSES = 20


def save_policy(policy: Policy) -> None:
    """Raises FieldError for a value that no policy can have; the threads' versions rise, since
    what readers are told of the form may have changed."""
    policy.hold_words = clean_text(policy.hold_words, max_length=50_000, required=False)
    policy.spam_words = clean_text(policy.spam_words, max_length=50_000, required=False)
    policy.moderator_mails = clean_addresses(policy.moderator_mails)
    policy.version += 1
    policy.save()
    Thread.objects.filter(site_id=policy.site_id).update(version=F("version") + 1)


def clean_addresses(value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_ADDRESSES:
        raise FieldError("invalid", f"A list of at most {MOST_ADDRESSES} e-mail addresses.")
    try:
        return [clean_email(address) for address in value]
    except AddressError as error:
        raise FieldError("invalid", error.text) from None
