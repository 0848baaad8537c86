"""A site's settings by name, as an operator types them."""

import pytest
from django.core.management import execute_from_command_line

from articles.models import Site
from comments.services.threads import policy_of

# A real command closes its connection when it ends, so these stand in no transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    execute_from_command_line(["manage.py", "site_settings", *words])
    return capsys.readouterr().out


def test_settings_are_shown_by_name(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert "max_links=2" in told(capsys, "daily")


def test_a_setting_changes_and_the_policys_number_rises(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    before = policy_of(site.pk).version
    assert "max_links: 2 → 5" in told(capsys, "daily", "max_links=5")
    assert (policy_of(site.pk).max_links, policy_of(site.pk).version) == (5, before + 1)


def test_a_list_is_written_with_commas(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "daily", "moderator_mails=a@example.org,b@example.org")
    assert policy_of(site.pk).moderator_mails == ["a@example.org", "b@example.org"]


def test_a_check_without_an_answer_is_weighed_as_the_site_says(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "daily", "on_missing=same_text:retry, mail_domain:hold")
    assert policy_of(site.pk).on_missing == ["same_text:retry", "mail_domain:hold"]


@pytest.mark.parametrize(
    "wrong",
    ["nonsense=1", "max_links=many", "max_links", "comments_on=perhaps", "premoderation=some",
     "moderator_mails=not an address", "version=9", "max_links=-1",
     "on_missing=nonsense:hold", "on_missing=same_text:publish", "on_missing=same_text"],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(
    site: Site, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = policy_of(site.pk).version
    with pytest.raises(SystemExit):
        told(capsys, "daily", "max_links=7", wrong)
    policy = policy_of(site.pk)
    assert (policy.version, policy.max_links) == (before, 2)
