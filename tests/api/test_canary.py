"""Canaries: an e-mail address, an IP address and texts that are not public, planted everywhere they
are kept, and looked for in every byte that a stranger can get, plain and hashed."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from articles.models import Article
from articles.public import ref
from articles.services.register import register
from comments.models import Comment, Commenter
from comments.notify.author import ask_to_confirm
from comments.services.ask_for_page import ask_for_page
from comments.services.attempt import Draft
from comments.services.moderate import moderate
from comments.services.rule_sets import save_rules
from comments.services.submit import Accepted, submit
from comments.services.threads import policy_of
from comments.services.withdraw import withdraw
from comments.states import Status
from newsroom.embed.assets import CLIENT
from tests.api.routes import Route, routes
from tests.api.world import World, a_world
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment, a_form, an_article

EMAIL = "Carla.Canary+7f3a@leaks.example.org"
DESK = "desk.canary@leaks.example.org"
ADDRESS = "198.51.100.77"
ADDRESS6 = "2001:db8:77:88::99"
AGENT = "CanaryBrowser/7.7"
# Each text that nobody but its author and the desk may read begins with this.
SECRET = "canarytext"


@pytest.fixture
def world(db: None, clock: Clock, editor: Any) -> World:
    world = a_world(clock.now)
    plant(world, editor, clock)
    return world


def plant(world: World, editor: Any, clock: Clock) -> None:
    """A comment by the canary in every state, and articles in every state but published."""
    policy = policy_of(world.site.pk)
    policy.moderator_mails = [DESK]
    save_rules(world.site.pk, f"hold: {SECRET}-word", clock.now, seen=0)
    policy.premoderation = "all"  # what is still pending is held by the review
    policy.posts_per_minute = 100
    policy.save()
    shown = said(world, clock, "I may be read.")
    moderate(shown, Status.PUBLISHED, editor, clock.now, note=f"{SECRET}-note")
    said(world, clock, "And I.", parent=shown.pk, ip=ADDRESS6)
    for status in (Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED):
        moderate(said(world, clock, f"{SECRET}-{status}"), status, editor, clock.now)
    said(world, clock, f"{SECRET}-pending")
    asked = said(world, clock, f"{SECRET}-unconfirmed", subscribe="thread")
    Comment.objects.filter(pk=asked.pk).update(status=Status.UNCONFIRMED)
    ask_to_confirm(asked.pk, clock.now)
    ask_for_page(world.site.pk, EMAIL, "en", ADDRESS, clock.now)
    withdraw(said(world, clock, f"{SECRET}-withdrawn"), clock.now)
    gone = a_comment(world.article, body=f"{SECRET}-stub", name=f"{SECRET}-name", email=EMAIL)
    a_comment(world.article, parent=gone, body="A reply below what is gone.")
    moderate(gone, Status.REMOVED, editor, clock.now)
    later = (clock.now + timedelta(days=1)).isoformat()
    for status in ("draft", "scheduled", "withdrawn"):
        hide(world, status, published_at=later if status == "scheduled" else None)
    Commenter.objects.update(email=EMAIL)
    assert Comment.objects.filter(ip=ADDRESS, email=EMAIL, user_agent=AGENT).count() >= 6


def hide(world: World, status: str, **data: Any) -> Article:
    title = f"{SECRET}-{status}"
    row = an_article(world.site, title, section="World", summary=title, status=status, **data)
    register(world.site, title, {"body": title}, NOON, partial=True)
    return row


def said(world: World, clock: Clock, body: str, **fields: Any) -> Comment:
    draft = {
        "name": "Carla",
        "email": EMAIL,
        "website": "",
        "body": body,
        "form": a_form(world.article, clock.now),
        "ip": ADDRESS,
        "user_agent": AGENT,
        **fields,
    }
    article, policy = ref(world.article, world.site, clock.now), policy_of(world.site.pk)
    outcome = submit(article, Draft(**draft), policy, clock.now)
    assert isinstance(outcome, Accepted), outcome
    return outcome.comment


def traces(text: str) -> Iterator[bytes]:
    """A text in every dress it might leave in."""
    for plain in {text, text.lower(), text.lower().replace("+7f3a", ""), text.replace("@", "%40")}:
        raw = plain.encode()
        yield raw
        yield base64.b64encode(raw).rstrip(b"=")
        yield base64.urlsafe_b64encode(raw).rstrip(b"=")
        yield raw.hex().encode()
        for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"):
            digest = hashlib.new(name, raw).digest()
            yield digest.hex()[:16].encode()
            yield base64.b64encode(digest)[:16]
            yield base64.urlsafe_b64encode(digest)[:16]


def forbidden(world: World) -> set[bytes]:
    found = {SECRET.encode(), AGENT.encode(), world.key.encode()}
    for text in (EMAIL, DESK, ADDRESS, ADDRESS6, "reader1@example.org", "ada@example.org"):
        found.update(traces(text))
    for comment in Comment.objects.select_related("commenter"):
        found.add(comment.commenter.identity.partition(":")[2][:16].encode())
        found.add(comment.digest[:16].encode())
        found.add(comment.request_digest[:16].encode())
    return {trace.lower() for trace in found if trace}


def looked_through(answer: Any) -> bytes:
    content = b"" if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return content.lower() + b"\n" + headers.lower().encode()


# Where there is more to ask for than the bare address: {article} and so on as in World.values().
QUERIES: dict[str, list[str]] = {
    "api/v1/sites/<str:site>/comments": [
        "article=story-1", "article=story-1&sort=newest", "article=story-1&limit=1",
        "article=story-1&parent={comment}", "article=story-1&cursor=x", "article=canarytext-draft",
        "url=https://demo.example/story-1",
    ],
    "api/v1/sites/<str:site>/counts": [
        "articles=story-1", "urls=https://demo.example/story-1", "articles=" + "a," * 200,
    ],
    "api/v1/sites/<str:site>/page": ["article=story-1", "article=unknown", ""],
    "sites/<str:site>/frame": [
        "article=story-1&holder=https://demo.example", "article=story-1&holder=https://x.example",
    ],
    "api/v1/sites/<str:site>/latest": ["", "limit=30", "limit=x"],
    "api/v1/oembed": ["", "url=https://demo.example/story-1%23comment-{comment}", "url=x"],
    "api/v1/sites/<str:site>/live": ["article=story-1", "article=unknown", ""],
    "api/v1/sites/<str:site>/navigation": ["article=story-1", "article=unknown", ""],
    "api/v1/sites/<str:site>/seen": ["", "article=story-1"],
    "api/v1/sites/<str:site>/sections/<path:slug>/articles": ["", "limit=1", "cursor=x"],
    "api/v1/comments/<int:comment>": ["", "receipt=x", "receipt=r1.00000000." + "0" * 64],
    "api/v1/comments/<int:comment>/confirm": ["", "receipt=x"],
    "api/v1/comments/<int:comment>/appeal": ["", "receipt=x"],
    "api/v1/comments/<int:comment>/vote": [""],
    "api/v1/comments/<int:comment>/react": [""],
    "api/v1/comments/<int:comment>/report": [""],
    "api/v1/sites/<str:site>/preview": [""],
    "api/v1/sites/<str:site>/articles": [""],
    "api/v1/sites/<str:site>/articles/<path:article>": [""],
    "api/v1/moderation/<str:site>/queue": ["", "tab=spam", "words=canarytext"],
    "api/v1/moderation/<str:site>/comments/<int:comment>": [""],
    "api/v1/moderation/<str:site>/comments/<int:comment>/claim": [""],
    "api/v1/moderation/<str:site>/comments/<int:comment>/notes": [""],
    "api/v1/moderation/<str:site>/decisions/<int:decision>/undo": [""],
    "api/v1/moderation/<str:site>/bulk": [""],
    "api/v1/moderation/<str:site>/bulk/<int:job>": [""],
    "api/v1/moderation/<str:site>/bulk/<int:job>/undo": [""],
    "api/v1/moderation/<str:site>/people": ["", "words=Carla"],
    "api/v1/moderation/<str:site>/people/<int:person>": [""],
    "api/v1/moderation/<str:site>/people/<int:person>/state": [""],
    "api/v1/moderation/<str:site>/people/<int:person>/notes": [""],
    "api/v1/moderation/<str:site>/rules": [""],
    "api/v1/moderation/<str:site>/backtest": [""],
    "api/v1/moderation/<str:site>/comments/<int:comment>/decisions": [""],
    "api/v1/moderation/<str:site>/comments/<int:comment>/cluster": [""],
    "api/v1/openapi.json": [""],
    "openapi.json": [""],
    "feeds/<str:site>/articles.atom": [""],
    "feeds/<str:site>/articles.json": [""],
    "feeds/<str:site>/sections/<path:slug>.atom": [""],
    "feeds/<str:site>/sections/<path:slug>.json": [""],
    "feeds/<str:site>/tags/<str:slug>.atom": [""],
    "feeds/<str:site>/tags/<str:slug>.json": [""],
    "feeds/<str:site>/comments.atom": [""],
    "feeds/<str:site>/comments/<path:article>.atom": [""],
    "feeds/<str:site>/replies/<str:token>.atom": [""],
    "docs": [""],
    "sites/<str:site>/comments": [
        "article=story-1", "article=story-1&fragment=1", "article=story-1&reply={comment}",
        "article=story-1&parent={comment}", "article=story-1&cursor=x", "article=unknown",
    ],
    "sites/<str:site>/report": ["", "comment={comment}", "comment=x"],
    "sites/<str:site>/voice": ["", "comment={comment}", "comment=x"],
    "receipts/<int:comment>": ["", "receipt=x"],
    "appeal/<str:token>": [""],
    "confirm/<str:token>": [""],
    "follow/<str:token>": [""],
    "unsubscribe/<str:token>": [""],
    "desk/<str:token>": [""],
    "sites/<str:site>/me": [""],
    "api/v1/sites/<str:site>/me": ["", "article=story-1"],
    "me/open/<str:token>": [""],
    "me/export/<str:token>": [""],
    "me/erase/<str:token>": [""],
    "me/<str:token>": [""],
    "hooks/mail/<str:secret>": [""],
    "panel/": [""],
    "panel/sign-in": ["", "next=/panel/demo/"],
    "panel/sign-in/code": [""],
    "panel/sign-in/passkey": [""],
    "panel/account": [""],
    "panel/sign-out": [""],
    "panel/<str:site>/rules": [""],
    "panel/<str:site>/rules/versions": [""],
    "panel/<str:site>/rules/versions/<int:version>": [""],
    "panel/<str:site>/policy": [""],
    "panel/<str:site>/webhook": [""],
    "panel/<str:site>/dashboard": [""],
    "panel/<str:site>/": ["", "tab=spam", "tab=rejected&order=newest"],
    "panel/<str:site>/pulse": [""],
    "panel/<str:site>/comments/<int:comment>": [""],
    "panel/<str:site>/comments/<int:comment>/decide": [""],
    "panel/<str:site>/comments/<int:comment>/assign": [""],
    "panel/<str:site>/comments/<int:comment>/note": [""],
    "panel/<str:site>/comments/<int:comment>/hold": [""],
    "panel/<str:site>/comments/<int:comment>/answer": [""],
    "panel/<str:site>/comments/<int:comment>/take-back": [""],
    "panel/<str:site>/comments/<int:comment>/pick": [""],
    "panel/<str:site>/comments/<int:comment>/correct": [""],
    "panel/<str:site>/corrections": ["", "state=new"],
    "panel/<str:site>/corrections/<int:correction>": [""],
    "panel/<str:site>/threads/<int:story>": [""],
    "panel/<str:site>/answers": [""],
    "panel/<str:site>/people": ["", "words=Carla.Canary%2B7f3a@leaks.example.org"],
    "panel/<str:site>/people/<int:person>": [""],
    "panel/<str:site>/people/<int:person>/state": [""],
    "panel/<str:site>/people/<int:person>/note": [""],
    "panel/<str:site>/blocks": [""],
    "panel/<str:site>/bulk": ["", "tab=waiting&do=spam"],
    "panel/<str:site>/bulk/<int:job>": [""],
    "panel/<str:site>/keys": [""],
    "panel/<str:site>/holds": [""],
    "panel/<str:site>/record": ["", "words=harbour"],
    "panel/<str:site>/record.<str:kind>": [""],
    "panel/<str:site>/transparency": [""],
    "panel/<str:site>/transparency.<str:kind>": [""],
    "panel/<str:site>/decisions/<int:decision>/undo": [""],
    "sign-in/start": [""],
    "sign-in/callback": ["", "state=x&code=y"],
    "demo/": [""],
    "demo/section/<path:slug>": [""],
    "demo/story/<str:article>": [""],
    "demo/picture/<slug:kind>/<str:seed>.svg": [""],
    "demo/gallery": ["", "lang=ar", "lang=x"],
    "demo/mail": [""],
    "demo/mail/<slug:name>": [""],
    "": [""],
    "readyz": [""],
    "livez": [""],
}  # fmt: skip


def test_every_public_route_is_looked_through() -> None:
    public = {route.pattern for route in routes() if not route.is_admin}
    assert public - set(QUERIES) == set(), "untested route: say here what to ask it for"


def addresses(route: Route, world: World) -> Iterator[str]:
    values = world.values()
    for query in QUERIES[route.pattern]:
        yield f"{route.filled(values)}?{query.format(**values)}"
    # The hidden articles and comments, by every name that somebody may have noted.
    for status in ("draft", "scheduled", "withdrawn"):
        if "article" in route.parameters():
            yield route.filled({**values, "article": f"{SECRET}-{status}"})
    if "comment" in route.parameters():
        for pk in Comment.objects.values_list("pk", flat=True):
            yield route.filled({**values, "comment": str(pk)})


@pytest.fixture
def stranger(reader: Reader) -> Reader:
    """Someone from far away: the demo's letter box opens for whoever sits at the machine."""
    reader.client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    return reader


PARTS = ("api", "sites", "receipts", "demo", "me", "panel", "")


def part_of(route: Route) -> str:
    first = route.pattern.partition("/")[0]
    return first if first in PARTS else ""


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part or "the rest")
def test_no_public_byte_holds_a_canary(
    stranger: Reader, world: World, work: Any, part: str
) -> None:
    work()  # mails are sent, reviews are made
    wanted = forbidden(world)
    for route in routes():
        if route.is_admin or part_of(route) != part:
            continue
        for url in addresses(route, world):
            for method in ("GET", "HEAD", "OPTIONS", "POST", "DELETE"):
                found = looked_through(stranger.send(method, url, "{}"))
                leaked = [trace for trace in wanted if trace in found]
                assert not leaked, (method, url, leaked)


def test_the_address_of_a_hidden_article_tells_nothing(stranger: Reader, world: World) -> None:
    for status in ("draft", "scheduled", "withdrawn"):
        answers = [
            stranger.get(f"/api/v1/sites/demo/{what}?article={SECRET}-{status}")
            for what in ("page", "comments", "navigation")
        ]
        unknown = stranger.get("/api/v1/sites/demo/page?article=unknown")
        assert all(answer.content == unknown.content for answer in answers)


def test_the_admin_tells_a_stranger_nothing(stranger: Reader, world: World) -> None:
    wanted = forbidden(world)
    for route in routes():
        if not route.is_admin:
            continue
        pattern = route.pattern.replace("<path:object_id>", str(world.waiting.pk))
        url = "/" + pattern.replace("<path:content_type_id>/", "1/")
        if "(?P" in url:
            url = "/admin/nothing/"
        answer = stranger.get(url)
        assert answer.status_code in (301, 302, 404) or url in OPEN_ADMIN, url
        found = looked_through(answer)
        assert not [trace for trace in wanted if trace in found], url


OPEN_ADMIN = ("/admin/login/", "/admin/jsi18n/")


def test_the_author_reads_their_words_but_no_address(
    stranger: Reader, world: World, clock: Clock
) -> None:
    """Whoever the receipt was forwarded to learns no more than what was written."""
    wanted = forbidden(world) - {SECRET.encode()}
    for page in (f"/api/v1/comments/{world.waiting.pk}", f"/receipts/{world.waiting.pk}"):
        answer = stranger.get(f"{page}?receipt={world.receipt}")
        assert answer.status_code == 200
        found = looked_through(answer)
        assert not [trace for trace in wanted if trace in found]


def test_an_accepted_post_answers_without_the_address(
    stranger: Reader, world: World, clock: Clock
) -> None:
    body = {
        "article": "story-1",
        "name": "Carla",
        "email": EMAIL,
        "body": "Once more.",
        "form": a_form(world.article, clock.now),
    }
    answer = stranger.post("/api/v1/sites/demo/comments", body)
    assert answer.status_code == 202
    found = looked_through(answer)
    assert not [trace for trace in forbidden(world) if trace in found]


@pytest.mark.parametrize("email", ["Carla.Canary@", "carla@@leaks.example.org", EMAIL + " x"])
def test_a_refused_post_repeats_no_address(
    stranger: Reader, world: World, clock: Clock, email: str
) -> None:
    body = {"article": "story-1", "name": "C", "email": email, "body": "x", "form": "x"}
    answer = stranger.post("/api/v1/sites/demo/comments", body)
    assert answer.status_code == 422
    assert b"carla" not in answer.content.lower()


def test_no_file_of_the_client_holds_a_canary(world: World) -> None:
    wanted = forbidden(world)
    for path, asset in CLIENT.assets.items():
        assert not [trace for trace in wanted if trace in asset.body.lower()], path


def test_the_search_itself_finds_what_it_looks_for(world: World) -> None:
    """A canary that could not sing would prove nothing."""
    digest = hashlib.md5(EMAIL.lower().encode()).hexdigest()  # as an avatar service asks for it
    for leak in (EMAIL, f"x{ADDRESS}y", digest, base64.b64encode(EMAIL.encode()).decode()):
        found = leak.lower().encode()
        assert [trace for trace in forbidden(world) if trace in found], leak
