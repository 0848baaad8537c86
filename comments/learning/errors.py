"""What may be wrong with a stored model or example."""


class LearningError(ValueError):
    """Stored data that cannot be used. The scorer that meets it is missing, not wrong."""


class CorruptData(LearningError):
    """Bytes that are not what was stored."""


class OtherVersion(LearningError):
    """Stored by another version of the features, older or newer; a rebuild makes it anew."""

    def __init__(self, what: str, found: int, known: int) -> None:
        super().__init__(f"The stored {what} are of version {found}; this code knows {known}.")
        self.found = found
        self.known = known
