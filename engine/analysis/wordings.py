"""Every text of the files that people read, and whether `{{ … }}` is filled in there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..source.tree import Mapping, Node, Scalar, Sequence

TEXTS = frozenset({"title", "label", "text", "help", "mail", "else", "later", "audience", "button"})
BY_ID = frozenset({"options", "glossary"})
"""Sections in which `id: Libellé` is a text too; none has holes."""

FILLED = {
    "documents": frozenset({"title"}),
    "notices": frozenset({"title", "text", "mail"}),
    "attestations": frozenset({"text"}),
    "deliverables": frozenset({"text"}),
    "ends": frozenset({"text"}),
    "examination": frozenset({"text"}),
    "screens": frozenset({"title", "text", "else"}),
    "flow": frozenset({"title", "text", "else"}),
}
"""By section, the keys whose texts have holes (language, §7); submit and step titles have none."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text as written."""

    scalar: Scalar
    is_filled: bool


def wordings(tree: Mapping) -> Iterator[Wording]:
    """In file order."""
    for entry in tree.entries:
        filled = FILLED.get(entry.key.text, frozenset())
        yield from _entry(entry.key.text, entry.value, filled)


def _below(node: Node, filled: frozenset[str]) -> Iterator[Wording]:
    match node:
        case Mapping():
            inside = filled - {"title"} if node.entry("step") else filled
            for entry in node.entries:
                yield from _entry(entry.key.text, entry.value, inside)
        case Sequence():
            for item in node.items:
                yield from _below(item, filled)


def _entry(key: str, value: Node, filled: frozenset[str]) -> Iterator[Wording]:
    if isinstance(value, Scalar):
        if key in TEXTS:
            yield Wording(value, key in filled)
    elif key in BY_ID and isinstance(value, Mapping):
        for entry in value.entries:
            if isinstance(entry.value, Scalar):
                yield Wording(entry.value, is_filled=False)
            else:
                yield from _below(entry.value, filled)
    elif key == "screens" and isinstance(value, Sequence):
        for item in value.items:
            yield from _below(item, FILLED["flow"])
    else:
        yield from _below(value, filled - {"title"} if key == "submit" else filled)
