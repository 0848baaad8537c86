"""How long a site keeps what it may keep less long; part of its policy."""

from django.db import models

from comments.retention import DEFAULTS


class RetentionSettings(models.Model):
    ip_full_days = models.PositiveSmallIntegerField(
        default=DEFAULTS["ip_full_days"],
        db_default=DEFAULTS["ip_full_days"],
        help_text="Days a network address is kept in full; at most 7.",
    )
    ip_days = models.PositiveSmallIntegerField(
        default=DEFAULTS["ip_days"],
        db_default=DEFAULTS["ip_days"],
        help_text="Days until it is gone altogether; at most 30.",
    )
    spam_days = models.PositiveSmallIntegerField(
        default=DEFAULTS["spam_days"],
        db_default=DEFAULTS["spam_days"],
        help_text="Days after which spam is deleted.",
    )
    refused_days = models.PositiveSmallIntegerField(
        default=DEFAULTS["refused_days"],
        db_default=DEFAULTS["refused_days"],
        help_text="Days after which rejected, removed and withdrawn comments are emptied.",
    )

    class Meta:
        abstract = True
