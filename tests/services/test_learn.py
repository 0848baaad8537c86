"""What a newsroom decides teaches its score; an undo and an erasure take the lesson back."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from articles.models import Article
from comments.evidence.learned import in_use
from comments.learning.facts import Facts
from comments.learning.features import FEATURE_VERSION, Example
from comments.learning.scorer import Kind
from comments.models import Comment, Decision, Evidence, LearnedModel, LearnedScorer, Lesson, Policy
from comments.reading.learned import report, trouble
from comments.services.edit import edit
from comments.services.forget_lessons import forget_lessons
from comments.services.learn import learn, unlearn
from comments.services.moderate import moderate
from comments.services.rebuild_model import Built, NotBuilt, rebuild_model
from comments.services.review import review
from comments.services.roll_back_model import roll_back_model
from comments.services.stale_models import catch_up
from comments.services.threads import policy_of
from comments.services.undo import undo
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_posted
from tests.together import together

pytestmark = pytest.mark.django_db

_NOBODY = Facts()

TOPICS = ("bus", "road", "school", "council", "river", "market", "bridge", "train", "garden")


def decide(comment: Comment, to: Status, editor: Any, now: datetime, reason: str = "") -> None:
    """A click, and what it promised."""
    moderate(comment, to, editor, now, reason=reason)
    learn(comment.pk, now)


@pytest.fixture
def held(article: Article, now: datetime) -> Comment:
    comment = a_posted(article, now, body="The new harbour bridge pleases me.")
    review(comment.pk, now)
    comment.refresh_from_db()
    return comment


def a_history(article: Article, now: datetime, good: int, spam: int, seed: int = 1) -> None:
    """Lessons of a site whose spam is about watches."""
    random = Random(seed)
    labels = [Lesson.Label.GOOD] * good + [Lesson.Label.SPAM] * spam
    random.shuffle(labels)
    for number, label in enumerate(labels):
        a_lesson(article, label, random, now + timedelta(seconds=number))


def a_lesson(article: Article, label: str, random: Random, when: datetime) -> Lesson:
    words = " ".join(random.sample(TOPICS, 4))
    sells = label == Lesson.Label.SPAM
    body = f"Replica watches {words} http://w.example.net/" if sells else f"I think the {words}."
    comment = a_comment(article, Status.HELD, body=f"{body} {random.random()}")
    used = in_use(article.site_id, Kind.SPAM)
    said = used.scorer.judge(comment.body, facts=_NOBODY)
    return Lesson.objects.create(
        comment=comment, site_id=article.site_id, revision=1, label=label,
        example=said.example.pack(), logit=said.logit, probability=said.probability,
        word=said.word.value, scorer=used.version, decided=when,
    )  # fmt: skip


def live(article: Article) -> LearnedModel | None:
    row = LearnedScorer.objects.filter(site_id=article.site_id, kind="spam").first()
    return row.live if row else None


# --- Lessons ---


@pytest.mark.parametrize(
    ("to", "reason", "label"),
    [
        (Status.PUBLISHED, "", "good"),
        (Status.SPAM, "", "spam"),
        (Status.REJECTED, "", "removed"),
        (Status.REMOVED, "insult", "removed"),
        (Status.REMOVED, "spam", "spam"),
    ],
)
def test_a_persons_decision_is_a_lesson(
    held: Comment, editor: Any, now: datetime, to: Status, reason: str, label: str
) -> None:
    decide(held, to, editor, now, reason)
    assert Lesson.objects.get().label == label


def test_what_the_machine_decides_teaches_nothing(article: Article, now: datetime) -> None:
    comment = a_posted(article, now, honeypot=True)
    review(comment.pk, now)
    assert learn(comment.pk, now) is None and not Lesson.objects.exists()


def test_every_decision_of_a_person_is_promised_to_the_score(
    held: Comment, editor: Any, now: datetime
) -> None:
    moderate(held, Status.SPAM, editor, now)
    assert OutboxEvent.objects.get(task="comments.learn").key == str(held.pk)


def test_an_undo_takes_the_lesson_back(held: Comment, editor: Any, now: datetime) -> None:
    decide(held, Status.SPAM, editor, now)
    decide(held, Status.HELD, editor, now)
    assert not Lesson.objects.exists()


def test_an_undo_of_a_moment_later_takes_it_back_too(
    held: Comment, editor: Any, now: datetime
) -> None:
    decide(held, Status.SPAM, editor, now)
    OutboxEvent.objects.filter(name="comment.decided").update(done_at=now)
    undo(Decision.objects.latest("id"), editor, now)
    assert OutboxEvent.objects.filter(name="comment.decided", done_at=None).count() == 1
    learn(held.pk, now)
    assert not Lesson.objects.exists()


def test_an_undo_leaves_the_lesson_of_the_decision_before(
    held: Comment, editor: Any, now: datetime
) -> None:
    decide(held, Status.PUBLISHED, editor, now)
    decide(held, Status.SPAM, editor, now)
    undo(Decision.objects.latest("id"), editor, now)
    learn(held.pk, now)
    assert Lesson.objects.get().label == "good"


def test_what_the_machine_published_is_no_approval_after_an_undo(
    article: Article, editor: Any, now: datetime
) -> None:
    comment = a_comment(article)
    decide(comment, Status.SPAM, editor, now)
    undo(Decision.objects.latest("id"), editor, now)
    learn(comment.pk, now)
    assert not Lesson.objects.exists()


def test_a_second_thought_replaces_the_first(held: Comment, editor: Any, now: datetime) -> None:
    decide(held, Status.SPAM, editor, now)
    decide(held, Status.PUBLISHED, editor, now)
    assert Lesson.objects.get().label == "good"


def test_a_late_task_learns_what_stands_now(held: Comment, editor: Any, now: datetime) -> None:
    moderate(held, Status.SPAM, editor, now)
    moderate(held, Status.PUBLISHED, editor, now)
    for _ in range(2):
        learn(held.pk, now)
    assert Lesson.objects.get().label == "good"


def test_a_lesson_holds_no_text(held: Comment, editor: Any, now: datetime) -> None:
    decide(held, Status.SPAM, editor, now)
    lesson = Lesson.objects.get()
    assert b"harbour" not in bytes(lesson.example) and lesson.domains == []


def test_a_lesson_goes_with_its_comment(held: Comment, editor: Any, now: datetime) -> None:
    decide(held, Status.SPAM, editor, now)
    held.delete()
    assert not Lesson.objects.exists()


def test_a_lesson_holds_what_the_score_said_before(
    held: Comment, editor: Any, now: datetime
) -> None:
    said = Evidence.objects.get(scorer="learned_spam").value
    decide(held, Status.SPAM, editor, now)
    assert Lesson.objects.get().logit == said["logit"]


def test_the_decision_itself_is_no_part_of_its_lesson(
    held: Comment, editor: Any, now: datetime
) -> None:
    """The author's count of approvals rises with the decision: the score would learn its own
    label."""
    decide(held, Status.PUBLISHED, editor, now)
    first = Example.unpack(bytes(Lesson.objects.get().example))
    Lesson.objects.all().delete()
    held.commenter.approved = 40
    held.commenter.save()
    learn(held.pk, now)
    assert Example.unpack(bytes(Lesson.objects.get().example)).pack() == first.pack()


def test_an_edit_after_the_decision_leaves_the_lesson_of_the_words_decided(
    held: Comment, editor: Any, article: Article, now: datetime
) -> None:
    decide(held, Status.PUBLISHED, editor, now)
    before = bytes(Lesson.objects.get().example)
    held.refresh_from_db()
    edit(held, "Altogether different words.", policy_of(article.site_id), now)
    learn(held.pk, now)
    assert bytes(Lesson.objects.get().example) == before


def test_a_site_that_does_without_teaches_nothing(
    held: Comment, editor: Any, now: datetime
) -> None:
    Policy.objects.update(learned_spam="off")
    decide(held, Status.SPAM, editor, now)
    assert not Lesson.objects.exists()


def test_a_person_can_be_forgotten(held: Comment, editor: Any, now: datetime) -> None:
    decide(held, Status.SPAM, editor, now)
    assert unlearn([held.pk], now) == 1
    assert LearnedScorer.objects.get(kind="spam").new_lessons == 2


# --- Rebuilding ---


def test_twenty_five_lessons_ask_for_a_rebuild(
    article: Article, editor: Any, now: datetime
) -> None:
    for _ in range(25):
        decide(a_comment(article, Status.HELD), Status.PUBLISHED, editor, now)
    keys = set(OutboxEvent.objects.filter(name="model.stale").values_list("key", flat=True))
    assert keys == {f"{article.site_id}:spam", f"{article.site_id}:removed"}


def test_an_hour_later_one_lesson_is_enough(held: Comment, editor: Any, now: datetime) -> None:
    decide(held, Status.SPAM, editor, now)
    assert (catch_up(now), catch_up(now)) == (1, 1)
    assert OutboxEvent.objects.filter(name="model.stale").count() == 1


def test_a_model_that_knows_what_was_erased_is_rebuilt_within_the_hour(
    article: Article, now: datetime
) -> None:
    a_history(article, now, 10, 10)
    rebuild_model(article.site_id, Kind.SPAM, now)
    assert catch_up(now) == 0
    Lesson.objects.first().comment.delete()  # type: ignore[union-attr]
    assert catch_up(now) == 1


def test_when_every_lesson_is_erased_the_prior_judges_again(
    article: Article, now: datetime
) -> None:
    a_history(article, now, 3, 3)
    rebuild_model(article.site_id, Kind.SPAM, now)
    Lesson.objects.all().delete()
    assert rebuild_model(article.site_id, Kind.SPAM, now) == NotBuilt("no_lessons")
    assert in_use(article.site_id, Kind.SPAM).version == "prior"
    assert not LearnedModel.objects.exists()


def test_a_rebuilt_model_judges(article: Article, now: datetime) -> None:
    a_history(article, now, 60, 40)
    text = "Replica watches for the council http://w.example.net/"
    before = in_use(article.site_id, Kind.SPAM).scorer.judge(text, _NOBODY).probability
    assert isinstance(rebuild_model(article.site_id, Kind.SPAM, now), Built)
    after = in_use(article.site_id, Kind.SPAM).scorer.judge(text, _NOBODY).probability
    assert before < 0.9 < after


def test_the_same_lessons_make_the_same_model(article: Article, now: datetime) -> None:
    a_history(article, now, 30, 30)
    models = [rebuild_model(article.site_id, Kind.SPAM, now) for _ in range(2)]
    weights = [bytes(one.model.weights) for one in models if isinstance(one, Built)]
    assert len(weights) == 2 and weights[0] == weights[1]


def test_nothing_learned_is_nothing_to_rebuild(article: Article, now: datetime) -> None:
    assert rebuild_model(article.site_id, Kind.SPAM, now) == NotBuilt("no_lessons")


def test_spam_is_called_so_after_a_hundred_approvals_and_not_before(
    article: Article, now: datetime
) -> None:
    words = []
    for good in (99, 1):
        a_history(article, now, good, 40, seed=good)
        rebuild_model(article.site_id, Kind.SPAM, now)
        comment = a_posted(
            article, now, email=f"w{good}@example.org",
            body=f"Replica watches river market http://w.example.net/ {good}",
        )  # fmt: skip
        review(comment.pk, now)
        words.append(Decision.objects.latest("id").reasons)
        assert Evidence.objects.get(comment=comment, scorer="learned_spam").value["own"]
    statuses = [d.after for d in Decision.objects.exclude(policy=None).order_by("id")]
    assert statuses == [Status.HELD, Status.SPAM]
    assert words == [["like_spam", "first_comment"], ["like_spam"]]


def test_the_removed_model_only_informs(article: Article, editor: Any, now: datetime) -> None:
    for number in range(30):
        comment = a_comment(article, Status.HELD, body=f"You fools of the {TOPICS[number % 9]}.")
        decide(comment, Status.REJECTED, editor, now)
        decide(a_comment(article, Status.HELD), Status.PUBLISHED, editor, now)
    rebuild_model(article.site_id, Kind.REMOVED, now)
    policy_of(article.site_id)
    Policy.objects.update(premoderation="none", learned_spam="inform")
    comment = a_posted(article, now, body="You fools of the council, once more.")
    review(comment.pk, now)
    row = Evidence.objects.get(comment=comment, scorer="learned_removed")
    assert row.score is not None and row.score > 0.5
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED


# --- What goes wrong ---


def test_a_worse_model_stays_out_and_says_so(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_history(article, now, 20, 20)
    rebuild_model(article.site_id, Kind.SPAM, now)
    before = live(article)
    monkeypatch.setattr("comments.learning.scorer.refusal", lambda *_: "recall_fell")
    outcome = rebuild_model(article.site_id, Kind.SPAM, now)
    assert isinstance(outcome, Built) and outcome.model.refused == "recall_fell"
    assert live(article) == before
    assert "recall_fell" in trouble(article.site_id, Kind.SPAM)


def test_a_damaged_model_leaves_the_prior_to_judge_and_says_so(
    article: Article, now: datetime
) -> None:
    a_history(article, now, 30, 30)
    rebuild_model(article.site_id, Kind.SPAM, now)
    LearnedModel.objects.update(weights=b"not a model", checksum="changed")
    used = in_use(article.site_id, Kind.SPAM)
    assert used.version == "prior"
    assert "ends before its header" in trouble(article.site_id, Kind.SPAM)


def test_a_model_of_newer_features_leaves_the_prior_to_judge(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_history(article, now, 30, 30)
    with monkeypatch.context() as newer:
        newer.setattr("comments.learning.model.FEATURE_VERSION", FEATURE_VERSION + 1)
        newer.setattr("comments.learning.prior.prior.__wrapped__", lambda: None, raising=False)
        model = rebuild_model(article.site_id, Kind.SPAM, now)
    assert isinstance(model, Built)
    assert f"version {FEATURE_VERSION + 1}" in trouble(article.site_id, Kind.SPAM)


def test_without_prior_and_model_a_person_looks(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comments.learning.errors import CorruptData

    def damaged(kind: Kind) -> Any:
        raise CorruptData("The file is damaged.")

    a_comment(article, email="ada@example.org")
    monkeypatch.setattr(Kind, "prior", damaged)
    comment = a_posted(article, now, email="ada@example.org")
    review(comment.pk, now)
    assert Decision.objects.latest("id").reasons == ["scorer_missing"]
    assert "No score is made" in trouble(article.site_id, Kind.SPAM)


def test_lessons_of_another_version_are_read_again_from_their_words(
    article: Article, now: datetime
) -> None:
    a_history(article, now, 20, 20)
    rebuilt = rebuild_model(article.site_id, Kind.SPAM, now)
    Lesson.objects.update(example=b"\x63\x00garbage")
    again = rebuild_model(article.site_id, Kind.SPAM, now)
    assert isinstance(rebuilt, Built) and isinstance(again, Built)
    assert again.model.lessons == rebuilt.model.lessons


def test_a_rebuild_that_fails_leaves_the_old_model_and_the_row_free(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_history(article, now, 20, 20)
    rebuild_model(article.site_id, Kind.SPAM, now)
    before = live(article)
    with monkeypatch.context() as patch:
        patch.setattr("comments.services.rebuild_model.taught", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rebuild_model(article.site_id, Kind.SPAM, now)
    assert live(article) == before
    assert isinstance(rebuild_model(article.site_id, Kind.SPAM, now), Built)


def test_who_was_killed_in_the_middle_holds_the_row_for_a_while_only(
    article: Article, now: datetime
) -> None:
    a_history(article, now, 20, 20)
    rebuild_model(article.site_id, Kind.SPAM, now)
    LearnedScorer.objects.update(builder="dead", building_until=now + timedelta(minutes=5))
    assert rebuild_model(article.site_id, Kind.SPAM, now) == NotBuilt("busy")
    later = now + timedelta(minutes=6)
    assert isinstance(rebuild_model(article.site_id, Kind.SPAM, later), Built)


def test_who_was_overtaken_changes_nothing(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comments.services import rebuild_model as module

    a_history(article, now, 20, 20)
    real = module.taught

    def slow(*given: Any, **named: Any) -> Any:
        LearnedScorer.objects.update(builder="another")
        return real(*given, **named)

    monkeypatch.setattr(module, "taught", slow)
    assert rebuild_model(article.site_id, Kind.SPAM, now) == NotBuilt("overtaken")
    assert not LearnedModel.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_rebuilds_at_once_one_is_made(article: Article, now: datetime) -> None:
    a_history(article, now, 20, 20)
    outcomes = together(2, lambda _: rebuild_model(article.site_id, Kind.SPAM, now))
    made = [one for one in outcomes if isinstance(one, Built)]
    others = [one.why for one in outcomes if isinstance(one, NotBuilt)]
    assert LearnedModel.objects.count() == len(made) >= 1
    assert set(others) <= {"busy"}


# --- A person's hand on it ---


def test_an_earlier_version_judges_again_until_somebody_rebuilds(
    article: Article, now: datetime
) -> None:
    a_history(article, now, 20, 20)
    for _ in range(2):
        rebuild_model(article.site_id, Kind.SPAM, now)
    roll_back_model(article.site_id, Kind.SPAM, 1)
    assert rebuild_model(article.site_id, Kind.SPAM, now) == NotBuilt("pinned")
    chosen = live(article)
    assert chosen is not None and chosen.number == 1
    rebuild_model(article.site_id, Kind.SPAM, now, by_hand=True)
    newest = live(article)
    assert newest is not None and newest.number == 3


def test_the_prior_can_be_chosen(article: Article, now: datetime) -> None:
    a_history(article, now, 20, 20)
    rebuild_model(article.site_id, Kind.SPAM, now)
    roll_back_model(article.site_id, Kind.SPAM, None)
    assert in_use(article.site_id, Kind.SPAM).version == "prior"


def test_the_last_twenty_versions_are_kept(article: Article, now: datetime) -> None:
    a_history(article, now, 3, 3)
    for _ in range(22):
        rebuild_model(article.site_id, Kind.SPAM, now)
    numbers = LearnedModel.objects.values_list("number", flat=True)
    assert sorted(numbers) == list(range(3, 23))


def test_all_of_it_can_be_forgotten(article: Article, now: datetime) -> None:
    a_history(article, now, 10, 10)
    rebuild_model(article.site_id, Kind.SPAM, now)
    assert forget_lessons(article.site_id) == 20
    assert in_use(article.site_id, Kind.SPAM).version == "prior"


def test_a_report_is_drawn_from_what_was_said_before_each_decision(
    article: Article, now: datetime
) -> None:
    a_history(article, now, 60, 40)
    Lesson.objects.filter(label="good").update(word="publish", probability=0.1)
    Lesson.objects.filter(label="spam").update(word="hold", probability=0.9)
    found = report(article.site_id, now)
    assert (found.lessons, found.recall, found.wrong) == (100, 1.0, 0.0)
    assert found.calibration_error == pytest.approx(0.1)
