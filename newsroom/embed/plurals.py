"""Which of a sentence's forms a whole number takes, as Unicode's CLDR says for the languages of the
catalogues. (Browsers know it by themselves.)"""

from collections.abc import Callable

Rule = Callable[[int], str]


def plural(language: str, n: int) -> str:
    """``zero``, ``one``, ``two``, ``few``, ``many`` or ``other``."""
    return RULES.get(language, _one)(n)


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _none(n: int) -> str:
    return "other"


def _up_to_one(n: int) -> str:
    return "one" if n < 2 else "other"


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    rest = n % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


def _hebrew(n: int) -> str:
    return {1: "one", 2: "two"}.get(n, "other")


def _czech(n: int) -> str:
    return "one" if n == 1 else "few" if 2 <= n <= 4 else "other"


def _romanian(n: int) -> str:
    return "one" if n == 1 else "few" if n == 0 or 1 <= n % 100 <= 19 else "other"


def _polish(n: int) -> str:
    return "one" if n == 1 else "few" if _few(n) else "many"


def _east_slavic(n: int) -> str:
    return "one" if n % 10 == 1 and n % 100 != 11 else "few" if _few(n) else "many"


def _few(n: int) -> bool:
    return 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14


RULES: dict[str, Rule] = {
    **dict.fromkeys(("id", "ja", "ko", "zh"), _none),
    **dict.fromkeys(("fa", "fr", "pt"), _up_to_one),
    **dict.fromkeys(("ru", "uk"), _east_slavic),
    "ar": _arabic,
    "cs": _czech,
    "he": _hebrew,
    "pl": _polish,
    "ro": _romanian,
}
