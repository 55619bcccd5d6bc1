"""Parcours' own Python files as syntax trees, for the tests that judge the code itself."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDERS = ("engine", "renderers", "portal")
"""The folders whose code is installed; portal comes later."""

FILES = ("__init__.py", "cli.py")
"""The modules at the root, which are all there may be."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One breach of a rule of the house, printed as `path:line: what is wrong and the cure`."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Import:
    """One name brought into a module; `target` is absolute: `parcours.engine.source.Text`."""

    target: str
    line: int
    is_relative: bool
    is_local: bool

    @property
    def is_own(self) -> bool:
        """Whether it comes from Parcours itself."""
        return within(self.target, "parcours", ".")

    @property
    def library(self) -> str:
        """What is installed to have it: `yaml`, `parcours`."""
        return self.target.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file: its path from the root with `/`, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @classmethod
    def parse(cls, path: str, text: str) -> "Module":
        """Read `text` as the file at `path`."""
        return cls(path, text, ast.parse(text, path))

    @property
    def name(self) -> str:
        """The path without `.py`: `engine/source/text`, `engine/source/__init__`, `cli`."""
        return self.path.removesuffix(".py")

    def fault(self, line: int, text: str) -> Fault:
        """Something wrong on `line` of this file."""
        return Fault(self.path, line, text)

    def imports(self) -> Iterator[Import]:
        """Every import of the module, one for each name that it brings."""
        local = {inner for outer in self.functions() for inner in ast.walk(outer)}
        for node in ast.walk(self.tree):
            match node:
                case ast.Import():
                    for alias in node.names:
                        yield Import(alias.name, node.lineno, False, node in local)
                case ast.ImportFrom():
                    base = self._base(node)
                    for alias in node.names:
                        target = f"{base}.{alias.name}"
                        yield Import(target, node.lineno, node.level > 0, node in local)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def _base(self, node: ast.ImportFrom) -> str:
        """What `from … import` starts from, as an absolute name."""
        if not node.level:
            return node.module or ""
        here = ["parcours", *self.name.split("/")]
        return ".".join([*here[: -node.level], *filter(None, [node.module])])


def within(name: str, place: str, mark: str = "/") -> bool:
    """Whether `name` is `place` or lies inside it: `engine/expr/lexer` in `engine/expr`."""
    return name == place or name.startswith(place + mark)


def read(root: Path, path: Path) -> Module:
    """The module in the file `path` of the checkout `root`."""
    return Module.parse(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def installed(root: Path) -> tuple[Module, ...]:
    """Every module of the package, in order of path."""
    files = [root / name for name in FILES if (root / name).is_file()]
    inside = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    return tuple(read(root, path) for path in [*files, *inside])


def listing(faults: Iterable[Fault]) -> str:
    """The faults as one text, sorted, a line each; empty when the house is in order."""
    return "\n".join(str(fault) for fault in sorted(set(faults)))


def refuse(faults: Iterable[Fault]) -> None:
    """Fail with the faults alone, for the code of this test has nothing to do with them."""
    if text := listing(faults):
        pytest.fail(text, pytrace=False)
