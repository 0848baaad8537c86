"""What is wrong with a line of rules, for whoever wrote it."""


class RuleError(ValueError):
    """``line`` counts from 1; 0 where the whole is meant. ``text`` is a sentence."""

    def __init__(self, text: str, line: int = 0) -> None:
        super().__init__(f"Line {line}: {text}" if line else text)
        self.text = text
        self.line = line

    def at(self, line: int) -> "RuleError":
        return RuleError(self.text, line)
