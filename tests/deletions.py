"""Every deletion of something that decides, in the shipped definitions: each a whole folder again.

A file is written again from its tree without one key or one item. Help, laws and words said to
everybody are left alone: scenarios tell what happens, and other tests read the words. A text, a
callout or a value of a seal that depends on the person is deleted, and so is its condition alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parcours.engine.source.parse import parse
from parcours.engine.source.text import source
from parcours.engine.source.tree import Entry, Node, Path, Scalar, Sequence, Style
from parcours.engine.source.tree import Mapping as Tree
from parcours.tests.mutations import shipped

NAMED = frozenset(
    (
        *("documents", "any_of", "all_of", "variants", "attestations", "options", "actions"),
        *("states", "clocks", "ends", "deliverables", "notices", "item", "fields", "screens"),
        *("parameters", "registry", "values"),
    )
)
"""Sections whose every entry is deleted in turn."""

KEYS = frozenset(
    (
        *("when", "next", "warnings", "checks", "optional", "max_age", "later", "notice"),
        *("deliver", "to", "collect", "verify", "fields", "attest", "requires", "await"),
        *("expires", "open", "give", "known_from", "code", "timers", "submit", "outcome"),
        *("in", "runs_in"),
    )
)
"""Keys that decide something, deleted wherever they stand."""

LISTS = frozenset(
    (
        *("flow", "screens", "next", "warnings", "checks", "verify", "fields", "attest"),
        *("collect", "notice", "deliver", "in", "runs_in", "timers", "give", "use"),
        *("text", "mail"),
    )
)
"""Lists whose every item is deleted in turn."""

WORDS = frozenset({"glossary", "law"})
"""What is not looked into."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What is deleted of one file, told as a path; `text` is the file without it."""

    file: str
    what: str
    text: str


def texts() -> dict[str, str]:
    """The shipped procedures and parts, by path."""
    return {path: text for path, text in shipped().items() if not path.startswith("scenarios/")}


def deletions(files: Mapping[str, str]) -> Iterator[Deletion]:
    """In order of file and place."""
    for file, text in sorted(files.items()):
        tree, found = parse(source(file, text))
        assert tree is not None
        assert not found
        for path, what in _paths(tree, (), ""):
            yield Deletion(file, what, written(_without(tree, path)))


def _paths(node: Node, path: Path, what: str) -> Iterator[tuple[Path, str]]:
    above = path[-1] if path else ""
    if isinstance(node, Tree):
        for entry in node.entries:
            key = entry.key.text
            if key in WORDS or (key == "values" and "parameters" in path):
                continue
            name = f"{what}/{key}".strip("/")
            if above in NAMED or key in KEYS:
                yield (*path, key), name
            yield from _paths(entry.value, (*path, key), name)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            name = f"{what}[{_label(item, number)}]"
            if len(node.items) > 1 and (above in LISTS or _is_conditional(item)):
                yield (*path, number), name
            yield from _paths(item, (*path, number), name)


def _is_conditional(item: Node) -> bool:
    """A callout, or a value of a seal, for some only."""
    return isinstance(item, Tree) and item.entry("when") is not None


def _label(item: Node, number: int) -> str:
    """Its own name where it has one."""
    if isinstance(item, Scalar):
        return item.text
    for key in ("screen", "step", "to", "when"):
        value = item.get(key) if isinstance(item, Tree) else None
        if isinstance(value, Scalar):
            return value.text
    return str(number)


def _without(node: Node, path: Path) -> Node:
    head, *rest = path
    if isinstance(node, Tree):
        entries = (
            Entry(e.key, _without(e.value, tuple(rest))) if e.key.text == head and rest else e
            for e in node.entries
            if e.key.text != head or rest
        )
        return Tree(tuple(entries), node.span)
    assert isinstance(node, Sequence)
    items = (
        _without(item, tuple(rest)) if number == head and rest else item
        for number, item in enumerate(node.items)
        if number != head or rest
    )
    return Sequence(tuple(items), node.span)


def written(node: Node, indent: int = 0) -> str:
    """A tree as YAML: blocks, and scalars as they were quoted."""
    margin = "  " * indent
    if isinstance(node, Tree) and node.entries:
        return "".join(
            f"{margin}{_scalar(entry.key)}:{_below(entry.value, indent)}" for entry in node.entries
        )
    if isinstance(node, Sequence) and node.items:
        return "".join(f"{margin}-{_below(item, indent)}" for item in node.items)
    return f"{margin}{_inline(node)}\n"


def _below(node: Node, indent: int) -> str:
    if isinstance(node, Scalar) or not (node.items if isinstance(node, Sequence) else node.entries):
        return f" {_inline(node)}\n"
    return f"\n{written(node, indent + 1)}"


def _inline(node: Node) -> str:
    if isinstance(node, Scalar):
        return _scalar(node)
    return "{}" if isinstance(node, Tree) else "[]"


def _scalar(scalar: Scalar) -> str:
    is_plain = scalar.style == Style.PLAIN and "\n" not in scalar.text
    return scalar.text if is_plain else json.dumps(scalar.text, ensure_ascii=False)
