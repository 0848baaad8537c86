"""forget_lessons: what a site has taught its models goes, and the models with it."""

from django.db import transaction

from comments.models import LearnedModel, LearnedScorer, Lesson


def forget_lessons(site_pk: int) -> int:
    """The site starts from the shipped prior again; returns how many lessons went."""
    with transaction.atomic():
        LearnedScorer.objects.filter(site_id=site_pk).delete()
        LearnedModel.objects.filter(site_id=site_pk).delete()
        return Lesson.objects.filter(site_id=site_pk).delete()[0]
