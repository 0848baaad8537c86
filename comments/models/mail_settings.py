"""What a site wants of addresses and mails; part of its policy."""

from django.db import models


class Confirm(models.TextChoices):
    """Whose comment waits for the link in the mail."""

    NEVER = "never", "nobody's"
    FIRST = "first", "the first from each browser"
    ALWAYS = "always", "every one"
    DOUBTFUL = "doubtful", "what would wait for a person"


class OnFinding(models.TextChoices):
    """What a finding about an address leads to."""

    ACCEPT = "accept", "nothing"
    HOLD = "hold", "the comment waits for a person"
    CONFIRM = "confirm", "the comment waits for the link in the mail"


class OnKnown(models.TextChoices):
    """The same for what is known while the reader waits."""

    ACCEPT = "accept", "nothing"
    HOLD = "hold", "the comment waits for a person"
    CONFIRM = "confirm", "the comment waits for the link in the mail"
    REFUSE = "refuse", "the comment is refused"


class MailSettings(models.Model):
    confirm_email = models.CharField(max_length=10, choices=Confirm, default=Confirm.NEVER)
    email_disposable = models.CharField(
        max_length=10,
        choices=OnKnown,
        default=OnKnown.HOLD,
        help_text="An address at a throw-away domain.",
    )
    email_role = models.CharField(
        max_length=10,
        choices=OnKnown,
        default=OnKnown.ACCEPT,
        help_text="An address of a task, such as info@.",
    )
    email_smtputf8 = models.CharField(
        max_length=10,
        choices=OnKnown,
        default=OnKnown.REFUSE,
        help_text="An address with letters beyond ASCII before the @: few mail servers take one.",
    )
    email_typo = models.CharField(
        max_length=10,
        choices=OnFinding,
        default=OnFinding.HOLD,
        help_text="A domain that takes no mail, one slip from a large provider's.",
    )
    email_no_mx = models.CharField(
        max_length=10,
        choices=OnFinding,
        default=OnFinding.HOLD,
        help_text="A domain without a mail server.",
    )
    email_null_mx = models.CharField(
        max_length=10,
        choices=OnFinding,
        default=OnFinding.HOLD,
        help_text="A domain that says it takes no mail.",
    )
    email_nxdomain = models.CharField(
        max_length=10,
        choices=OnFinding,
        default=OnFinding.HOLD,
        help_text="A domain that does not exist.",
    )
    disposable_allow = models.JSONField(
        default=list, blank=True, help_text="Domains that this site calls no throw-away."
    )
    mails_per_hour = models.PositiveSmallIntegerField(
        default=200, help_text="More than this to readers within an hour: no mail for an hour."
    )

    class Meta:
        abstract = True

    @property
    def asks_for_confirmation(self) -> bool:
        """Whether a comment without a confirmed address may not appear unseen."""
        return self.confirm_email in (Confirm.FIRST, Confirm.ALWAYS)

    @property
    def asks_for_email(self) -> bool:
        needs: bool = self.require_email  # type: ignore[attr-defined]
        return needs or self.asks_for_confirmation
