from django.apps import AppConfig


class EmbedConfig(AppConfig):
    name = "newsroom.embed"
    label = "embed"

    def ready(self) -> None:
        from newsroom.embed.page_doctor import look
        from newsroom.kernel import ailments

        ailments.PAGES.append(look)
