"""The conversation as plain HTML, with JavaScript off: read, answer, quote, post, as a guest or
signed in. Every link shows; only a POST acts."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ValidationError

from articles.models import Article
from articles.public import ref
from comments import modes, text
from comments.api.bearer import member_by, member_or_guest
from comments.api.inputs import PostInput
from comments.api.posting import check_fields, draft, signed
from comments.api.preview import PreviewInput, preview
from comments.api.refusals import problem
from comments.api.requests import reader_of
from comments.api.views import receipt_of
from comments.member_tokens import Member
from comments.models import Comment
from comments.reading import thread as reading
from comments.services.submit import Accepted, Refused, submit
from comments.services.threads import policy_of
from newsroom.embed.api import page_row
from newsroom.embed.comment_feeds import article_feed_path
from newsroom.embed.page import page
from newsroom.embed.said import Said, said
from newsroom.kernel.api import Problem, StrictSerializer, field_problem
from newsroom.kernel.http import PublicResponse, kept_for

FIELDS = ("article", "parent", "name", "email", "website", "body", "form", "hp", "subscribe")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; "
    "base-uri 'none'; form-action 'self'"
)


# A guest's post carries no cookie, so there is no session to forge a request with; the signed
# form token is what ties a post to a form of ours.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def thread_page(request: HttpRequest, site: str) -> HttpResponse:
    try:
        row = page_row(request, site, seen_by=reader_of(request))
    except Problem as error:
        return plain_error(request, error)
    try:
        if request.method == "POST":
            return posted(request, row)
        return show(request, row, member=member_or_guest(request, row.site_id))
    except Problem as error:
        return plain_error(request, error, words_of(row))


def words_of(row: Article) -> Said:
    return said(row.language or row.site.language)


def show(
    request: HttpRequest,
    row: Article,
    *,
    status: int = 200,
    member: Member | None = None,
    typed: Any = None,
    errors: Any = None,
    drawn: str = "",
) -> HttpResponse:
    data, basis = page(request, row, timezone.now())
    say, parent = words_of(row), parent_of(request, row.pk)
    fragment = request.GET.get("fragment") == "1"
    base = thread_url(row, absolute=fragment)
    host = settings.PUBLIC_URL if fragment else ""
    context = {
        "site": row.site,
        "article": row,
        "say": say,
        "lang": say.language,
        "direction": say.direction,
        "heading": heading(say, data["thread"]["count"]),
        "refusal": refusal(say, data["thread"], member),
        "frozen": modes.frozen(data["thread"]["mode"]) is not None,
        "pace": pace(say, data["thread"]["slow_minutes"]),
        "sorts": sorts(request, base, data["config"]["sort"], say),
        "self_url": base,
        "feed_url": article_feed_path(row.site.key, row.external_id),
        "next_url": next_url(request, base, data["thread"]["next"]),
        **data,
        "member": member,
        "token": token_of(request) if member else "",
        "writes_as": say.t("signed_in", name=member.name) if member else "",
        "typed": typed or quoted(request, parent),
        "errors": errors or {},
        "parent": parent,
        "reply_to": say.t("reply_to", name=parent.name) if parent else "",
        "preview": drawn,
        "report_url": f"{host}/sites/{row.site.key}/report",
        "voice_url": f"{host}/sites/{row.site.key}/voice",
    }
    told(data["thread"]["results"], say)
    template = "embed/thread_fragment.html" if fragment else "embed/thread_page.html"
    response = PublicResponse(render_to_string(template, context, request), status=status)
    response["Content-Security-Policy"] = POLICY
    # A publisher's page may frame it: there is nothing here that a click could give away.
    response.xframe_options_exempt = True
    shared = status == 200 and not typed and member is None
    response["Cache-Control"] = kept_for() if shared else "no-store"
    response.basis = basis if shared else None
    return response


def heading(say: Said, count: int) -> str:
    return say.t("comments", n=count) if count else say["empty"]


def pace(say: Said, minutes: int | None) -> str:
    return say.t("slow_pace", n=minutes) if minutes else ""


def refusal(say: Said, thread: dict[str, Any], member: Member | None) -> str:
    """Why nobody, or no guest, may write here; '' where whoever looks may."""
    found = thread["refusal"]
    if found is None or (member and modes.refusal(thread["mode"], verified=True) is None):
        return ""
    return say.refusal(found["code"], found["text"])


def sorts(request: HttpRequest, base: str, default: str, say: Said) -> list[dict[str, Any]]:
    """Links to the orders of the thread; none for a single comment's replies."""
    if "parent" in request.GET:
        return []
    now = "oldest" if "around" in request.GET else request.GET.get("sort", default)
    return [
        {"url": f"{base}&sort={name}", "text": say[f"sort_{name}"], "now": name == now}
        for name in reading.SORTS
    ]


def told(comments: list[dict[str, Any]], say: Said) -> None:
    """The words that go with each comment."""
    for comment in comments:
        if answered := comment.get("in_reply_to"):
            answered["said"] = say.t("in_reply_to", name=answered["name"])
        if comment["has_more"]:
            hidden = comment["reply_count"] - len(comment["replies"])
            comment["more"] = say.t("more_replies", n=hidden)
        told(comment["replies"], say)


def quoted(request: HttpRequest, parent: Comment | None) -> dict[str, str]:
    """The reply that is begun with the other's words, where the link asked for that."""
    if parent is None or request.GET.get("quote") != "1":
        return {}
    lines = text.plain(parent.body).strip().split("\n")
    return {"body": "".join(f"> {line}\n" for line in lines) + "\n"}


def thread_url(row: Article, *, absolute: bool) -> str:
    """With our host where it stands in a page of the publisher's: a form that posts to theirs is
    a comment that nobody gets."""
    path = f"/sites/{row.site.key}/comments?{urlencode({'article': row.external_id})}"
    return f"{settings.PUBLIC_URL}{path}" if absolute else path


def next_url(request: HttpRequest, base: str, cursor: str | None) -> str:
    """The next page of this same list; '' after the last."""
    if cursor is None:
        return ""
    kept = {name: request.GET[name] for name in ("parent", "sort", "limit") if name in request.GET}
    return f"{base}&{urlencode({**kept, 'cursor': cursor})}"


def parent_of(request: HttpRequest, article: int) -> Comment | None:
    text = request.GET.get("reply", "") or request.POST.get("parent", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return Comment.objects.visible().filter(thread__article=article, pk=int(text)).first()


def posted(request: HttpRequest, row: Article) -> HttpResponse:
    """303 to the receipt, or the form again with what was typed and what is wrong with it."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    member = None
    try:
        member = member_by(token, row.site_id) if (token := token_of(request)) else None
        if request.POST.get("do") == "preview":
            drawn = preview(request, row.site, checked(PreviewInput, {"body": typed["body"]}))
            return show(request, row, member=member, typed=typed, drawn=drawn)
        return see_own(sent(request, row, typed, member))
    except Problem as error:
        say = words_of(row)
        errors = {
            name: say.refusal(lines[0]["code"], lines[0]["text"])
            for name, lines in (error.fields or {}).items()
        }
        errors.setdefault("all", say.problem(error))
        response = show(
            request, row, status=error.status_code, member=member, typed=typed, errors=errors
        )
        return waits(response, error)


def sent(
    request: HttpRequest, row: Article, typed: dict[str, str], member: Member | None
) -> Accepted:
    """The post, let in; a Problem where it is not."""
    given = {name: value for name, value in typed.items() if value or name != "parent"}
    fields = signed(checked(PostInput, given), member)
    policy = policy_of(row.site_id)
    check_fields(fields, policy, member)
    now = timezone.now()
    outcome = submit(ref(row, row.site, now), draft(request, fields, member), policy, now)
    if isinstance(outcome, Refused):
        raise problem(outcome)
    return outcome


def token_of(request: HttpRequest) -> str:
    """What the publisher says of whoever is signed in: in the form that it was served with, or,
    where the publisher's server asks for that form, in its header."""
    if request.method == "POST":
        return request.POST.get("token", "")
    return request.headers.get("Authorization", "").partition(" ")[2].strip()


def waits(response: HttpResponse, error: Problem) -> HttpResponse:
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def checked(shape: type[StrictSerializer], typed: dict[str, str]) -> dict[str, Any]:
    """What a form sent, as the API would take it."""
    data = shape(data=typed)
    try:
        data.is_valid(raise_exception=True)
    except ValidationError as error:
        raise field_problem(error) from None
    fields: dict[str, Any] = data.validated_data
    return fields


def see_own(outcome: Accepted) -> HttpResponseRedirect:
    # By the path alone: a content policy that lets forms go to this host ends a redirect to any
    # other name of it.
    url = receipt_of(outcome.comment)["receipt_url"]
    response = redirect(url.removeprefix(settings.PUBLIC_URL))
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    return response


def plain_error(request: HttpRequest, error: Problem, say: Said | None = None) -> HttpResponse:
    """``say``: in the language of the page that it stands for, where that is known."""
    say = say or said("")
    context = {"status": error.status_code, "sentence": say.problem(error)}
    context |= {"lang": say.language, "direction": say.direction}
    response = render(request, "error.html", context, status=error.status_code)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return waits(response, error)


def front_door(request: HttpRequest) -> HttpResponse:
    if request.path != "/":
        raise Http404
    return redirect("/demo/")
