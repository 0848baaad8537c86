"""A reader who gives up on no comment: each is sent with its key until it is acknowledged."""

import http.client
import itertools
import threading
import time
from datetime import timedelta

from django.utils import timezone

from comments.form_token import issue
from comments.services import keys
from tests.running import Newsroom, until

THREAD = "/api/v1/sites/daily/comments"


def thought(number: int) -> dict[str, str]:
    """A comment on story-1, from a reader of its own."""
    issued = timezone.now() - timedelta(seconds=30)
    form = issue("daily", "story-1", issued, keys.purpose_key("form"))
    own = {"body": f"Thought {number}.", "email": f"reader{number}@example.org"}
    return {"article": "story-1", "form": form, "name": "Ada", **own}


class Poster(threading.Thread):
    """``acknowledged``: the ids of what was taken, in order; ``refusals``: each refusal's status
    and Retry-After."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(daemon=True)
        self._newsroom = newsroom
        self._asked_to_end = threading.Event()
        self.acknowledged: list[int] = []
        self.refusals: set[tuple[int, str | None]] = set()

    def run(self) -> None:
        for number in itertools.count():
            while not self._acknowledged(number):
                time.sleep(0.02)
            if self._asked_to_end.is_set():
                return

    def goes_on(self) -> None:
        enough = len(self.acknowledged) + 5
        until(lambda: len(self.acknowledged) >= enough, "comments are taken")

    def end(self) -> None:
        self._asked_to_end.set()
        self.join()

    def _acknowledged(self, number: int) -> bool:
        key = f"key-{number:08}"
        try:
            answer = self._newsroom.post(THREAD, thought(number), Idempotency_Key=key)
        except (OSError, http.client.HTTPException):  # cut off: it may be stored, or not
            return False
        if answer.status == 202:
            self.acknowledged.append(answer.json()["id"])
        else:
            self.refusals.add((answer.status, answer.headers["Retry-After"]))
        return answer.status == 202
