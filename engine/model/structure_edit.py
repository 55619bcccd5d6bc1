"""Repairs: a tree in which faulty entries are renamed, replaced or left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping as Edits
from dataclasses import dataclass, replace

from ..source.tree import Entry, Mapping, Node, Path, Sequence


@dataclass(frozen=True, slots=True)
class Drop:
    """The entry or item is left out."""


@dataclass(frozen=True, slots=True)
class Rename:
    """The key was meant to be this one."""

    key: str


@dataclass(frozen=True, slots=True)
class Put:
    """The value was meant to be this one."""

    node: Node


Edit = Drop | Rename | Put


def edited(node: Node, edits: Edits[Path, Edit]) -> Node:
    """The tree with these edits made; a path leads to the entry or item that changes."""
    own = edits.get(())
    if isinstance(own, Put):
        return own.node
    below: dict[str | int, dict[Path, Edit]] = defaultdict(dict)
    for path, edit in edits.items():
        below[path[0]][path[1:]] = edit
    match node:
        case Mapping():
            kept = [_entry(entry, below.get(entry.key.text)) for entry in node.entries]
            return Mapping(tuple(entry for entry in kept if entry), node.span)
        case Sequence():
            items = [_item(item, below.get(index)) for index, item in enumerate(node.items)]
            return Sequence(tuple(item for item in items if item), node.span)
        case _:
            return node


def _entry(entry: Entry, edits: Edits[Path, Edit] | None) -> Entry | None:
    if not edits:
        return entry
    own = edits.get(())
    if isinstance(own, Drop):
        return None
    if isinstance(own, Rename):
        return Entry(replace(entry.key, text=own.key), entry.value)
    return Entry(entry.key, edited(entry.value, edits))


def _item(item: Node, edits: Edits[Path, Edit] | None) -> Node | None:
    if not edits:
        return item
    return None if isinstance(edits.get(()), Drop) else edited(item, edits)
