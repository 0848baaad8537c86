from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommentsConfig(AppConfig):
    name = "comments"
    label = "comments"

    def ready(self) -> None:
        from comments.reading import ailments as told
        from newsroom.kernel import ailments

        autodiscover_modules("judgement_admin", "key_admin")  # Django looks for "admin" itself
        ailments.register("waiting comments", told.late_reviews, alarm=True)
        ailments.register("learned scores", told.learned_scores)
