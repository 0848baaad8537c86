"""Settings from the environment: each value is read once, and a wrong one stops the start.

Every name carries the prefix ``NEWSROOM_``. ``NAME_FILE`` in place of ``NAME`` names a file that
holds the value, as secret stores mount them.
"""

import os
import secrets
from pathlib import Path

PREFIX = "NEWSROOM_"
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class WrongSetting(Exception):
    """A setting that cannot be used; the text names it and says what would be accepted."""


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(PREFIX + name, default).strip()


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name, "1" if default else "0").lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise WrongSetting(f"{PREFIX}{name} is {value!r}: write 1 or 0")


def env_int(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    value = env_str(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise WrongSetting(f"{PREFIX}{name} is {value!r}: write a whole number") from None
    if not least <= number <= most:
        raise WrongSetting(f"{PREFIX}{name} is {number}: write {least} to {most}")
    return number


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_secret(name: str) -> str:
    """The value of NAME, or the contents of the file that NAME_FILE names; '' where neither is."""
    path = env_str(name + "_FILE")
    if not path:
        return env_str(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"{PREFIX}{name}_FILE: {path}: {error.strerror}") from None


def kept_secret(path: Path) -> str:
    """The secret kept in ``path``; made there, readable by its owner alone, on first use."""
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()


def _write_once(path: Path, value: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value)
    try:
        os.link(draft, path)  # fails where another process came first: its secret stands
    except FileExistsError:
        pass
    finally:
        draft.unlink()
