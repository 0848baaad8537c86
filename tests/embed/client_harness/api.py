"""A newsroom of memory: the public contract, and every way in which it can go wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from . import content

Json = dict[str, Any]
Answer = tuple[int, Json | None, dict[str, str]]


def problem(status: int, code: str, **more: Any) -> Answer:
    """An ``application/problem+json`` answer; ``retry_after`` becomes the header."""
    retry_after = more.pop("retry_after", None)
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": ""}
    return status, {**body, **more}, headers


class MockApi:
    """Answers requests from plain attributes that a test sets before it opens the page."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.comments = content.conversation()
        self.older: list[Json] = []
        self.replies = [content.comment(n, parent=1, depth=1) for n in (11, 12, 13, 14, 15)]
        self.navigation = content.navigation()
        self.article = content.article()
        self.thread: Json = {"id": 7, "version": 3, "status": "open", "mode": "open"}
        self.count: int | None = None
        self.form = "form-1"
        self.caching = "no-store"
        self.config: Json = {}
        self.counts = {"story-1": 0, "story-2": 1, "story-3": 1234}
        self.latest: list[Json] = []
        #: What the live stream tells before it ends.
        self.stream = ""
        #: Status of the answer to a post, then of each later look at it.
        self.verdicts = ["published"]
        self.reason: Json | None = None
        #: What else each answer about a comment of one's own holds: a proof, a suggestion.
        self.own_more: Json = {}
        #: The six digits of the mail, and what was told to the endpoint that takes them.
        self.code = "123456"
        self.told: list[Json] = []
        #: What readers did: ("vote", 3, {"value": "up", "guest": …}).
        self.acts: list[tuple[str, int, Json]] = []
        #: Answers given to the next posts in place of the usual one.
        self.next_posts: deque[Answer] = deque()
        self.failing: Callable[[str, str], Answer | None] = lambda _method, _path: None
        self.asked: list[tuple[str, str]] = []
        #: What pages told of related links.
        self.seen: list[Json] = []
        self.posts: list[Json] = []
        self.keys: list[str] = []
        self.stored: dict[str, Json] = {}
        #: The token of the request that is answered, and whom each good one names.
        self.bearer = ""
        self.members: dict[str, str] = {}
        self.bearers: list[str] = []

    def handle(self, method: str, target: str, body: Json, key: str) -> Answer:
        url = urlsplit(target)
        self.asked.append((method, target))
        failure = self.failing(method, url.path)
        if failure:
            return failure
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        parts = url.path.removeprefix("/api/v1/").split("/")
        if parts[2:] == ["seen"]:
            self.seen.append(body)
            return 204, None, {}
        if parts[2:] == ["confirm"]:
            return self.confirm(int(parts[1]), body)
        if parts[2:] == ["preview"]:
            return 200, {"html": content.as_html(body["body"])}, {}
        if parts[0] == "comments" and parts[2:]:
            return self.act(parts[2], int(parts[1]), body)
        if parts[0] == "comments":
            return self.own(method, int(parts[1]), query, body)
        if method == "POST":
            return self.post(body, key)
        return getattr(self, f"get_{parts[2]}")(query)

    # Reads

    def thread_shape(self) -> Json:
        known = self.count if self.count is not None else len(self.comments) + len(self.older)
        return {"count": known, "closes_at": None, **self.thread}

    def get_page(self, _query: Json) -> Answer:
        following = "older" if self.older else None
        thread = {**self.thread_shape(), "results": self.comments, "next": following}
        page = {
            "article": self.article,
            "config": {**content.config(self.form), **self.config},
            "navigation": self.navigation,
            "thread": thread,
        }
        return 200, page, {"Cache-Control": self.caching}

    def get_navigation(self, _query: Json) -> Answer:
        return 200, self.navigation, {}

    def get_counts(self, query: Json) -> Answer:
        wanted = query["articles"].split(",")
        return 200, {"counts": {one: self.counts[one] for one in wanted if one in self.counts}}, {}

    def get_comments(self, query: Json) -> Answer:
        results = self.comments
        if "parent" in query:
            results = self.replies
        elif query.get("cursor") == "older" or "around" in query:
            results = self.older
        elif query.get("sort") == "newest":
            results = self.comments[::-1]
        return 200, {"thread": self.thread_shape(), "results": results, "next": None}, {}

    def get_latest(self, query: Json) -> Answer:
        return 200, {"language": "en", "results": self.latest[: int(query["limit"])]}, {}

    def get_me(self, _query: Json) -> Answer:
        if self.bearer not in self.members:
            return problem(401, "token_expired")
        name = self.members[self.bearer]
        mine = [self.answer(one) for one in self.stored.values()]
        return 200, {"name": name, "avatar": "seed", "email_known": True, "comments": mine}, {}

    # A guest's own comment

    def post(self, body: Json, key: str) -> Answer:
        self.bearers.append(self.bearer)
        if self.bearer and self.bearer not in self.members:
            return problem(401, "token_expired", detail="The sign-in has run out.")
        self.posts.append(body)
        self.keys.append(key)
        if self.next_posts:
            return self.next_posts.popleft()
        if body["form"] != self.form:
            return problem(422, "form_expired")
        if key not in self.stored:
            self.stored[key] = self.store(body, len(self.stored) + 900)
        answer = self.answer(self.stored[key])
        return (201 if answer["status"] == "published" else 202), answer, {}

    def store(self, body: Json, number: int) -> Json:
        parent = body.get("parent")
        now = datetime.now(UTC)
        name, website = body.get("name", "Mia Member"), body.get("website", "")
        shape = content.comment(
            number,
            parent=parent,
            depth=1 if parent else 0,
            author={"name": name, "website": website, "avatar": "seed"},
            html=content.as_html(body["body"]),
            created_at=now.isoformat(),
        )
        until = (now + timedelta(minutes=15)).isoformat()
        return {"comment": shape, "until": until, "verdicts": deque(self.verdicts)}

    def answer(self, stored: Json) -> Json:
        verdicts = stored["verdicts"]
        status = verdicts.popleft() if len(verdicts) > 1 else verdicts[0]
        number = stored["comment"]["id"]
        return {
            "id": number,
            "status": status,
            "reason": self.reason if status != "published" else None,
            "receipt": f"receipt-{number}",
            "receipt_url": f"https://news.example/receipts/{number}",
            "editable_until": stored["until"],
            "comment": stored["comment"],
            **self.own_more,
        }

    def act(self, kind: str, number: int, body: Json) -> Answer:
        self.acts.append((kind, number, body))
        if kind == "report":
            return 202, None, {}
        if kind == "vote":
            score = {"up": 1, "down": -1, "none": 0}[body["value"]]
            return 200, {"votes": abs(score), "score": score}, {}
        return 200, {"reactions": {body["kind"]: 1} if body["on"] else {}}, {}

    def confirm(self, number: int, body: Json) -> Answer:
        self.told.append(body)
        if "code" in body and body["code"] != self.code:
            return problem(403, "code_wrong", detail="This is not the code.")
        found = next(one for one in self.stored.values() if one["comment"]["id"] == number)
        if "code" in body:
            found["verdicts"] = deque(["pending"])
        return 200, self.answer(found), {}

    def own(self, method: str, number: int, query: Json, body: Json) -> Answer:
        found = [one for one in self.stored.values() if one["comment"]["id"] == number]
        if not found or query.get("receipt") != f"receipt-{number}":
            return problem(404, "not_yours")
        if method == "DELETE":
            self.stored = {key: one for key, one in self.stored.items() if one not in found}
            return 204, None, {}
        if method == "PATCH":
            found[0]["comment"] |= {
                "html": content.as_html(body["body"]),
                "edited_at": "2026-01-02",
            }
        return 200, self.answer(found[0]), {}
