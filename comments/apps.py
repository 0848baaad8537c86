from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommentsConfig(AppConfig):
    name = "comments"
    label = "comments"

    def ready(self) -> None:
        autodiscover_modules("judgement_admin", "key_admin")  # Django looks for "admin" itself
