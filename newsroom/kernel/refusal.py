"""Refusal: a reason for not starting, in one line that a person can act on."""


class Refusal(Exception):
    """The text is all that the person sees: it names what is in the way and what to do."""
