"""A decision of the machine can be judged once more, and comes out the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from articles.models import Article
from comments.evidence import gather
from comments.models import Comment, Commenter, Decision, Policy, PolicyVersion
from comments.pipeline.case import Missing, Skipped
from comments.pipeline.folder import NotReplayable
from comments.reading.replay import replay
from comments.services.edit import edit
from comments.services.moderate import moderate
from comments.services.policies import save_policy
from comments.services.review import review
from comments.services.rule_sets import in_force, save_rules
from comments.services.threads import policy_of
from comments.states import Status
from tests.factories import a_comment, a_posted

pytestmark = pytest.mark.django_db

WORDS = [
    "the",
    "bus",
    "pills",
    "bridge",
    "casino",
    "council",
    "http://a.example/x",
    "https://daily.example/y",
]
MAIL_ANSWERS = ("ok", "no_mx", "nxdomain", Missing("no answer"), Skipped("no address"))
TEXT_ANSWERS = (0, 0, 1, 4, Missing("no answer"), ZeroDivisionError("broken"))
STATES = (Status.PUBLISHED, Status.HELD, Status.SPAM, Status.REJECTED)


def decided() -> list[Decision]:
    rows = Decision.objects.filter(actor="machine").select_related("policy", "comment")
    return list(rows.exclude(policy=None))


class History:
    """A site's days: people write, edit and are judged, while the policy changes."""

    def __init__(self, article: Article, editor: Any, now: datetime, seed: int) -> None:
        self.article, self.editor, self.now = article, editor, now
        self.random = Random(seed)

    def answer(self, answers: tuple[Any, ...]) -> Callable[[Comment, datetime], Any]:
        def scorer(comment: Comment, now: datetime) -> Any:
            found = self.random.choice(answers)
            if isinstance(found, Exception):
                raise found
            return found

        return scorer

    def goes_on(self) -> None:
        self.now += timedelta(minutes=7)
        self.random.choice((self.write, self.write, self.write, self.change, self.moderate))()

    def write(self) -> None:
        person = self.random.randrange(5)
        comment = a_posted(
            self.article,
            self.now,
            email=f"p{person}@example.org",
            body=self.text(),
            honeypot=self.random.random() < 0.1,
        )
        review(comment.pk, self.now, tries=self.random.choice((1, 9)))
        comment.refresh_from_db()
        if self.random.random() < 0.4:
            edit(comment, self.text(), policy_of(self.article.site_id), self.now)
            review(comment.pk, self.now)

    def text(self) -> str:
        said = [self.random.choice(WORDS) for _ in range(self.random.randrange(1, 9))]
        return " ".join([*said, str(self.random.random())])

    def change(self) -> None:
        policy = policy_of(self.article.site_id)
        policy.premoderation = self.random.choice(("none", "first", "all"))
        policy.max_links = self.random.randrange(4)
        wanted = self.random.choice(("", "spam: casino", "spam: pills\nhold: bridge"))
        latest = in_force(self.article.site_id)
        seen = latest.version if latest else 0
        save_rules(self.article.site_id, wanted, self.now, seen=seen)
        policy.confirm_email = self.random.choice(("never", "doubtful"))
        action = self.random.choice(("ignore", "hold", "retry"))
        policy.on_missing = [f"same_text:{action}"]
        save_policy(policy)

    def moderate(self) -> None:
        comment = Comment.objects.order_by("?").first()
        if comment is None:
            return
        moderate(comment, self.random.choice(STATES), self.editor, self.now)
        state = self.random.choice(Commenter.State.values)
        Commenter.objects.filter(pk=comment.commenter_id).update(state=state)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happened_every_decision_comes_out_the_same(
    article: Article, editor: Any, now: datetime, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    history = History(article, editor, now, seed)
    monkeypatch.setitem(gather.SCORERS, "mail_domain", history.answer(MAIL_ANSWERS))
    monkeypatch.setitem(gather.SCORERS, "same_text", history.answer(TEXT_ANSWERS))
    for _ in range(30):
        history.goes_on()
    assert len(decided()) > 10
    for decision in decided():
        found = replay(decision)
        assert (found.verdict.value, list(found.reasons)) == (decision.after, decision.reasons)


@pytest.fixture
def decision(article: Article, now: datetime) -> Decision:
    review(a_posted(article, now).pk, now)
    return Decision.objects.latest("id")


def test_what_the_policy_says_today_changes_no_decision_of_yesterday(decision: Decision) -> None:
    policy = Policy.objects.get()
    policy.premoderation = "none"
    save_policy(policy)
    assert replay(decision).reasons == ("first_comment",)


def test_words_that_were_edited_are_still_known(
    decision: Decision, article: Article, now: datetime
) -> None:
    edit(decision.comment, "Other words.", policy_of(article.site_id), now)
    decision.refresh_from_db()
    assert replay(decision).reasons == ("first_comment",)


def test_words_that_are_gone_are_said_to_be_gone(decision: Decision) -> None:
    Comment.objects.update(body="")
    decision.refresh_from_db()
    with pytest.raises(NotReplayable, match="no longer there"):
        replay(decision)


def test_a_persons_decision_is_not_replayed(decision: Decision, editor: Any, now: datetime) -> None:
    moderate(decision.comment, Status.PUBLISHED, editor, now)
    with pytest.raises(NotReplayable, match="A person decided"):
        replay(Decision.objects.latest("id"))


def test_an_import_is_not_replayed(article: Article) -> None:
    with pytest.raises(NotReplayable):
        replay(a_comment(article).decisions.get())


def test_a_folder_of_another_pipeline_is_refused(decision: Decision) -> None:
    decision.facts = {**decision.facts, "pipeline": 0}
    with pytest.raises(NotReplayable, match="pipeline 0"):
        replay(decision)


def test_the_same_rules_are_kept_once(article: Article, now: datetime) -> None:
    for number in range(3):
        review(a_posted(article, now, email=f"a{number}@example.org").pk, now)
    assert PolicyVersion.objects.count() == 1


def test_a_folder_holds_no_word_of_the_author(article: Article, now: datetime) -> None:
    comment = a_posted(article, now, name="Zacharias", body="Unmistakable words.")
    review(comment.pk, now)
    kept = Decision.objects.latest("id")
    assert "Zacharias" not in str(kept.facts) and "Unmistakable" not in str(kept.facts)
