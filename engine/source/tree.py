"""The tree of a YAML file: scalars are a text and a place, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .position import Span
from .text import Source


class Style:
    """How a scalar was written, as libyaml tells it."""

    PLAIN = ""
    SINGLE = "'"
    DOUBLE = '"'
    LITERAL = "|"
    FOLDED = ">"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as its author wrote it, unquoted and unfolded."""

    text: str
    span: Span
    style: str = Style.PLAIN
    source: Source | None = field(default=None, repr=False, compare=False)
    is_foreign: bool = False
    """Translated: it is set as its translator set it, and not as French is."""

    @property
    def is_null(self) -> bool:
        """Nothing was written (YAML's null, which here is always a missing value)."""
        return self.style == Style.PLAIN and self.text in ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key and its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in file order; each key once (a second one is a diagnostic)."""

    entries: tuple[Entry, ...]
    span: Span

    def entry(self, key: str) -> Entry | None:
        """The entry of that key, or None."""
        return next((entry for entry in self.entries if entry.key.text == key), None)

    def get(self, key: str) -> Node | None:
        """The value of that key, or None."""
        entry = self.entry(key)
        return entry.value if entry else None

    def keys(self) -> tuple[str, ...]:
        """The keys' texts, in file order."""
        return tuple(entry.key.text for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items in file order."""

    items: tuple[Node, ...]
    span: Span


Node = Scalar | Mapping | Sequence
Path = tuple[str | int, ...]


def at(node: Node, path: Path) -> Node | None:
    """The node below this one at a path of keys and indexes, or None."""
    current: Node | None = node
    for part in path:
        if isinstance(current, Mapping) and isinstance(part, str):
            current = current.get(part)
        elif isinstance(current, Sequence) and isinstance(part, int):
            current = current.items[part] if part < len(current.items) else None
        else:
            return None
    return current


def plain(node: Node) -> object:
    """As JSON-like data in which every scalar is a text, and nothing written is None."""
    match node:
        case Scalar():
            return None if node.is_null else node.text
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]


def scalars(node: Node) -> Iterator[Scalar]:
    """Every value scalar below, in file order."""
    match node:
        case Scalar():
            yield node
        case Mapping():
            for entry in node.entries:
                yield from scalars(entry.value)
        case Sequence():
            for item in node.items:
                yield from scalars(item)
