"""An outside judge's answer, whoever gave it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Opinion:
    """``spam``: it says so; ``blatant``: and is certain. ``token`` names the answer in feedback,
    ``alert`` is for the operator, ``again_after`` seconds: it wants to be asked once more."""

    spam: bool
    blatant: bool = False
    score: float | None = None
    reason: str = ""
    token: str = ""
    alert: str = ""
    again_after: float | None = None


class NoAnswer(Exception):
    """What came back is neither yes nor no: never to be read as either."""

    def __init__(self, why: str, alert: str = "") -> None:
        super().__init__(why)
        self.alert = alert
