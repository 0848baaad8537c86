"""Faces without a picture service: the same within a site, unrelated across sites."""

from datetime import datetime

import pytest

from articles.models import Article, Site
from comments.services.avatars import avatar_of
from tests.factories import a_posted, a_site, an_article

pytestmark = pytest.mark.django_db


def test_a_person_looks_the_same_all_over_a_site(
    site: Site, article: Article, now: datetime
) -> None:
    spellings = ("ada@example.org", "Ada+news@Example.org")
    articles = (article, an_article(site))
    faces = {a_posted(one, now, email=e).avatar for one in articles for e in spellings}
    assert len(faces) == 1


def test_another_site_draws_other_faces(site: Site) -> None:
    """Of a few people some look alike by chance: there are but 256 faces."""
    people, other = [f"k1:{number}" for number in range(20)], a_site("weekly")
    same = [avatar_of(site.pk, person) == avatar_of(other.pk, person) for person in people]
    assert sum(same) <= 2
