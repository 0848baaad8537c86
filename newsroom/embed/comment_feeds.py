"""Comments as Atom: of a site, of one article, and the answers to one person by a secret link."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.feeds import atom
from articles.feeds.document import Document, Entry
from articles.models import Site
from articles.public import UnknownArticle, resolve, site_named
from comments import modes
from comments.models import Comment
from comments.reading.basis import basis_of, basis_of_newest
from comments.reading.feed import answers_to, newest_of_site, newest_of_thread
from comments.services.feed_links import owner_of
from comments.services.threads import for_reading, policy_for_reading, terms_of
from newsroom.kernel.basis import Basis
from newsroom.kernel.http import bytes_response

MAX_AGE = 60


@require_safe
def site_comments(request: HttpRequest, site: str) -> HttpResponse:
    row, now = _site(site), timezone.now()
    found = newest_of_site(row.pk, policy_for_reading(row.pk), now)
    document = _document(request, row, f"{row.name} – comments", found)
    return _public(request, document, basis_of_newest(row, found, now))


@require_safe
def article_comments(request: HttpRequest, site: str, article: str) -> HttpResponse:
    row, now = _site(site), timezone.now()
    try:
        named = resolve(row, article=article, now=now)
    except UnknownArticle:
        raise Http404 from None
    thread, policy = for_reading(named)
    if terms_of(thread, named, policy, now).mode == modes.OFF:
        raise Http404
    found = newest_of_thread(thread) if thread.pk else []
    document = _document(request, row, f"{named.title} – comments", found, named.url)
    return _public(request, document, basis_of(row, named, thread, policy, now))


@require_safe
def my_answers(request: HttpRequest, site: str, token: str) -> HttpResponse:
    """For one person alone: kept by nobody on the way, found by no search engine."""
    row, now = _site(site), timezone.now()
    owner = owner_of(row.pk, token)
    if owner is None:
        raise Http404
    found = answers_to(*owner, policy_for_reading(row.pk), now)
    body = atom.atom(_document(request, row, f"{row.name} – replies", found))
    response = HttpResponse(body, content_type=atom.TYPE)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def article_feed_path(site: str, article: str) -> str:
    return f"/feeds/{quote(site)}/comments/{quote(article)}.atom"


def _public(request: HttpRequest, document: Document, made_from: Basis) -> HttpResponse:
    body = atom.atom(document)
    response = bytes_response(request, body, atom.TYPE, MAX_AGE, basis=made_from)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _site(key: str) -> Site:
    try:
        return site_named(key[:61])
    except UnknownArticle:
        raise Http404 from None


def _document(
    request: HttpRequest, site: Site, title: str, comments: Sequence[Comment], home: str = ""
) -> Document:
    entries = tuple(_entry(comment) for comment in comments)
    return Document(
        url=f"{settings.PUBLIC_URL}{quote(request.path)}",
        home=home,
        title=title,
        language=site.language,
        updated=max((entry.updated for entry in entries), default=site.created),
        entries=entries,
    )


def _entry(comment: Comment) -> Entry:
    article: Any = comment.thread.article
    return Entry(
        id=f"{settings.PUBLIC_URL}/api/v1/comments/{comment.pk}",
        url=f"{article.url}#comment-{comment.pk}",
        title=f"{comment.name}: {article.title}",
        summary="",
        html=comment.html,
        authors=(comment.name,),
        topics=(),
        language=article.language,
        image="",
        published=comment.created_at,
        updated=max(comment.edited_at or comment.created_at, comment.created_at),
    )
