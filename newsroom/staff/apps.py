from django.apps import AppConfig
from django.conf import settings
from django.contrib import admin


class StaffConfig(AppConfig):
    name = "newsroom.staff"
    label = "staff"

    def ready(self) -> None:
        if settings.OIDC_ISSUER:
            admin.site.login_template = "staff/login.html"
