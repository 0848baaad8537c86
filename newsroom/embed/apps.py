from django.apps import AppConfig


class EmbedConfig(AppConfig):
    name = "newsroom.embed"
    label = "embed"
