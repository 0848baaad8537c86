"""The project package: composition, nothing of the domain."""

from newsroom.celery import app as celery_app

__all__ = ["celery_app"]
