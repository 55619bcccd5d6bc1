"""A scenario file as its author wrote it: a person, their answers, and what must happen."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.definitions import Ref
from ..model.reading import ref
from ..source.position import Span, start_of
from ..source.tree import Entry, Mapping, Node


@dataclass(frozen=True, slots=True)
class Scenario:
    """The file, the procedure it is about, and its tree (shape already checked)."""

    file: str
    title: str
    span: Span
    procedure: Ref | None
    tree: Mapping

    def section(self, *path: str) -> tuple[Entry, ...]:
        """The entries of a mapping below these keys."""
        node: Node | None = self.tree
        for key in path:
            node = node.get(key) if isinstance(node, Mapping) else None
        return node.entries if isinstance(node, Mapping) else ()


def read_scenario(file: str, tree: Mapping) -> Scenario:
    """A scenario, as far as its checks need it."""
    title = ref(tree.get("scenario"))
    return Scenario(
        file,
        title.name if title else "",
        title.span if title else start_of(file),
        ref(tree.get("procedure")),
        tree,
    )
