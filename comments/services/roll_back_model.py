"""roll_back_model: an earlier version judges again, and stays until a person asks for a rebuild."""

from comments.learning.scorer import Kind
from comments.models import LearnedModel, LearnedScorer


def roll_back_model(site_pk: int, kind: Kind, number: int | None) -> LearnedModel | None:
    """``number`` None: the shipped prior. Returns the model in use, None for the prior.

    Raises LearnedModel.DoesNotExist for a version that is not kept, or never was.
    """
    rows = LearnedModel.objects.filter(site_id=site_pk, kind=kind.value)
    model = None if number is None else rows.get(number=number)
    row, _ = LearnedScorer.objects.get_or_create(site_id=site_pk, kind=kind.value)
    # Who rebuilds meanwhile has lost the row, and does not undo what a person chose.
    LearnedScorer.objects.filter(pk=row.pk).update(
        live=model, pinned=True, builder="", building_until=None
    )
    return model
