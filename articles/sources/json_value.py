"""JSON from strangers: every way in which it can be wrong ends in one error."""

from __future__ import annotations

import json
from typing import Any, NoReturn


class NotJson(ValueError):
    """Says what is wrong, without the text itself."""


def json_value(text: str) -> Any:
    """The value; NotJson also for NaN, numbers of absurd length and bottomless nesting."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise NotJson("nested too deep") from None
    except ValueError as error:
        raise NotJson(str(error)[:100]) from None


def _refuse(constant: str) -> NoReturn:
    raise NotJson(f"{constant} is not JSON")
