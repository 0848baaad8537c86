"""Asks the newsroom that the environment names: ``form`` prints a token of the form of story-1,
``kept`` how many comments there are, how many of them are judged, and what waits."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"

import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402

from comments.form_token import issue  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.services import keys  # noqa: E402
from comments.states import Status  # noqa: E402


def form() -> str:
    written = timezone.now() - timedelta(seconds=30)
    return issue("bench", "story-1", written, keys.purpose_key("form"))


def kept() -> dict[str, int]:
    waiting = Comment.objects.filter(status=Status.PENDING).count()
    return {"comments": Comment.objects.count(), "waiting": waiting}


if __name__ == "__main__":
    print(json.dumps({"form": form, "kept": kept}[sys.argv[1]]()))
