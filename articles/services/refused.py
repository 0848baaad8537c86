"""An article that was not taken, and why."""

from newsroom.kernel.fields import FieldError


class Refused(Exception):
    """What was wrong, by field: ``{"title": FieldError}``. Nothing was stored."""

    def __init__(self, fields: dict[str, FieldError]) -> None:
        self.fields = fields
        super().__init__("; ".join(f"{name}: {error.text}" for name, error in fields.items()))
