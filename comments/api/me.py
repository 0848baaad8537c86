"""Whom the server takes the bearer of a token for, and what they may still change."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.public import ArticleRef
from comments.api import outputs
from comments.api.bearer import member_or_guest, refused
from comments.api.requests import article_or_404, query, reader_of, site_or_404
from comments.api.views import ARTICLE, URL, private, with_receipt
from comments.models import Thread
from comments.reading.member import my_recent
from comments.services.avatars import avatar_of
from comments.services.members import identity_of_member
from comments.services.threads import policy_of


class MeView(APIView):
    """Who is signed in at the publisher's, by their token."""

    @extend_schema(
        operation_id="me",
        parameters=[ARTICLE, URL],
        responses={200: outputs.Me, 401: outputs.Problem},
    )
    def get(self, request: Request, site: str) -> Response:
        row = site_or_404(site)
        member = member_or_guest(request, row.pk)
        if member is None:
            raise refused("token_required", "Send a token of the publisher's.")
        identity = identity_of_member(row.pk, member)
        shown = {
            "name": member.name,
            "avatar": avatar_of(row.pk, identity),
            "email_known": bool(member.email),
            "comments": [],
        }
        if member.badge:
            shown["badge"] = member.badge
        article, url = query(request, "article"), query(request, "url", 2000)
        if article or url:
            found = article_or_404(row, article=article, url=url, seen_by=reader_of(request))
            shown["comments"] = mine(found, identity)
        return private(Response(shown))


def mine(article: ArticleRef, identity: str) -> list[dict[str, Any]]:
    thread = Thread.objects.filter(article_id=article.pk).first()
    if thread is None:
        return []
    policy = policy_of(article.site_pk)
    return [with_receipt(row) for row in my_recent(thread.pk, identity, policy, timezone.now())]
