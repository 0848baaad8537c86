"""A site's settings for its conversations."""

from django.db import models

from comments.models.mail_settings import MailSettings
from comments.models.retention_settings import RetentionSettings
from comments.models.thread import Mode
from comments.roles import Role


class Premoderation(models.TextChoices):
    """Who waits for a person although nothing speaks against them."""

    NONE = "none", "nobody waits"
    UNVERIFIED = "unverified", "newcomers wait, unless they confirmed their address"
    FIRST = "first", "an author's first comment waits"
    ALL = "all", "every comment waits"


class Learned(models.TextChoices):
    """The worst that the learned spam score may lead to."""

    OFF = "off", "nothing; the score is not made"
    INFORM = "inform", "nothing; moderators see the score"
    HOLD = "hold", "the comment waits for a person"
    SPAM = "spam", "spam, once the site has approved a hundred comments"


class CloseFrom(models.TextChoices):
    """Where the days until a thread closes begin."""

    PUBLICATION = "publication", "when the article was published"
    LAST_COMMENT = "last_comment", "at the newest comment; without any, at publication"


class HeatAction(models.TextChoices):
    TELL = "tell", "it is told"
    SLOW = "slow", "at most it is slow"
    HOLD = "hold", "at most its comments wait for a person"
    CLOSE = "close", "at most it is closed until it has cooled"


class Sort(models.TextChoices):
    OLDEST = "oldest"
    NEWEST = "newest"
    TOP = "top"
    DISCUSSED = "discussed"
    PICKS = "picks"


class Policy(MailSettings, RetentionSettings):
    """One row a site; ``version`` is written into every decision the machine makes by it."""

    site = models.OneToOneField("articles.Site", on_delete=models.CASCADE, related_name="policy")
    version = models.PositiveIntegerField(default=1)
    comments_on = models.BooleanField(default=True)
    mode = models.CharField(
        max_length=10,
        choices=Mode,
        default=Mode.OPEN,
        help_text="Of threads for which neither the article nor its section says another.",
    )
    slow_minutes = models.PositiveSmallIntegerField(
        default=5, help_text="In slow threads: minutes between two comments of one person."
    )
    premoderation = models.CharField(
        max_length=10, choices=Premoderation, default=Premoderation.FIRST
    )
    max_links = models.PositiveSmallIntegerField(
        default=2, help_text="A comment with this many links waits for a person."
    )
    learned_spam = models.CharField(
        max_length=8,
        choices=Learned,
        default=Learned.SPAM,
        help_text="What a comment that is like this site's spam leads to.",
    )
    require_name = models.BooleanField(default=True)
    require_email = models.BooleanField(default=True)
    ask_website = models.BooleanField(default=True)
    max_body = models.PositiveIntegerField(default=10_000)
    reply_depth = models.PositiveSmallIntegerField(default=4)
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.OLDEST)
    reactions = models.JSONField(
        default=list, blank=True, help_text="Emoji that readers may answer with; none: off."
    )
    edit_window = models.PositiveIntegerField(default=900, help_text="Seconds; 0: no edits.")
    appeal_days = models.PositiveSmallIntegerField(
        default=180,
        db_default=180,
        help_text="Days in which an author may appeal against a refusal; 0: never.",
    )
    auto_close_days = models.PositiveIntegerField(default=0, help_text="0: never.")
    auto_close_from = models.CharField(
        max_length=12, choices=CloseFrom, default=CloseFrom.PUBLICATION
    )
    posts_per_minute = models.PositiveSmallIntegerField(
        default=60,
        help_text="Comments one network address may send in a minute; many readers may share one.",
    )
    posts_per_minute_each = models.PositiveSmallIntegerField(
        default=20, help_text="Comments one e-mail address may send in a minute."
    )
    on_missing = models.JSONField(
        default=list,
        blank=True,
        help_text="What a check without an answer leads to: mail_domain:ignore, same_text:hold,"
        " or :retry to ask again first. Where nothing is said: hold, and ignore for mail_domain.",
    )
    rule_precision = models.PositiveSmallIntegerField(
        default=50,
        help_text="Per cent: a rule that is surely right less often proposes its own removal.",
    )
    heat_action = models.CharField(
        max_length=5,
        choices=HeatAction,
        default=HeatAction.TELL,
        help_text="What becomes of a conversation that runs hot.",
    )
    heat_velocity = models.PositiveSmallIntegerField(
        default=30, help_text="Comments in ten minutes that are many for one conversation; 0: none."
    )
    heat_reports = models.PositiveSmallIntegerField(
        default=5, help_text="Reports in an hour that make it hot; 0: none."
    )
    heat_newcomers = models.PositiveSmallIntegerField(
        default=70, help_text="Per cent of an hour's comments by newcomers that do; 0: none."
    )
    heat_stopped = models.PositiveSmallIntegerField(
        default=40, help_text="Per cent held, refused or spam that do; 0: none."
    )
    moderator_mails = models.JSONField(
        default=list, blank=True, help_text="Addresses told of comments that wait."
    )
    correction_mails = models.JSONField(
        default=list,
        blank=True,
        help_text="Addresses told of errors, tips and questions; as Author <address>, of articles"
        " by that author alone. Empty: the accounts of the site's editors.",
    )

    second_factor = models.CharField(
        max_length=10,
        blank=True,
        choices=[(role.value, f"from {role.value} on") for role in Role],
        help_text="Which roles sign in with a second factor or at the newsroom's own provider;"
        " empty: whoever wants to.",
    )

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"policy of {self.site_id}"
