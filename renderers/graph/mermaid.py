"""The picture as a Mermaid flowchart, which GitHub, GitLab and many editors draw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .picture import Edge, Kind, Node, Picture, Way

_SHAPES = {
    Kind.SCREEN: ('["', '"]'),
    Kind.FILING: ('[["', '"]]'),
    Kind.END: ('(["', '"])'),
    Kind.OPENED: ('[/"', '"/]'),
    Kind.STATE: ('("', '")'),
    Kind.FINAL: ('{{"', '"}}'),
}
_ARROWS = {Way.SKIP: "-.->", Way.DELAY: "-.->", Way.FILING: "==>"}
_LINES = {"-->": "---", "-.->": "-.-", "==>": "==="}
_STYLES = (
    "classDef screen fill:#ffffff,stroke:#000091,color:#161616",
    "classDef filing fill:#000091,stroke:#000091,color:#ffffff",
    "classDef end_ fill:#eeeeee,stroke:#666666,color:#161616",
    "classDef opened fill:#e3fdeb,stroke:#18753c,color:#161616",
    "classDef state fill:#ffffff,stroke:#3a3a3a,color:#161616",
    "classDef final fill:#e5e5e5,stroke:#3a3a3a,color:#161616",
    "classDef shared fill:#f5f5fe,stroke:#6a6af4,color:#161616",
)
_CLASSES = {Kind.END: "end_"}
_SPECIAL = re.compile(r"""["#<>&`%{}\\|;]|[\x00-\x1f\x7f\x85\u2028\u2029]""")
_LIST = re.compile(r"^(\s*)(?:([-*+])|(\d+)([.)]))(?=\s)")


def mermaid(picture: Picture) -> str:
    """Text that begins with `flowchart`; what authors wrote is quoted and can close nothing."""
    lines = ["flowchart TD"]
    for key, text in (("accTitle", picture.title), ("accDescr", picture.description)):
        if told := _line(text):
            lines.append(f"  {key}: {told}")
    ids = {node.id: _id(node.id, place) for place, node in enumerate(picture.nodes)}
    for box in picture.boxes:
        title = f"{box.number} – {box.title}" if box.number else box.title
        lines.append(f'  subgraph {_id(box.id, len(lines))}["{escaped(title)}"]')
        lines += [f"    {_node(node, ids)}" for node in picture.nodes if node.box == box.id]
        lines.append("  end")
    lines += [f"  {_node(node, ids)}" for node in picture.nodes if not node.box]
    for place, edge in enumerate(picture.edges):
        lines += (f"  {line}" for line in _edge(edge, place, ids))
    return "\n".join([*lines, *(f"  {style}" for style in _STYLES), ""])


def _node(node: Node, ids: dict[str, str]) -> str:
    opening, closing = _SHAPES[node.kind]
    text = "<br/>".join(escaped(line) for line in (node.title, *node.notes))
    name = _CLASSES.get(node.kind, node.kind.value)
    return f"{ids[node.id]}{opening}{text}{closing}:::{name}"


def _edge(edge: Edge, place: int, ids: dict[str, str]) -> Iterator[str]:
    """One line; a way shared by several nodes goes through a node of its own."""
    arrow, target = _ARROWS.get(edge.way, "-->"), ids[edge.target]
    if len(edge.sources) == 1:
        label = f'|"{escaped(edge.label)}"|' if edge.label else ""
        yield f"{ids[edge.sources[0]]} {arrow}{label} {target}"
        return
    hub = f"way_{place}"
    yield f'{hub}(["{escaped(edge.label)}"]):::shared'
    for source in edge.sources:
        yield f"{ids[source]} {_LINES[arrow]} {hub}"
    yield f"{hub} {arrow} {target}"


def _id(name: str, place: int) -> str:
    """An identifier of plain letters; `end` alone would be a keyword, so all have a prefix."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return plain if plain == name else f"{plain}_{place}"


def escaped(text: str) -> str:
    """A label between quotes, as Mermaid's own entities (`#34;`) where a character has a meaning.

    A label that begins like a list, or an empty one, would be refused by Mermaid.
    """
    text = _LIST.sub(_unlisted, text)
    return _SPECIAL.sub(lambda match: _entity(match[0]), text) or " "


def _unlisted(match: re.Match[str]) -> str:
    return f"{match[1]}\u200b{match[2] or match[3] + match[4]}"


def _entity(character: str) -> str:
    return f"#{ord(character)};" if character.isprintable() else " "


def _line(text: str) -> str:
    """One line of the accessible title, which is not quoted."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029;#{}%]+", " ", text).strip()
