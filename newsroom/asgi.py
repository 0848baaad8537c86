"""The ASGI entry: the edge first, Django's WSGI handler behind it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

from django.core.wsgi import get_wsgi_application

django_wsgi = get_wsgi_application()  # sets Django up: what follows reads settings

from newsroom.bridge import Bridge  # noqa: E402
from newsroom.edge import Edge  # noqa: E402

application = Edge(Bridge(django_wsgi))
