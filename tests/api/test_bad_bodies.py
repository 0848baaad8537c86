"""Bad input to every write endpoint of the API: always a 4xx with a code, never a 5xx, and nothing
stored. The endpoints come from the URL conf: one that is not in the table here fails the tests."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps

from comments.models import Comment
from comments.roles import Role
from comments.services.moderate import moderate
from comments.states import Status
from tests.api.routes import WRITING, api_routes
from tests.api.world import World, a_world, stored
from tests.conftest import Clock, Reader
from tests.factories import a_form
from tests.panel.desk import an_account, seen

SITE = "api/v1/sites/<str:site>"
ARTICLE, ARTICLES = f"{SITE}/articles/<path:article>", f"{SITE}/articles"
COMMENTS, COMMENT = f"{SITE}/comments", "api/v1/comments/<int:comment>"
VOTE, REPORT = f"{COMMENT}/vote", f"{COMMENT}/report"
CONFIRM, APPEAL = f"{COMMENT}/confirm", f"{COMMENT}/appeal"
REACT, PREVIEW = f"{COMMENT}/react", f"{SITE}/preview"
SEEN = f"{SITE}/seen"
RULES = "api/v1/moderation/<str:site>/rules"
BACKTEST = "api/v1/moderation/<str:site>/backtest"
CLUSTER = "api/v1/moderation/<str:site>/comments/<int:comment>/cluster"
DECIDE = "api/v1/moderation/<str:site>/comments/<int:comment>/decisions"
NOTES = "api/v1/moderation/<str:site>/comments/<int:comment>/notes"
BULK = "api/v1/moderation/<str:site>/bulk"
PERSON = "api/v1/moderation/<str:site>/people/<int:person>"
STATE, PERSON_NOTES = f"{PERSON}/state", f"{PERSON}/notes"
GUEST = "a-browser-token-of-mine"

ARTICLE_NAMES = (
    "id", "url", "title", "summary", "body", "section", "tags", "authors", "language", "image",
    "published_at", "updated_at", "status",
)  # fmt: skip
# What the body may say, for the endpoints that read one.
BODIES: dict[tuple[str, str], Callable[[World, Clock], dict[str, Any]]] = {
    ("PUT", ARTICLE): lambda world, clock: an_article_record("story-1"),
    ("PATCH", ARTICLE): lambda world, clock: an_article_record("story-1"),
    ("POST", ARTICLES): lambda world, clock: {"articles": [an_article_record("story-9")]},
    ("POST", COMMENTS): lambda world, clock: {
        "article": "story-1",
        "parent": None,
        "name": "Ada",
        "email": "ada@example.org",
        "website": "https://ada.example/",
        "body": "Fine words.",
        "form": a_form(world.article, clock.now),
    },
    ("PATCH", COMMENT): lambda world, clock: {"body": "Other words."},
    ("POST", CONFIRM): lambda world, clock: {"code": world.code},
    ("POST", APPEAL): lambda world, clock: refused(world, clock, {"text": "Read it again."}),
    ("POST", VOTE): lambda world, clock: {"value": "up", "guest": GUEST},
    ("POST", REACT): lambda world, clock: {"kind": "👍", "guest": GUEST},
    ("POST", PREVIEW): lambda world, clock: {"body": "Fine *words*."},
    ("POST", REPORT): lambda world, clock: {"reason": "abuse", "note": "Mine.", "guest": GUEST},
    ("PUT", RULES): lambda world, clock: {"seen": 0, "text": "hold: casino", "note": "So."},
    ("POST", BACKTEST): lambda world, clock: {
        "rules": "hold: casino",
        "settings": {"max_links": "3"},
        "most": 10,
    },
    ("POST", CLUSTER): lambda world, clock: {"to": "spam", "note": "So."},
    ("POST", DECIDE): lambda world, clock: {
        "to": "rejected",
        "seen": seen(world.waiting),
        "reason": "insult",
        "note": "So.",
        "said": "No.",
    },
    ("POST", NOTES): lambda world, clock: {"text": "Look at this."},
    ("POST", BULK): lambda world, clock: {
        "wanted": {"tab": "waiting"},
        "to": "spam",
        "dry_run": False,
        "newest": 10**9,
    },
    ("PUT", STATE): lambda world, clock: {
        "state": "watched",
        "seen": "new",
        "reason": "So.",
        "until": "2030-01-01T00:00:00Z",
    },
    ("POST", PERSON_NOTES): lambda world, clock: {"text": "Known here."},
    ("POST", SEEN): lambda world, clock: {"article": "story-1", "shown": ["a"], "clicked": "a"},
}
# All that each may say.
FORMS = {
    ARTICLE: ARTICLE_NAMES,
    ARTICLES: ARTICLE_NAMES,
    COMMENTS: (
        "article",
        "url",
        "parent",
        "name",
        "email",
        "website",
        "body",
        "form",
        "hp",
        "subscribe",
        "mentions",
        "proof",
    ),
    CONFIRM: ("code", "again"),
    APPEAL: ("text",),
    COMMENT: ("body", "mentions"),
    REACT: ("kind", "on", "guest"),
    PREVIEW: ("body",),
    VOTE: ("value", "guest"),
    REPORT: ("reason", "note", "guest"),
    RULES: ("seen", "text", "back_to", "note"),
    BACKTEST: ("rules", "preset", "settings", "most"),
    CLUSTER: ("to", "note"),
    DECIDE: ("to", "seen", "reason", "note", "said"),
    NOTES: ("text",),
    BULK: ("wanted", "to", "reason", "dry_run", "newest"),
    STATE: ("state", "seen", "reason", "until"),
    PERSON_NOTES: ("text",),
    SEEN: ("article", "shown", "clicked", "position"),
}
CLAIM = "api/v1/moderation/<str:site>/comments/<int:comment>/claim"
BODILESS = {
    ("DELETE", ARTICLE),
    ("DELETE", COMMENT),
    ("PUT", CLAIM),
    ("DELETE", CLAIM),
    ("POST", "api/v1/moderation/<str:site>/decisions/<int:decision>/undo"),
    ("POST", f"{BULK}/<int:job>/undo"),
}
# The desk's calls that a person alone may make: by session, not by the site's key.
BY_PERSON = {DECIDE, NOTES, BULK, STATE, PERSON_NOTES, CLAIM}


def an_article_record(id: str) -> dict[str, Any]:
    return {
        "url": f"https://demo.example/{id}",
        "title": "Another title",
        "summary": "Short.",
        "body": "Long.",
        "section": "Sport",
        "tags": ["Boats"],
        "authors": ["Ann Writer"],
        "language": "en",
        "image": {"url": "https://demo.example/a.jpg", "width": 100, "height": 100},
        "published_at": "2026-05-04T09:00:00Z",
        "updated_at": None,
        "status": "published",
        "id": id,
    }


def refused(world: World, clock: Clock, body: dict[str, Any]) -> dict[str, Any]:
    """There is something to appeal against."""
    moderate(world.waiting, Status.REJECTED, None, clock.now, note="desk@example.org")
    return body


def site_key(world: World, pattern: str) -> dict[str, str]:
    """Where comments are written the same header is a reader's."""
    of_others = pattern == COMMENTS or pattern.startswith(COMMENT) or pattern in BY_PERSON
    return {} if of_others else {"Authorization": f"Bearer {world.key}"}


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    return a_world(clock.now)


class Endpoint:
    """One write endpoint with everything right but what the test makes wrong."""

    def __init__(self, reader: Reader, world: World, clock: Clock, call: tuple[str, str]) -> None:
        self.method, self.pattern = call
        self.reader = reader
        self.world = world
        if self.pattern in BY_PERSON:
            reader.client.force_login(an_account("nora", world.site, Role.SENIOR))
        self.good = BODIES[call](world, clock)
        self.before = stored()

    def send(self, body: Any, content_type: str = "application/json") -> Any:
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        route = next(route for route in api_routes() if route.pattern == self.pattern)
        values = self.world.values()
        if self.pattern in (VOTE, REACT, REPORT):  # others act on what they see
            values["comment"] = str(self.world.comment.pk)
        return self.reader.client.generic(
            self.method,
            f"{route.filled(values)}?receipt={self.world.receipt}",
            raw,
            content_type=content_type,
            headers=site_key(self.world, self.pattern),
        )

    def refuses(self, body: Any, content_type: str = "application/json", *, kind: str = "") -> None:
        said = kind or repr(body)[:300]
        self.says_no(body, content_type, said)
        assert stored() == self.before, said

    def says_no(self, body: Any, content_type: str, said: str) -> None:
        answer = self.send(body, content_type)
        assert 400 <= answer.status_code < 500, (answer.status_code, said, answer.content)
        assert answer["Content-Type"] == "application/problem+json"
        assert is_code(answer.json()["code"]), (said, answer.json())

    def item(self) -> dict[str, Any]:
        """The object that holds the fields: many articles come in a list."""
        found = self.good
        if "articles" in found:
            [found] = found["articles"]
        return found

    def refuses_item(self, item: dict[str, Any]) -> None:
        self.says_no_to_item(item)
        assert stored() == self.before, item

    def says_no_to_item(self, item: dict[str, Any]) -> None:
        """A bad article among many is refused in its own result."""
        if "articles" not in self.good:
            self.says_no(item, "application/json", repr(item)[:300])
            return
        answer = self.send({"articles": [item]})
        if answer.status_code != 400:  # a body that is no good JSON is refused as a whole
            [result] = answer.json()["results"]
            assert (answer.status_code, result["status"]) == (200, "refused"), (item, result)
            assert is_code(result["code"])


def is_code(code: Any) -> bool:
    return isinstance(code, str) and bool(code.strip("_")) and code == code.strip("_").lower()


@pytest.fixture(params=sorted(BODIES), ids=lambda call: f"{call[0]} {call[1]}")
def endpoint(request: Any, reader: Reader, world: World, clock: Clock) -> Endpoint:
    return Endpoint(reader, world, clock, request.param)


def test_every_write_endpoint_is_tested_here() -> None:
    calls = {(m, route.pattern) for route in api_routes() for m in route.methods(WRITING)}
    functions = {
        (m, route.pattern)
        for route in api_routes()
        for m in WRITING
        if not hasattr(route.view, "view_class")
    }
    assert calls - functions == set(BODIES) | BODILESS


def test_a_function_under_the_api_only_reads(reader: Reader, world: World) -> None:
    for route in api_routes():
        if not hasattr(route.view, "view_class"):
            answers = [reader.send(m, f"/{route.pattern}", "{}").status_code for m in WRITING]
            assert answers == [405] * 4, route.pattern


def test_what_is_refused_below_is_refused_for_what_is_wrong_with_it(endpoint: Endpoint) -> None:
    assert endpoint.send(endpoint.good).status_code < 300
    # One is counted in Redis and stored from there; two try and change nothing.
    if endpoint.pattern not in (SEEN, BACKTEST, PREVIEW):
        assert stored() != endpoint.before


# --- Bodies that are no JSON object ----------------------------------------------------------

RAW: dict[str, bytes] = {
    "100,000 brackets": b"[" * 100_000,
    "100,000 braces": b'{"a":' * 100_000,
    "closing brackets": b"]" * 1000,
    "1 MB of text": b'{"body": "' + b"x" * 1_000_001 + b'"}',
    "1 MB of blanks": b" " * 1_000_000,
    "1 MB of keys": b"{" + b",".join(b'"k%d":1' % n for n in range(80_000)) + b"}",
    "blanks": b"   ",
    "not UTF-8": b'{"body": "\xff\xfe"}',
    "UTF-16": '{"body": "x"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"body": "x"}',
    "a surrogate's bytes": b'{"body": "\xed\xa0\x80"}',
    "an overlong slash": b'{"body": "\xc0\xaf"}',
    "NUL": b"\x00",
    "NUL behind the object": b'{"body": "x"}\x00',
    "null": b"null",
    "true": b"true",
    "a number": b"5",
    "a string": b'"body"',
    "a list": b"[]",
    "a list of objects": b'[{"body": "x"}]',
    "half an object": b'{"body": "x"',
    "two objects": b'{"body": "x"}{"body": "y"}',
    "single quotes": b"{'body': 'x'}",
    "a comment": b'{"body": "x"} // so',
    "a key twice": b'{"body": "x", "body": "y"}',
    "NaN": b'{"body": NaN}',
    "Infinity": b'{"body": -Infinity}',
    "a float too large": b'{"body": 1e999}',
    "an integer of 10,000 digits": b'{"body": ' + b"9" * 10_000 + b"}",
    "a form": b"body=x&name=y",
    "XML": b'<?xml version="1.0"?><body>x</body>',
}


def test_a_body_that_is_no_object_is_refused(endpoint: Endpoint) -> None:
    for kind in RAW:
        endpoint.refuses(RAW[kind], kind=kind)


def test_an_empty_body_is_refused(endpoint: Endpoint) -> None:
    if (endpoint.method, endpoint.pattern) == ("PATCH", ARTICLE):
        assert endpoint.send(b"").status_code == 200  # a change of nothing
        assert stored() == endpoint.before
    elif endpoint.pattern == APPEAL:
        assert endpoint.send(b"").status_code == 200  # one click will do
    else:
        endpoint.refuses(b"")


OTHER_TYPES = [
    "text/plain",
    "text/html",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/json5",
    "image/png",
    "x",
    "application/json/x",
    "text/json; charset=utf-7",
    ";;;",
    "application/\x7f",
]


def test_another_content_type_is_refused(endpoint: Endpoint) -> None:
    beacon = ["text/plain"] if endpoint.pattern == SEEN else []
    for content_type in OTHER_TYPES:
        if content_type in beacon:
            continue
        endpoint.refuses(endpoint.good, content_type, kind=content_type)


# --- Objects with something wrong in them ----------------------------------------------------


def test_a_field_nobody_knows_is_refused(endpoint: Endpoint) -> None:
    for name in ("nope", "", "__proto__", "constructor", "Body", "body ", "ｂody", "a" * 5000):
        endpoint.refuses_item({**endpoint.item(), name: "x"})


def test_a_field_nobody_knows_beside_the_list_is_refused(endpoint: Endpoint) -> None:
    endpoint.refuses({**endpoint.good, "nope": 1})


def test_a_pushed_object_deeper_than_any_is_refused(endpoint: Endpoint) -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = {"body": [deep]}
    endpoint.refuses(deep)


def test_no_column_is_written_from_outside(endpoint: Endpoint) -> None:
    """What the tables have and the form has not: a name guessed right writes nothing."""
    columns = {
        name
        for model in apps.get_models()
        if model._meta.app_label in ("articles", "comments")
        for field in model._meta.get_fields()
        for name in (field.name, getattr(field, "attname", field.name))
    }
    for name in sorted(columns - set(FORMS[endpoint.pattern])):
        endpoint.says_no_to_item({**endpoint.item(), name: 1})
    assert stored() == endpoint.before


NUMBERS = [0, 1, -1, 1.5, 2**62, True, False]
NO_TEXT = [*NUMBERS, [], {}, ["x"], {"a": 1}, [None]]
NO_LINE = [*NO_TEXT, "nul \x00", "bell \x07", "half a pair \ud800", "override \u202e"]
NO_LIST = [*NUMBERS, "x", "", {}, {"a": 1}, [5], [True], [None], [[]], [{}], [""], ["\x00"],
           ["x" * 191], ["a\nb"], ["x"] * 51]  # fmt: skip
NO_TIME = [*NO_TEXT, "soon", "2026-13-01T00:00:00Z", "2026-05-04T25:00:00Z", "0001-01-01",
           "9999-12-31T23:59:59-12:00", "1" * 41, "2026-05-04T09:00:00+99:99"]  # fmt: skip

ARTICLE_FIELDS: dict[str, list[Any]] = {
    "id": [*NO_TEXT, "", "a\nb", "x" * 201, "\x00"],
    "url": [*NO_LINE, None, "", "x", "//demo.example/a", "javascript:alert(1)", "ftp://demo.example",
            "https://evil.example/a", "https://demo.example@evil.example/", "https://demo.example\\@e/",
            "https://demo.example/" + "a" * 2000, "https://demo.example:0/", "https://[::1"],
    "title": [*NO_LINE, None, "", " ", "x" * 301, "a\nb", "e" + "\u0301" * 50],
    "summary": [*NO_LINE, "x" * 5001],
    "body": [*NO_LINE, "x" * 1_000_001],
    "section": [*NO_LINE, "x" * 191, "a\nb"],
    "tags": NO_LIST,
    "authors": NO_LIST,
    "language": [*NO_LINE, "e", "english language", "x" * 36, "en\n", "<b>"],
    "published_at": NO_TIME,
    "updated_at": NO_TIME,
    "status": [*NO_TEXT, "new", "PUBLISHED", "published\n", "\x00"],
    "image": [*NUMBERS, "x", "", [], ["x"], {"nope": 1}, {"url": 5}, {"url": "javascript:alert(1)"},
              {"url": "https://x.example/", "width": True}, {"width": "5"}, {"width": 0},
              {"height": -1}, {"height": 10**9}, {"width": 1.5}, {"caption": []}, {"credit": {}},
              {"caption": "\x00"}, {"credit": "a\nb"}, {"url": "data:text/html,x"}],
}  # fmt: skip
POST_FIELDS: dict[str, list[Any]] = {
    "article": [*NO_LINE, None, "", "nothing", "x" * 201, "a\nb"],
    "url": [*NO_LINE, "x" * 2001],
    "parent": [0, -1, 1.5, 2**63 - 1, True, False, "x", "", [], {}, [1], {"a": 1}, "1e3", "\x00"],
    "name": [*NO_LINE, None, "", "x" * 246, "a\nb", "\u200b", "e" + "\u0301" * 50],
    "email": [*NO_LINE, None, "", "x", "a@b", "a@@example.org", "x" * 101 + "@example.org",
              "a@example.org\nBcc: b@example.org", "a b@example.org", '"<script>"@example.org'],
    "website": [*NO_LINE, "x", "javascript:alert(1)", "data:text/html,x", "//x.example", "x" * 201,
                "https://u:p@x.example", "https://x.example/\n", "https://x.example/\"onclick=\""],
    "body": [*NO_LINE, None, "", "\u200b \u2800", "x" * 10_001, "x" * 60_000, "e" + "\u0301" * 50],
    "form": [*NO_LINE, None, "", "x", "f1.0.", "f1.1777896000." + "0" * 64, "x" * 1000],
    "hp": NO_TEXT,
}  # fmt: skip
NO_NUMBERS: list[Any] = [*NUMBERS, "x", "1", {}, {"a": 1}, [0], [-1], [1.5], [2**63], [True],
                         ["1"], [None], [[]], [{}], list(range(1, 12))]  # fmt: skip
FIELDS = {
    **{(call, name): values
       for call in (("PUT", ARTICLE), ("PATCH", ARTICLE), ("POST", ARTICLES))
       for name, values in ARTICLE_FIELDS.items()},
    **{(("POST", COMMENTS), name): values for name, values in POST_FIELDS.items()},
    (("PATCH", COMMENT), "body"): POST_FIELDS["body"],
    (("POST", VOTE), "value"): [*NO_TEXT, None, "", "UP", "sideways", "up\n", "\x00"],
    (("POST", VOTE), "guest"): [*NO_LINE, None, "", "short", "x" * 101, "a\nb" * 8],
    (("POST", COMMENTS), "mentions"): NO_NUMBERS,
    (("PATCH", COMMENT), "mentions"): NO_NUMBERS,
    (("POST", REACT), "kind"): [*NO_LINE, None, "", "👎", "up", "x" * 17, "a\nb", "👍👍"],
    (("POST", REACT), "on"): [[], {}, "so", 2, 1.5, None],
    (("POST", REACT), "guest"): [*NO_LINE, None, "", "short", "x" * 101],
    (("POST", PREVIEW), "body"): POST_FIELDS["body"],
    (("POST", REPORT), "reason"): [*NO_TEXT, None, "", "because", "\x00"],
    (("POST", REPORT), "note"): [*NO_LINE, "x" * 501],
    (("POST", REPORT), "guest"): [*NO_LINE, None, "", "short", "x" * 101],
    (("PUT", RULES), "seen"): [1, -1, 1.5, 2**62, True, None, "x", [], {}],
    (("PUT", RULES), "text"): [*NO_TEXT, None, "casino", "hold: /a+/", "hold: \x00",
                               "hold: half \ud800", "hold: x\n" * 100_000],
    (("PUT", RULES), "back_to"): [1, 0, -1, 1.5, True, None, "x", [], {}],
    (("PUT", RULES), "note"): [*NO_LINE, None, "x" * 201, "a\nb"],
    (("POST", BACKTEST), "rules"): [*NO_TEXT, None, "casino", "hold: \x00"],
    (("POST", BACKTEST), "settings"): [*NUMBERS, None, "x", [], {"nope": "1"}, {"max_links": "x"},
                                       {"max_links": 3}, {"max_links": "1000"}, {"version": "1"}],
    (("POST", BACKTEST), "most"): [0, -1, 1.5, 10_001, True, None, "x", [], {}],
    (("POST", BACKTEST), "preset"): [*NO_TEXT, None, "", "harsh", "Open"],
    (("POST", CLUSTER), "to"): [*NO_TEXT, None, "", "pending", "withdrawn", "\x00"],
    (("POST", CLUSTER), "note"): [*NO_LINE, None, "x" * 501, "a\nb"],
    (("POST", DECIDE), "to"): [*NO_TEXT, None, "", "pending", "withdrawn", "\x00"],
    (("POST", DECIDE), "seen"): [*NO_LINE, None, "", "x", "1.held", "1.held.x", "9" * 90,
                               "1.held.1"],
    (("POST", DECIDE), "reason"): [*NO_TEXT, None, "", "because"],
    (("POST", DECIDE), "note"): [*NO_LINE, "x" * 501, "a\nb"],
    (("POST", DECIDE), "said"): [*NO_TEXT, "x" * 2001],
    (("POST", NOTES), "text"): [*NO_LINE, None, "", "x" * 501, "a\nb"],
    (("POST", PERSON_NOTES), "text"): [*NO_LINE, None, "", "x" * 501, "a\nb"],
    (("POST", BULK), "wanted"): [*NUMBERS, None, "x", [], {}, {"nope": 1}, {"tab": "x"}, {"tab": 5},
                                 {"words": "x"}, {"author": "1"}, {"author": True}, {"like": 0},
                                 {"domain": 5}, {"tab": "waiting", "link": "yes"},
                                 {"tab": "waiting", "words": "\x00"}],
    (("POST", BULK), "to"): [*NO_TEXT, None, "", "pending"],
    (("POST", BULK), "reason"): [*NO_TEXT, None, "", "because"],
    (("POST", BULK), "dry_run"): [0, 1, None, "x", "false", [], {}],
    (("POST", BULK), "newest"): [0, -1, 1.5, True, None, "1", [], {}, 2**63],
    (("PUT", STATE), "state"): [*NO_TEXT, None, "", "king"],
    (("PUT", STATE), "seen"): [*NO_LINE, None, "", "trusted", "x" * 61],
    (("PUT", STATE), "reason"): [*NO_LINE, None, "", "x" * 201, "a\nb"],
    (("PUT", STATE), "until"): [*NO_TEXT, "soon", "2020-01-01T00:00:00Z", "1" * 41,
                                "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"],
    (("POST", SEEN), "article"): [*NO_LINE, None, "", "x" * 201, "a\nb"],
    (("POST", SEEN), "shown"): [*NO_LIST, None, ["a", "a"], ["a"] * 21],
    (("POST", SEEN), "clicked"): [*NO_LINE, None, "", "b", "x" * 201, "a\nb"],
    (("POST", SEEN), "position"): [-1, 20, 1.5, 2**62, True, False, None, "x", "1", [], {}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("call", "name"), FIELDS, ids=[f"{call[0]} {call[1]} {name}" for call, name in FIELDS]
)
def test_a_field_with_what_it_cannot_hold_is_refused(
    reader: Reader, world: World, clock: Clock, call: tuple[str, str], name: str
) -> None:
    endpoint = Endpoint(reader, world, clock, call)
    for value in FIELDS[call, name]:
        endpoint.refuses_item({**endpoint.item(), name: value})


def test_every_field_of_a_good_body_is_tried() -> None:
    tried = {name for call, name in FIELDS if call == ("PUT", ARTICLE)}
    assert tried == set(an_article_record("x"))


# --- Addresses -------------------------------------------------------------------------------

WEIRD = [
    "%00", "a%00b", "%0A", "a%0D%0ASet-Cookie:%20a=b", "%FF", "%ED%A0%80", "x" * 1000, "%E2%80%AE",
    "..%2F..%2Fetc%2Fpasswd", "%2E%2E", "9" * 19, "9" * 30, "9" * 5000, "0", "-1", "1.5", "%C2%B2",
    "%D9%A1", "%F0%9F%A6%86", "%25", "%25%30%30", "'--", "%3Cscript%3E", "%7B%7B7*7%7D%7D", "%20",
    "null", "NaN", "%", "%zz", "a%2500",
]  # fmt: skip


@pytest.mark.parametrize("parameter", ["site", "article", "comment"])
@pytest.mark.parametrize("method", WRITING)
def test_a_weird_name_in_the_address_is_refused(
    reader: Reader, world: World, clock: Clock, method: str, parameter: str
) -> None:
    for route in api_routes():
        if parameter not in route.parameters() or method not in route.methods(WRITING):
            continue
        call = (method, route.pattern)
        if call == ("PUT", ARTICLE) and parameter == "article":
            continue  # a publisher's id may be odd: see the next test
        good = BODIES[call](world, clock) if call in BODIES else ""
        before = stored()
        for weird in WEIRD:
            url = route.filled({**world.values(), parameter: weird})
            headers = site_key(world, route.pattern)
            answer = reader.send(method, f"{url}?receipt={world.receipt}", good, **headers)
            assert 400 <= answer.status_code < 500, (url[:200], answer.status_code)
            assert is_code(answer.json()["code"])
        assert stored() == before, route.pattern


def test_a_weird_id_of_an_article_is_taken_whole_or_not_at_all(
    reader: Reader, world: World
) -> None:
    for weird in WEIRD:
        url = f"/api/v1/sites/demo/articles/{weird}"
        good = {"title": "T", "url": f"https://demo.example/p/{WEIRD.index(weird)}"}
        answer = reader.send("PUT", url, good, Authorization=f"Bearer {world.key}")
        assert answer.status_code in (200, 201, 400, 404, 422), (url[:200], answer.status_code)
        if answer.status_code == 201:
            named = urlencode({"article": answer.json()["id"]})
            assert reader.get(f"/api/v1/sites/demo/page?{named}").status_code == 200, weird


def test_no_refusal_leaves_a_comment_behind(world: World) -> None:
    assert Comment.objects.count() == 2
