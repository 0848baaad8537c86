"""The desk over HTTP, by a moderator's session: what the panel does, for other clients."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Site
from comments.models import Claim, Comment, Decision, DeskNote
from comments.roles import Role
from comments.services.bulk import step
from comments.services.report import report
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.factories import NOON, a_comment
from tests.panel.desk import Desk, an_account, seen

BASE = "/api/v1/moderation/daily/"


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


class ApiDesk:
    """A moderator's program."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.client = Reader().client
        self.client.force_login(user)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(BASE + path, query)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        say = getattr(self.client, method.lower())
        return say(BASE + path, body, content_type="application/json")

    def decide(self, comment: Comment, to: str, mark: str = "", **said: str) -> Any:
        body = {"to": to, "seen": mark or seen(comment), **said}
        return self.send("POST", f"comments/{comment.pk}/decisions", body)


@pytest.fixture
def nora(site: Site) -> ApiDesk:
    return ApiDesk(an_account("nora", site))


@pytest.fixture
def sam(site: Site) -> ApiDesk:
    return ApiDesk(an_account("sam", site, Role.SENIOR))


def hold(article: Article, **fields: Any) -> Comment:
    return a_comment(article, Status.HELD, reasons=("first_comment",), **fields)


# --- The queue and a card ----------------------------------------------------------------------


@pytest.mark.parametrize("order", ["worst", "newest", "oldest"])
def test_the_queue_is_the_panels_page_by_page(nora: ApiDesk, article: Article, order: str) -> None:
    for number in range(7):
        hold(article, name=f"n{number}")
    found, cursor = [], ""
    while cursor is not None:
        page = nora.get("queue", order=order, limit=3, cursor=cursor).json()
        found += [card["name"] for card in page["results"]]
        cursor = page["next"]
    assert page["counts"]["waiting"] == 7
    panel = Desk(nora.user).page(order=order)
    assert found == sorted(found, key=lambda name: panel.index(f"<bdi>{name}</bdi>"))
    assert len(found) == 7


def test_a_filter_narrows_it_and_one_that_is_none_is_refused(
    nora: ApiDesk, article: Article
) -> None:
    hold(article, name="Wanted", body="A needle.")
    hold(article, name="Other", body="Hay.")
    [card] = nora.get("queue", words="needle", link="0").json()["results"]
    assert card["name"] == "Wanted"
    for wrong in ({"tab": "x"}, {"order": "x"}, {"link": "x"}, {"limit": "0"}, {"cursor": "x"}):
        assert nora.get("queue", **wrong).status_code == 400


def test_a_longer_queue_costs_no_more_questions(nora: ApiDesk, article: Article) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert nora.get("queue").status_code == 200
        return len(asked)

    for _ in range(2):
        hold(article)
    two = questions()
    for _ in range(18):
        report(hold(article), "x", "abuse", "", NOON)
    assert questions() == two


def test_a_card_says_why_it_waits_and_what_was_decided(nora: ApiDesk, article: Article) -> None:
    comment = hold(article, body="<script>alert(1)</script>")
    report(comment, "x", "abuse", "Look!", NOON)
    nora.decide(comment, "rejected", reason="insult", note="So.")
    card = nora.get(f"comments/{comment.pk}").json()
    assert (card["status"], card["seen"]) == ("rejected", seen(comment))
    assert "<script" not in card["html"]
    newest, first = card["history"]
    assert (newest["who"], newest["after"], newest["note"]) == ("nora", "rejected", "So.")
    assert first["why"][0]["text"]
    assert "email" not in str(card)


# --- Deciding ----------------------------------------------------------------------------------


def test_a_decision_is_made_once_however_often_it_is_sent(nora: ApiDesk, article: Article) -> None:
    comment = hold(article)
    mark = seen(comment)
    first = nora.decide(comment, "published", mark).json()
    again = nora.decide(comment, "published", mark).json()
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert (first["decision"], first["seen"]) == (again["decision"], seen(comment))
    assert Decision.objects.filter(actor="moderator").count() == 1


def test_the_second_is_told_who_decided_what(nora: ApiDesk, sam: ApiDesk, article: Article) -> None:
    comment = hold(article)
    mark = seen(comment)
    sam.decide(comment, "rejected", mark, reason="hate")
    answer = nora.decide(comment, "published", mark)
    said = answer.json()
    assert (answer.status_code, said["code"]) == (409, "already_decided")
    assert said["detail"] == "Decided meanwhile by sam: rejected."
    current = said["current"]
    assert (current["who"], current["status"], current["reasons"]) == ("sam", "rejected", ["hate"])
    assert nora.decide(comment, "published", current["seen"]).status_code == 200


def test_the_panel_and_the_api_see_each_others_decisions(nora: ApiDesk, article: Article) -> None:
    comment = hold(article)
    mark = seen(comment)
    nora.decide(comment, "spam", mark)
    late = Desk(an_account("kim", article.site)).decide(comment, "publish", json=True, seen=mark)
    assert (late.status_code, late.json()["by"]) == (409, "nora")


def test_an_undo_counts_in_its_window_and_for_ones_own(
    nora: ApiDesk, sam: ApiDesk, article: Article, clock: Clock
) -> None:
    comment = hold(article)
    made = nora.decide(comment, "spam").json()
    path = f"decisions/{made['decision']}/undo"
    assert sam.send("POST", path).json()["code"] == "not_yours"
    undone = nora.send("POST", path)
    assert (undone.status_code, undone.json()["status"]) == (200, "held")
    assert undone.json()["seen"] == seen(comment)
    assert nora.send("POST", path).status_code == 200, "the same undo is one"
    later = nora.decide(comment, "spam").json()
    clock.go_on(seconds=20)
    late = nora.send("POST", f"decisions/{later['decision']}/undo")
    assert (late.status_code, late.json()["code"]) == (410, "too_late")


def test_a_claim_is_seen_by_others_and_let_go_by_its_own(
    nora: ApiDesk, sam: ApiDesk, article: Article
) -> None:
    comment = hold(article)
    path = f"comments/{comment.pk}/claim"
    assert nora.send("PUT", path).json()["until"]
    taken = sam.send("PUT", path)
    assert (taken.status_code, taken.json()["opened_by"]) == (409, "nora")
    assert sam.get(f"comments/{comment.pk}").json()["opened_by"] == "nora"
    sam.send("DELETE", path)
    assert Claim.objects.exists()
    assert nora.send("DELETE", path).status_code == 204
    assert not Claim.objects.exists()


def test_a_loop_gone_wild_is_slowed(
    nora: ApiDesk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comments.api.desk import door
    from newsroom.kernel.limits import Limit

    monkeypatch.setattr(door, "CALLS", Limit("desk_calls", 2, 60))
    answers = [nora.get("queue") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


# --- Notes, bulk, people -----------------------------------------------------------------------


def test_a_note_is_read_by_colleagues(nora: ApiDesk, sam: ApiDesk, article: Article) -> None:
    comment = hold(article)
    assert nora.send("POST", f"comments/{comment.pk}/notes", {"text": "Look."}).status_code == 201
    [note] = sam.get(f"comments/{comment.pk}/notes").json()["notes"]
    assert (note["who"], note["text"]) == ("nora", "Look.")
    assert DeskNote.objects.count() == 1


def test_a_bulk_is_counted_done_and_taken_back(nora: ApiDesk, article: Article) -> None:
    for _ in range(3):
        hold(article, body="A needle.")
    hold(article, body="Hay.")
    said = {"wanted": {"tab": "waiting", "words": "needle"}, "to": "spam"}
    count = nora.send("POST", "bulk", {**said, "dry_run": True}).json()
    assert (count["count"], len(count["sample"])) == (3, 3)
    assert not Comment.objects.filter(status="spam").exists()
    hold(article, body="A later needle.")
    begun = nora.send("POST", "bulk", {**said, "dry_run": False, "newest": count["newest"]})
    assert (begun.status_code, begun.json()["total"]) == (202, 3)
    job = begun.json()["id"]
    step(job, NOON)
    told = nora.get(f"bulk/{job}").json()
    assert (told["state"], told["done"], told["items"]) == ("done", 3, {"done": 3})
    assert nora.send("POST", f"bulk/{job}/undo").status_code == 202
    step(job, NOON)
    assert Comment.objects.filter(status="held").count() == 5
    assert [one["id"] for one in nora.get("bulk").json()["jobs"]] == [job]


def test_a_bulk_over_nothing_in_particular_and_one_uncounted_are_refused(
    nora: ApiDesk, site: Site
) -> None:
    said = {"to": "spam", "dry_run": False}
    answer = nora.send("POST", "bulk", {**said, "wanted": {"words": "x"}})
    assert answer.json()["code"] == "wanted_required"
    answer = nora.send("POST", "bulk", {**said, "wanted": {"tab": "waiting"}})
    assert answer.json()["code"] == "newest_required"


def test_a_person_has_a_state_with_its_reason(
    nora: ApiDesk, sam: ApiDesk, article: Article
) -> None:
    who = hold(article, name="Vera", email="vera@example.org").commenter_id
    [line] = nora.get("people", words="Vera").json()["people"]
    assert (line["id"], line["state"]) == (who, "new")
    assert "addresses" not in nora.get(f"people/{who}").json()
    assert sam.get(f"people/{who}").json()["addresses"] == ["vera@example.org"]
    said = {"state": "watched", "reason": "Sells.", "seen": line["seen"]}
    assert sam.send("PUT", f"people/{who}/state", said).json()["state"] == "watched"
    late = sam.send("PUT", f"people/{who}/state", said)
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    assert nora.send("POST", f"people/{who}/notes", {"text": "Known."}).status_code == 201
    entries = nora.get(f"people/{who}").json()["entries"]
    assert [(one["who"], one["after"]) for one in entries] == [("nora", ""), ("sam", "watched")]


def test_a_seniors_rules_are_in_their_name(sam: ApiDesk, site: Site) -> None:
    from comments.models import RuleSet

    assert sam.send("PUT", "rules", {"seen": 0, "text": "hold: casino"}).status_code == 200
    assert RuleSet.objects.get().by == sam.user
    assert sam.send("POST", "backtest", {"rules": "spam: casino"}).status_code == 200
