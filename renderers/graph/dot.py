"""The picture in the DOT language, for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from .picture import Edge, Kind, Node, Picture, Way
from .svg.measure import wrapped

_SHAPES = {
    Kind.SCREEN: 'shape=box, style="rounded,filled", color="#000091", fillcolor="#ffffff"',
    Kind.FILING: (
        'shape=box, style="rounded,filled", color="#000091", fillcolor="#000091", '
        'fontcolor="#ffffff"'
    ),
    Kind.END: 'shape=box, style="rounded,filled", color="#666666", fillcolor="#eeeeee"',
    Kind.OPENED: 'shape=folder, style="filled", color="#18753c", fillcolor="#e3fdeb"',
    Kind.STATE: 'shape=box, style="rounded,filled", color="#3a3a3a", fillcolor="#ffffff"',
    Kind.FINAL: 'shape=box, peripheries=2, style=filled, color="#3a3a3a", fillcolor="#e5e5e5"',
}
_LINES = {Way.SKIP: "style=dashed", Way.DELAY: "style=dashed", Way.FILING: "style=bold"}
_SHARED = 'shape=plaintext, fontsize=10, fontcolor="#3a3a3a"'


def dot(picture: Picture) -> str:
    """A `digraph`; every name and label is a quoted string."""
    lines = [
        "digraph procedure {",
        f"  label={quoted(picture.title)}; labelloc=t; fontname=Arial;",
        "  rankdir=TB; nodesep=0.4; ranksep=0.5; bgcolor=white;",
        '  node [fontname=Arial, fontsize=12, margin="0.15,0.08"];',
        '  edge [fontname=Arial, fontsize=10, color="#3a3a3a"];',
    ]
    for box in picture.boxes:
        title = f"{box.number} – {box.title}" if box.number else box.title
        lines.append(f"  subgraph {quoted(f'cluster_{box.id}')} {{")
        lines.append(f'    label={_label(title)}; style=filled; color="#f5f5fe";')
        lines += [f"    {_node(node)}" for node in picture.nodes if node.box == box.id]
        lines.append("  }")
    lines += [f"  {_node(node)}" for node in picture.nodes if not node.box]
    for place, edge in enumerate(picture.edges):
        lines += (f"  {line}" for line in _edge(edge, place))
    return "\n".join([*lines, "}", ""])


def _node(node: Node) -> str:
    label = _label(node.title, *node.notes)
    return f"{quoted(node.id)} [label={label}, {_SHAPES[node.kind]}];"


def _edge(edge: Edge, place: int) -> Iterator[str]:
    style = _LINES.get(edge.way, "style=solid")
    if len(edge.sources) == 1:
        label = f", label={_label(edge.label)}" if edge.label else ""
        yield f"{quoted(edge.sources[0])} -> {quoted(edge.target)} [{style}{label}];"
        return
    hub = quoted(f"way_{place}")
    yield f"{hub} [label={_label(edge.label)}, {_SHARED}];"
    for source in edge.sources:
        yield f"{quoted(source)} -> {hub} [{style}, arrowhead=none];"
    yield f"{hub} -> {quoted(edge.target)} [{style}];"


def _label(*texts: str) -> str:
    lines = [line for text in texts for line in wrapped(text, 190, 12)]
    return quoted("\n".join(lines))


def quoted(text: str) -> str:
    """A DOT string: only the quote, the backslash and the line end have a meaning in it.

    An ampersand would begin an HTML entity, which Graphviz replaces in labels.
    """
    safe = "".join(c if c == "\n" or (ord(c) >= 32 and c != "\x7f") else " " for c in text)
    safe = safe.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return '"' + safe.replace("\n", "\\n") + '"'
