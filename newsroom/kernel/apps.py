from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "newsroom.kernel"
    label = "kernel"
