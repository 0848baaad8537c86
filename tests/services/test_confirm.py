"""Confirmation by link: who is asked, what the link does, and what it never does."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Commenter, Decision, Link, Mail, Mailbox, Policy
from comments.notify.author import ask_to_confirm, send_again
from comments.notify.post_office import round_of
from comments.services import links, mailboxes
from comments.services.apply import Move, apply
from comments.services.confirm import Answer, confirm, confirm_by_code, deny, proof_of
from comments.services.edit import edit
from comments.services.expire import expire_unconfirmed
from comments.services.moderate import moderate
from comments.services.review import review
from comments.services.threads import policy_of
from comments.services.withdraw import withdraw
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_post, a_posted, a_site, an_article
from tests.letters import code, letters, raw, token
from tests.together import together

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=30)


@pytest.fixture
def site(site: Any) -> Any:
    Policy.objects.filter(pk=policy_of(site.pk).pk).update(confirm_email="first")
    return site


@pytest.fixture
def asked(article: Article, now: datetime) -> Comment:
    """A comment whose author has the mail."""
    return asked_of(article, now)


def asked_of(article: Article, now: datetime, **fields: Any) -> Comment:
    comment = a_posted(article, now, **fields)
    ask_to_confirm(comment.pk, now)
    round_of(now)
    return comment


def fresh(comment: Comment) -> Comment:
    return Comment.objects.select_related("commenter", "thread").get(pk=comment.pk)


def link(now: datetime, purpose: str = "confirm", number: int = -1) -> Link:
    found = links.find(purpose, token(letters()[number], "confirm"), now)
    assert found is not None
    return found


def follow_link(now: datetime, **more: Any) -> Answer:
    found = link(now)
    assert found.comment is not None
    return confirm(found, found.comment.revision, now, **{"following": True, **more})


# --- Who is asked ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "proven", "status"),
    [
        ("never", False, Status.PENDING),
        ("first", False, Status.UNCONFIRMED),
        ("first", True, Status.PENDING),
        ("always", False, Status.UNCONFIRMED),
        ("always", True, Status.UNCONFIRMED),
        ("doubtful", False, Status.PENDING),
    ],
)
def test_who_waits_for_the_link(
    article: Article, now: datetime, asked: Comment, setting: str, proven: bool, status: Status
) -> None:
    follow_link(now)
    Policy.objects.update(confirm_email=setting)
    proof = proof_of(fresh(asked)) if proven else ""
    assert a_posted(article, now, proof=proof).status == status


def test_a_proof_of_one_address_is_worth_nothing_for_another(
    article: Article, now: datetime, asked: Comment
) -> None:
    follow_link(now)
    proof = proof_of(fresh(asked))
    assert a_posted(article, now, proof=proof, email="eve@example.org").confirmed_at is None


def test_a_proof_of_one_site_is_worth_nothing_at_another(now: datetime, asked: Comment) -> None:
    follow_link(now)
    elsewhere = an_article(a_site("weekly"))
    assert a_posted(elsewhere, now, proof=proof_of(fresh(asked))).confirmed_at is None


def test_typing_a_confirmed_address_elsewhere_proves_nothing(
    article: Article, now: datetime, asked: Comment
) -> None:
    follow_link(now)
    stranger = a_posted(article, now)
    assert (stranger.status, stranger.confirmed_at) == (Status.UNCONFIRMED, None)


def test_a_known_and_an_unknown_address_get_the_same_answer(
    article: Article, now: datetime, asked: Comment
) -> None:
    follow_link(now)
    known = a_posted(article, now, email="ada@example.org")
    unknown = a_posted(article, now, email="new@example.org")
    assert known.status == unknown.status


def test_there_is_no_proof_before_the_confirmation(asked: Comment) -> None:
    assert proof_of(asked) is None


# --- The mail --------------------------------------------------------------------------------


def test_nothing_that_was_typed_stands_in_the_mail(article: Article, now: datetime) -> None:
    typed = {
        "name": "Zaphod Canary",
        "body": "Buy canary pills now",
        "website": "https://canary.example/",
    }
    asked_of(article, now, **typed)
    [letter] = letters("ada@example.org")
    assert b"canary" not in raw(letter).lower()


def test_the_mail_says_who_sends_it_and_why(
    article: Article, now: datetime, asked: Comment
) -> None:
    [letter] = letters("ada@example.org")
    assert "Daily" in letter.subject
    assert article.title in letter.body
    assert "2026-05-06 12:00 UTC" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_its_html_says_the_same(asked: Comment) -> None:
    [letter] = letters()
    [html] = letter.alternatives
    assert html.mimetype == "text/html"
    assert token(letter, "confirm") in html.content


def test_asking_twice_sends_one_mail(now: datetime, asked: Comment) -> None:
    ask_to_confirm(asked.pk, now)
    round_of(now + SOON)
    assert len(letters()) == 1


def test_who_lost_the_mail_gets_another(now: datetime, asked: Comment) -> None:
    assert send_again(fresh(asked), now + SOON)
    round_of(now + SOON)
    assert len(letters()) == 2
    assert follow_link(now + SOON) == Answer.CONFIRMED


def test_no_mail_goes_for_what_no_longer_waits(article: Article, now: datetime) -> None:
    comment = a_posted(article, now)
    ask_to_confirm(comment.pk, now)
    withdraw(comment, now)
    round_of(now)
    assert letters() == []
    assert Mail.objects.get().reason == "no_longer_waits"


@pytest.mark.parametrize("answer", ["no_mx", "null_mx", "nxdomain"])
def test_where_no_mail_arrives_the_review_takes_over(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("comments.notify.author.ask_mail_domain", lambda comment, now: answer)
    comment = asked_of(article, now)
    assert (fresh(comment).status, letters()) == (Status.PENDING, [])
    assert OutboxEvent.objects.filter(name="comment.confirmed", key=comment.pk).exists()


def test_and_an_address_nobody_confirmed_is_held(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an invented domain would be the way around the confirmation."""
    Policy.objects.update(premoderation="none", email_nxdomain="accept")
    monkeypatch.setattr("comments.notify.author.ask_mail_domain", lambda comment, now: "nxdomain")
    comment = asked_of(article, now)
    review(comment.pk, now)
    assert fresh(comment).decisions.first().reasons == ["email_unconfirmed"]  # type: ignore[union-attr]


def test_a_site_may_ask_all_the_same(
    article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Policy.objects.update(email_no_mx="confirm")
    monkeypatch.setattr("comments.notify.author.ask_mail_domain", lambda comment, now: "no_mx")
    assert fresh(asked_of(article, now)).status == Status.UNCONFIRMED
    assert len(letters()) == 1


# --- The link --------------------------------------------------------------------------------


def test_the_link_sends_the_comment_to_the_review(now: datetime, asked: Comment) -> None:
    assert follow_link(now) == Answer.CONFIRMED
    comment = fresh(asked)
    assert (comment.status, comment.confirmed_at) == (Status.PENDING, now)
    assert comment.commenter.confirmed_at == now
    assert OutboxEvent.objects.filter(name="comment.confirmed", key=comment.pk).count() == 1


def test_who_was_approved_and_confirms_is_published(
    article: Article, now: datetime, asked: Comment
) -> None:
    a_comment(article, email="ada@example.org")
    follow_link(now)
    review(asked.pk, now)
    assert fresh(asked).status == Status.PUBLISHED


def test_opening_it_as_often_as_a_scanner_does_changes_nothing(
    now: datetime, asked: Comment
) -> None:
    for _ in range(3):
        link(now)
    assert fresh(asked).status == Status.UNCONFIRMED


def test_it_works_once(now: datetime, asked: Comment) -> None:
    one, same = link(now), link(now)
    assert confirm(one, 1, now, following=True) == Answer.CONFIRMED
    assert confirm(same, 1, now, following=True) == Answer.OVER
    assert Decision.objects.filter(reasons=["confirmed"]).count() == 1


def test_it_confirms_no_other_comment(article: Article, now: datetime, asked: Comment) -> None:
    other = a_posted(article, now)
    follow_link(now)
    assert fresh(other).status == Status.UNCONFIRMED


def test_it_confirms_nobody_at_another_site(now: datetime, asked: Comment) -> None:
    elsewhere = a_comment(an_article(a_site("weekly")), email="ada@example.org")
    follow_link(now)
    assert fresh(elsewhere).commenter.confirmed_at is None


def test_it_ends_with_the_comments_time(now: datetime, asked: Comment) -> None:
    late = now + timedelta(hours=48)
    assert links.find("confirm", token(letters()[0], "confirm"), late) is None


def test_it_opens_nothing_after_the_key_was_changed(
    now: datetime, asked: Comment, settings: Any
) -> None:
    settings.SECRET_KEY = "another"
    assert links.find("confirm", token(letters()[0], "confirm"), now) is None


def test_it_opens_while_the_old_key_is_kept(now: datetime, asked: Comment, settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert follow_link(now) == Answer.CONFIRMED


@pytest.mark.parametrize("purpose", ["follow", "me", "desk", "page", ""])
def test_it_serves_no_other_purpose(now: datetime, asked: Comment, purpose: str) -> None:
    assert links.find(purpose, token(letters()[0], "confirm"), now) is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: t[:16], lambda t: "",
               lambda t: "0" * 16 + t[16:], lambda t: t + "x", lambda t: t[:20] + "\x00" + t[21:]],
    ids=["one letter", "half", "nothing", "another's", "longer", "a NUL"],
)  # fmt: skip
def test_a_changed_link_opens_nothing(now: datetime, asked: Comment, change: Any) -> None:
    assert links.find("confirm", change(token(letters()[0], "confirm")), now) is None


def test_the_database_holds_nothing_that_opens_it(now: datetime, asked: Comment) -> None:
    secret = token(letters()[0], "confirm")[16:]
    assert secret not in repr([*Link.objects.values(), *Mail.objects.values()])
    assert code(letters()[0]) not in [row.code for row in Link.objects.all()]


def test_words_that_changed_since_the_owner_looked_are_not_confirmed(
    article: Article, now: datetime, asked: Comment
) -> None:
    seen = link(now)
    edit(fresh(asked), "Buy my pills.", policy_of(article.site_id), now)
    assert confirm(seen, 1, now, following=True) == Answer.CHANGED
    assert fresh(asked).status == Status.UNCONFIRMED


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.REMOVED])
def test_what_the_desk_decided_meanwhile_stays(
    now: datetime, asked: Comment, editor: Any, status: Status
) -> None:
    moderate(fresh(asked), status, editor, now)
    assert follow_link(now) == Answer.OVER
    assert fresh(asked).status == status


def test_what_the_desk_published_meanwhile_is_confirmed_where_it_is(
    now: datetime, asked: Comment, editor: Any
) -> None:
    moderate(fresh(asked), Status.PUBLISHED, editor, now)
    assert follow_link(now) == Answer.CONFIRMED
    assert (fresh(asked).status, fresh(asked).confirmed_at) == (Status.PUBLISHED, now)


# --- Not me ----------------------------------------------------------------------------------


def test_who_says_not_me_ends_it(now: datetime, asked: Comment) -> None:
    assert deny(link(now), now, stop=False) == Answer.DENIED
    assert fresh(asked).status == Status.REJECTED
    assert mailboxes.suppressed(asked.commenter.identity) == ""


def test_and_may_have_the_mails_stopped(article: Article, now: datetime, asked: Comment) -> None:
    deny(link(now), now, stop=True)
    assert mailboxes.suppressed(asked.commenter.identity) == Mailbox.Why.OWNER
    asked_of(article, now + SOON)
    assert len(letters()) == 1


def test_not_me_after_a_yes_does_nothing(now: datetime, asked: Comment) -> None:
    seen = link(now)
    follow_link(now)
    assert deny(seen, now, stop=True) == Answer.OVER
    assert mailboxes.suppressed(asked.commenter.identity) == ""


# --- The six digits --------------------------------------------------------------------------


def test_the_code_does_what_the_link_does(now: datetime, asked: Comment) -> None:
    assert confirm_by_code(fresh(asked), code(letters()[0]), now)
    assert fresh(asked).status == Status.PENDING


def test_the_code_of_one_comment_is_none_of_another(
    article: Article, now: datetime, asked: Comment
) -> None:
    other = asked_of(article, now + SOON)
    assert not confirm_by_code(other, code(letters()[0]), now + SOON)


def test_after_five_wrong_guesses_the_right_code_opens_nothing(
    now: datetime, asked: Comment
) -> None:
    right = code(letters()[0])
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert not confirm_by_code(fresh(asked), wrong, now)
    assert not confirm_by_code(fresh(asked), right, now)
    assert follow_link(now) == Answer.CONFIRMED


@pytest.mark.parametrize("text", ["", "abcdef", "12345", "1" * 500, "１２３４５６"])
def test_what_is_no_code_opens_nothing(now: datetime, asked: Comment, text: str) -> None:
    assert not confirm_by_code(fresh(asked), text, now)


# --- Time ------------------------------------------------------------------------------------


def test_what_nobody_confirmed_is_rejected_after_48_hours(now: datetime, asked: Comment) -> None:
    assert expire_unconfirmed(now + timedelta(hours=48)) == 0
    assert expire_unconfirmed(now + timedelta(hours=48, seconds=1)) == 1
    assert fresh(asked).decisions.first().reasons == ["not_confirmed"]  # type: ignore[union-attr]


def test_the_time_runs_from_when_the_author_was_asked(article: Article, now: datetime) -> None:
    Policy.objects.update(confirm_email="doubtful")
    comment = a_posted(article, now)
    later = now + timedelta(hours=40)
    apply(comment, Move(Status.UNCONFIRMED, "machine", ["confirm_email"]), later)
    assert expire_unconfirmed(now + timedelta(hours=60)) == 0
    assert expire_unconfirmed(now + timedelta(hours=89)) == 1


# --- At once ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_have_one_effect(article: Article, now: datetime) -> None:
    comment = asked_of(article, now)
    send_again(fresh(comment), now + SOON)
    round_of(now + SOON)
    later = now + SOON
    seen = [link(later, number=0), link(later, number=0), link(later, number=1)]
    answers = together(3, lambda n: confirm(seen[n], 1, later, following=True))
    assert answers.count(Answer.CONFIRMED) in (1, 2)  # two links of one comment may both be used
    assert Decision.objects.filter(reasons=["confirmed"]).count() == 1
    assert OutboxEvent.objects.filter(name="comment.confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_no_at_once_are_one_of_them(article: Article, now: datetime) -> None:
    comment = asked_of(article, now)
    seen = [link(now), link(now)]
    answers = together(
        2,
        lambda n: confirm(seen[0], 1, now, following=True) if n else deny(seen[1], now, stop=False),
    )
    assert sorted(answers) in (["confirmed", "over"], ["denied", "over"])
    assert fresh(comment).status == (
        Status.PENDING if Answer.CONFIRMED in answers else Status.REJECTED
    )


@pytest.mark.django_db(transaction=True)
def test_confirming_while_time_runs_out_is_one_of_the_two(article: Article, now: datetime) -> None:
    comment = asked_of(article, now)
    seen, late = link(now), now + timedelta(hours=48, seconds=1)
    together(
        2,
        lambda n: confirm(seen, 1, now, following=True) if n else expire_unconfirmed(late),
    )
    assert fresh(comment).status in (Status.PENDING, Status.REJECTED)
    assert Commenter.objects.filter(confirmed_at=None).exists() == (
        fresh(comment).status == Status.REJECTED
    )


def test_a_code_guessed_at_by_many_at_once_is_guessed_at_five_times(
    article: Article, now: datetime
) -> None:
    comment = asked_of(article, now)
    for _ in range(9):
        links.find_by_code("confirm", comment, "000000", now)
    assert Link.objects.get().guesses == 5


def test_a_repeated_post_is_asked_for_once(article: Article, now: datetime) -> None:
    for _ in range(2):
        a_post(article, now, idempotency="one", body="The same.", form="", honeypot=True)
    assert OutboxEvent.objects.filter(name="comment.unconfirmed").count() == 1
