"""What a fault is: a diagnostic at a place, and the repair that lets reading go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..source.diagnostic import Diagnostic, Related
from ..source.position import Span
from ..source.tree import Entry, Mapping, Node, Path, at
from .structure_edit import Edit
from .structure_sample import LONGEST, sample, shown

LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """`about` names what is missing, by its owner's place and its key; a repair may hush it.

    `meant` is how a misspelt id should be spelt.
    """

    diagnostic: Diagnostic
    path: Path
    edit: Edit | None = None
    about: tuple[Span, str] | None = None
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the tree, as messages speak of it."""

    root: Node
    path: Path

    @property
    def node(self) -> Node:
        """What stands there; the root when nothing does."""
        return at(self.root, self.path) or self.root

    @property
    def owner(self) -> Node | None:
        """What holds it."""
        return at(self.root, self.path[:-1]) if self.path else None

    @property
    def entry(self) -> Entry | None:
        """The entry it is the value of, unless it is an item of a list or the root."""
        owner, step = self.owner, self.path[-1] if self.path else None
        return owner.entry(step) if isinstance(owner, Mapping) and isinstance(step, str) else None

    @property
    def name(self) -> str:
        """The nearest key at or above it."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def is_item(self) -> bool:
        """An item of a list."""
        return bool(self.path) and isinstance(self.path[-1], int)

    @property
    def key_span(self) -> Span:
        """Its key, or the beginning of what has none."""
        entry = self.entry
        if entry:
            return entry.key.span
        node = self.node
        if isinstance(node, Mapping) and node.entries:
            return node.entries[0].key.span
        return node.span.first()

    def fault(
        self,
        rule: str,
        message: str,
        cure: str,
        span: Span,
        edit: Edit | None = None,
        related: tuple[Related, ...] = (),
    ) -> Fault:
        """A fault of this place."""
        return Fault(Diagnostic(rule, message, span, cure, related), self.path, edit)


def example_of(schema: Any) -> Any:
    """A right value for that definition, or None."""
    examples = schema.get("examples") or schema.get("enum") or [None]
    return examples[0]


def example(key: str, schema: Any) -> str:
    """`key: value` with a right value; only the key when there is none to show."""
    value = example_of(schema)
    written = sample(key, value)
    return f"{key}: …" if value is None or len(written) > LONGEST else written


def example_item(schema: Any) -> str:
    """`- value` with a right value."""
    value = example_of(schema)
    return "- …" if value is None else f"- {shown(value)}"


def quotable(text: str) -> str:
    """What a message quotes: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"
