"""A worker that is killed while it rebuilds a model leaves the one that judges where it is."""

import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from articles.models import Article
from comments.learning.scorer import Kind
from comments.models import LearnedModel, LearnedScorer
from comments.services.rebuild_model import LONGEST, Built, NotBuilt, rebuild_model
from tests.services.test_learn import a_history

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def killed(article: Article, now: datetime, process_env: dict[str, str]) -> LearnedScorer:
    """A site whose model judges, and whose next one was being made when its maker was killed."""
    a_history(article, now, 20, 20)
    assert isinstance(rebuild_model(article.site_id, Kind.SPAM, now), Built)
    command = [sys.executable, "-m", "tests.faults.halted_rebuild"]
    command += [str(article.site_id), str(now.timestamp())]
    maker = subprocess.Popen(command, env=process_env, stdout=subprocess.PIPE, text=True)
    assert maker.stdout is not None
    assert maker.stdout.readline() == "in the middle\n"
    maker.kill()
    maker.wait()
    maker.stdout.close()
    return LearnedScorer.objects.get(site=article.site_id, kind=Kind.SPAM.value)


def test_the_old_model_judges_on(killed: LearnedScorer) -> None:
    assert killed.live == LearnedModel.objects.get()


def test_the_next_worker_builds_when_the_dead_ones_time_is_over(
    killed: LearnedScorer, now: datetime
) -> None:
    old = killed.live
    assert rebuild_model(killed.site_id, Kind.SPAM, now) == NotBuilt("busy")
    later = now + LONGEST + timedelta(seconds=1)
    assert isinstance(rebuild_model(killed.site_id, Kind.SPAM, later), Built)
    killed.refresh_from_db()
    assert (killed.builder, killed.building_until, killed.live == old) == ("", None, False)
