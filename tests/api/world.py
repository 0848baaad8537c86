"""A small world with something behind every address, for tests that go over all routes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from articles.models import Article, Site
from articles.services.sites import issue_key
from comments.models import Comment
from comments.receipts import receipt_issue
from comments.services import keys
from comments.services.links import issue
from comments.services.policies import save_policy
from comments.services.threads import policy_of
from tests.factories import a_comment, a_posted, a_site, an_article


@dataclass(frozen=True)
class World:
    site: Site
    article: Article
    comment: Comment
    waiting: Comment
    receipt: str
    code: str
    key: str

    def values(self) -> dict[str, str]:
        """For the parameters that stand in routes."""
        return {
            "site": self.site.key,
            "article": self.article.external_id,
            "comment": str(self.waiting.pk),
            "slug": "world",
            "token": "0" * 16 + "A" * 43,
            "secret": "0" * 64,
            "decision": "1",
            "job": "1",
            "version": "1",
            "correction": "1",
            "story": str(self.article.pk),
            "person": str(self.waiting.commenter_id),
            "kind": "chart",
            "seed": "one",
            "name": "00000000000000000001-00000000",
        }


def a_world(now: datetime) -> World:
    """The demo's own site, so that the demo's pages have something to show."""
    site = a_site("demo")
    policy = policy_of(site.pk)
    policy.reactions = ["👍"]
    save_policy(policy)
    article = an_article(site, "story-1", section="World", tags=["Ports"])
    comment = a_comment(article)
    waiting = a_posted(article, now)
    receipt = receipt_issue(waiting.pk, keys.purpose_key("receipt"))
    _, code = issue("confirm", site.pk, waiting.email, now, comment=waiting)
    return World(site, article, comment, waiting, receipt, code, issue_key(site, "tests", now))


def stored() -> dict[str, list[Any]]:
    """Every row of every table of ours: what must be the same after a refusal."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.app_label in ("articles", "comments", "kernel")
    }
