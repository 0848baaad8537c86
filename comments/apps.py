from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    label = "comments"

    def ready(self) -> None:
        from comments.reading import ailments as told
        from newsroom.kernel import ailments

        ailments.register("waiting comments", told.late_reviews, alarm=True)
        ailments.register("learned scores", told.learned_scores)
