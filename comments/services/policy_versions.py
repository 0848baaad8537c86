"""A policy's rules are kept as they were, once for each form they ever had."""

from datetime import datetime

from comments.models import PolicyVersion
from comments.pipeline.case import Rules
from comments.pipeline.folder import digest, rules_as_json


def kept(site_pk: int, rules: Rules, now: datetime) -> PolicyVersion:
    as_json = rules_as_json(rules)
    found, _ = PolicyVersion.objects.get_or_create(
        site_id=site_pk,
        digest=digest(as_json),
        defaults={"version": rules.version, "rules": as_json, "created": now},
    )
    return found
