"""write_down: what was changed for a whole site, and by whom, for the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from articles.models import RelatedChange, Site
from articles.services.steer import User


def write_down(
    site: Site, action: str, changed: Mapping[str, tuple[Any, Any]], by: User, now: datetime
) -> RelatedChange:
    """``changed``: before and after of each name that was touched."""
    return RelatedChange.objects.create(
        site=site,
        action=action,
        before={name: before for name, (before, _) in sorted(changed.items())},
        after={name: after for name, (_, after) in sorted(changed.items())},
        by_id=by.pk if by else None,
        by_name=by.get_username()[:150] if by else "",
        created=now,
    )
