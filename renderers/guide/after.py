"""What may happen once a request is filed, state by state."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.model.definitions import Procedure
from ...engine.model.names import Names
from ...engine.source.wording import _, quoted
from ..graph.compose import compose


def states(procedure: Procedure, names: Names) -> Iterator[tuple[str, str, str]]:
    """Its title, what is done there, and where that may lead: one to a line."""
    picture = compose(procedure, names)
    titles = {node.id: node.title for node in picture.nodes}
    for node in picture.states:
        moves = (edge for edge in picture.edges if node.id in edge.sources)
        ways = (_way(edge.label, titles[edge.target]) for edge in moves)
        told = "\n".join(ways) or _("Plus rien : la demande est close")
        yield node.title, "\n".join(node.notes), told


def _way(label: str, target: str) -> str:
    return _("{what}, et la demande passe à {state}").format(what=label, state=quoted(target))
