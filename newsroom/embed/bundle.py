"""The client's modules as they are served: few files, without comments and indentation.

No tool stands between a clone and a working widget: what a bundler would do is done here, at
start, for the plain style that the client is written in. What is not of that style is refused.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

# The modules of each served file, in the order they stand in it. What several pages need alone
# (links onward, counts) comes whole in one request; all else a reader may do stands by itself.
BUNDLES: dict[str, tuple[str, ...]] = {
    "comments": (
        *("storage", "safe_dom", "languages", "i18n", "api", "shell"),
        *("avatar", "comment", "composer", "own", "desk", "comments"),
    ),
    "acts": ("further", "acts"),
    "onward": ("safe_dom", "languages", "i18n", "api", "shell", "navigation"),
    "latest": ("safe_dom", "languages", "i18n", "api", "shell", "avatar", "latest"),
    "debug": ("safe_dom", "debug"),
    "navigation": ("navigation",),
    "counts": ("languages", "counts"),
}
# These are classic scripts, served as one file each.
CLASSIC = ("loader", "framed")

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";$', re.M)
_LOOKS = re.compile(r'^import (\w+) from "\./(\w+\.css)";$', re.M)
_DYNAMIC = re.compile(r'\bimport\("\./(\w+)\.js"\)')
_EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function) (\w+))", re.M)
_TOP = re.compile(r"^(?:export )?(?:const|let|class|(?:async )?function) (\w+)", re.M)
# A string, a template or a pattern is left as it is; elsewhere no space is needed around a sign.
_WORDING = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
    r"""|(?<=[=(,:?!&|;{}\[>] )/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/\w*"""
    r"""|(?<=[=(,:?!&|;{}\[>])/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/\w*)"""
    r"""|[ \t]*([{}()\[\];,=<>&|?:!*]+)[ \t]*"""
)
_ANY = re.compile(r"^(?:import|export)\b.*", re.M)


class NotOurStyle(ValueError):
    """A module is written in a way that cannot be joined with others."""


def scripts(folder: Path) -> dict[str, str]:
    """Name of a served script → its text."""
    sources = {file.stem: file.read_text() for file in folder.glob("*.js")}
    inside = {name for names in BUNDLES.values() for name in names}
    alone = {name: (name,) for name in sources if name not in {*inside, *CLASSIC}}
    looks = {file.name: slim_css(file.read_text()) for file in folder.glob("*.css")}
    served = {**alone, **BUNDLES}
    classic = {name: slim(sources[name]) for name in CLASSIC if name in sources}
    return classic | {
        name: _joined([sources[one] for one in names], names, looks)
        for name, names in served.items()
        if all(one in sources for one in names)
    }


def home(module: str) -> str:
    """The served file that others import a module from."""
    return next((name for name, inside in BUNDLES.items() if module in inside), module)


def _joined(texts: list[str], names: tuple[str, ...], looks: Mapping[str, str]) -> str:
    needed: dict[str, set[str]] = {}
    exported: list[str] = []
    parts: list[str] = []
    for text in texts:
        for found in _IMPORT.finditer(text):
            if found[2] not in names:
                wanted = {name.strip() for name in found[1].split(",") if name.strip()}
                needed.setdefault(home(found[2]), set()).update(wanted)
        own = _IMPORT.sub("", text)
        own = _LOOKS.sub(lambda found: f"const {found[1]} = {json.dumps(looks[found[2]])};", own)
        exported += [found[1] for found in _EXPORT.finditer(own)]
        own = _DYNAMIC.sub(lambda found: f'import("./{home(found[1])}.js")', _EXPORT.sub("", own))
        if odd := _ANY.search(own):
            raise NotOurStyle(odd[0])
        parts.append(own)
    _refuse_doubles("\n".join(parts), needed)
    imports = [
        f'import {{{", ".join(sorted(wanted))}}} from "./{name}.js";'
        for name, wanted in sorted(needed.items())
    ]
    exports = f"export {{{', '.join(exported)}}};" if exported else ""
    return slim("\n".join([*imports, *parts, exports]))


def _refuse_doubles(text: str, needed: Mapping[str, set[str]]) -> None:
    """Joined modules share one scope."""
    seen: set[str] = set().union(*needed.values())
    for found in _TOP.finditer(text):
        if found[1] in seen:
            raise NotOurStyle(f"{found[1]} is declared twice")
        seen.add(found[1])


def slim(code: str) -> str:
    """JavaScript without comment lines and indentation; nothing is renamed."""
    code = re.sub(r"/\*\*.*?\*/", "", code, flags=re.S)
    code = re.sub(r"^\s*//.*$", "", code, flags=re.M)
    code = re.sub(r"\s*\n\s*", "\n", code).strip()
    code = re.sub(r"(?<=[,({\[;>&|?:])\n|\n(?=[)}\].?:&|])", "", code)
    return _WORDING.sub(lambda found: found[1] or found[2], code) + "\n"


def slim_css(code: str) -> str:
    code = re.sub(r"/\*.*?\*/", "", code, flags=re.S)
    code = re.sub(r"\s*\n\s*", "", code)
    return re.sub(r"\s*([{};,])\s*|(?<=:) | (?=\))", lambda found: found[1] or "", code)
