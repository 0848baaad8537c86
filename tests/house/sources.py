"""The product's own source files as syntax trees, for tests of how the house is built."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("newsroom", "articles", "comments")


@dataclass(frozen=True)
class Source:
    path: str
    """From the root of the repository."""
    tree: ast.Module

    @property
    def folders(self) -> tuple[str, ...]:
        return Path(self.path).parts[:-1]

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Calls of methods, each with where it stands: ``comments/admin.py:12 in decide``."""
        for name, node in _with_function(self.tree, ""):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield f"{self.path}:{node.lineno} in {name}", node


@cache
def sources() -> tuple[Source, ...]:
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return tuple(
        Source(str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8")))
        for file in files
        if "migrations" not in file.parts
    )


def chain(node: ast.AST) -> list[str]:
    """The names along ``A.objects.filter(…).visible()``: A, objects, filter, visible."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        names.append(node.id)
    return names[::-1]


def _with_function(tree: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        inside = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else name
        yield inside, node
        yield from _with_function(node, inside)
