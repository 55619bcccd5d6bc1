"""One part of the drawing laid out: rows from the top, boxes of steps, ways between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..picture import Box, Edge, Node
from .cells import NODE_WIDTH, Cell, cell_of, sentence_of
from .layers import Layers, Link, layered
from .measure import balanced
from .order import ordered
from .place import Size, placed
from .shapes import STEP, Frame, Line, Shape, Stroke

PAD = 12.0
GUTTER = 128.0
"""The left part of a step's box, which bears its title."""


@dataclass(frozen=True, slots=True)
class Region:
    """Everything placed: the middle of each id, the top and bottom of each row."""

    layers: Layers
    rows: tuple[tuple[str, ...], ...]
    cells: Mapping[str, Cell]
    middles: Mapping[str, float]
    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    row_of: Mapping[str, int]
    gates: tuple[str, ...] = ()

    def top(self, name: str) -> float:
        """The upper edge of a cell; a bend goes through its whole row."""
        row = self.row_of[name]
        cell = self.cells.get(name)
        if cell is None:
            return self.tops[row]
        return round((self.tops[row] + self.bottoms[row] - cell.size.height) / 2, 1)

    def bottom(self, name: str) -> float:
        """The lower edge."""
        cell = self.cells.get(name)
        return self.top(name) + cell.size.height if cell else self.bottoms[self.row_of[name]]


def region(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    spine: Sequence[str] = (),
    boxes: Sequence[Box] = (),
    gates: Sequence[str] = (),
    root: str = "",
) -> Region:
    """Laid out; `spine` goes straight down at 0, its boxes around it.

    `gates` are ways out of this part, kept at the right of their rows. Nothing stands above
    `root`, nor at its left.
    """
    layers = layered([*(node.id for node in nodes), *gates], edges, spine, root)
    cells = {node.id: cell_of(node) for node in nodes}
    cells |= {said.id: sentence_of(said) for said in layers.sentences}
    sizes = {name: cells[name].size if name in cells else Size() for name in layers.row_of()}
    inner, first, last = _without_lanes(layers)
    rows = ordered(inner, first | {root}, frozenset({*last, *gates, *_leading_to(layers, gates)}))
    column = Size(NODE_WIDTH + 2 * PAD + 24)
    middles = placed(inner, rows, sizes | dict.fromkeys(layers.pinned, column))
    middles |= _lanes(layers, rows, middles, sizes)
    row_of = layers.row_of()
    heights = [max((sizes[name].height for name in row), default=0.0) for row in rows]
    before, after = _room_for_boxes(nodes, boxes, row_of, heights)
    tops, bottoms, y = [], [], 0.0
    for row, height in enumerate(heights):
        gap = _gap(layers.links, row_of, middles, row)
        y = y + gap + before.get(row, 0.0)
        tops.append(round(y, 1))
        y += height
        bottoms.append(round(y, 1))
        y += after.get(row, 0.0)
    return Region(layers, rows, cells, middles, tuple(tops), tuple(bottoms), row_of, tuple(gates))


def _without_lanes(layers: Layers) -> tuple[Layers, frozenset[str], frozenset[str]]:
    """What is put in order: all but the lanes, whose sentences stand at the ends of their rows."""
    lanes = {bend for _name, bends in layers.lanes for bend in bends}
    rows = tuple(tuple(name for name in row if name not in lanes) for row in layers.rows)
    links = tuple(li for li in layers.links if lanes.isdisjoint((li.upper, li.lower)))
    names = [name for name, _bends in layers.lanes]
    return replace(layers, rows=rows, links=links), frozenset(names[::2]), frozenset(names[1::2])


def _lanes(
    layers: Layers,
    rows: Sequence[Sequence[str]],
    middles: Mapping[str, float],
    sizes: Mapping[str, Size],
) -> dict[str, float]:
    """Straight down beside everything on their rows: the first at the left, the second right."""
    found: dict[str, float] = {}
    row_of = layers.row_of()
    for place, (_name, bends) in enumerate(layers.lanes):
        spanned = [
            name for row in range(row_of[bends[0]] - 1, row_of[bends[-1]] + 1) for name in rows[row]
        ]
        side = 1 if place % 2 else -1
        edges = [middles[name] * side + sizes[name].width / 2 for name in spanned]
        edges += [middle * side for middle in found.values()]
        found |= dict.fromkeys(bends, side * round(max(edges) + 24, 1))
    return found


def _leading_to(layers: Layers, gates: Sequence[str]) -> Iterator[str]:
    """What stands just above a gate."""
    return (link.upper for link in layers.links if link.lower in gates)


def _gap(
    links: Sequence[Link], row_of: Mapping[str, int], middles: Mapping[str, float], row: int
) -> float:
    """Above a row: more where ways must go far to the side."""
    if row == 0:
        return 0.0
    wide = [abs(middles[li.upper] - middles[li.lower]) for li in links if row_of[li.lower] == row]
    return round(min(44.0, 13 + 0.09 * max(wide, default=0.0)), 1)


def _members(nodes: Sequence[Node], box: Box) -> list[str]:
    return [node.id for node in nodes if node.box == box.id]


def _title(box: Box) -> tuple[str, ...]:
    return balanced(box.title, GUTTER - PAD, 12, bold=True)


def _room_for_boxes(
    nodes: Sequence[Node], boxes: Sequence[Box], row_of: Mapping[str, int], heights: list[float]
) -> tuple[dict[int, float], dict[int, float]]:
    """Above the first and below the last row of each step, so that its title has its place."""
    before, after = {}, {}
    for box in boxes:
        rows = [row_of[name] for name in _members(nodes, box)]
        if rows:
            inside = sum(heights[min(rows) : max(rows) + 1]) + 13 * (max(rows) - min(rows))
            lacking = max(0.0, 18 + 15 * len(_title(box)) - inside - 4)
            before[min(rows)] = PAD
            after[max(rows)] = PAD + lacking
    return before, after


def drawn(place: Region, nodes: Sequence[Node], boxes: Sequence[Box] = ()) -> tuple[Shape, ...]:
    """Boxes, then ways, then what they link. The story's column has its middle at 0."""
    shapes: list[Shape] = []
    for box in boxes:
        shapes += _boxed(place, nodes, box)
    shapes += _strokes(place)
    for name, cell in place.cells.items():
        shapes += cell.shapes(place.middles[name], place.top(name))
    return tuple(shapes)


def _boxed(place: Region, nodes: Sequence[Node], box: Box) -> Iterator[Shape]:
    rows = [place.row_of[name] for name in _members(nodes, box)]
    if not rows:
        return
    title = _title(box)
    left = -NODE_WIDTH / 2 - PAD - GUTTER
    top = place.tops[min(rows)] - PAD
    needed = 2 * PAD + 14 + 15 * len(title)
    height = max(place.bottoms[max(rows)] + PAD - top, needed)
    yield Frame(left, top, GUTTER + NODE_WIDTH + 2 * PAD, height, STEP)
    x, y, room = left + PAD, top + PAD + 10, GUTTER - PAD
    yield Line(x, y, box.number, 11, room, colour="#000091", middle=False)
    for text in title:
        y += 15
        yield Line(x, y, text, 12, room, bold=True, middle=False)


def _strokes(place: Region) -> Iterator[Stroke]:
    """Every stretch: down its row, across the gap, down the next row; a bend's row to its end."""
    leaving = _ports(place, "upper")
    arriving = _ports(place, "lower")
    passed: set[str] = set()
    for link in place.layers.links:
        if link.lower in place.gates:
            continue
        start = place.middles[link.upper] + leaving.get((link.upper, link.lower), 0.0)
        end = place.middles[link.lower] + arriving.get((link.upper, link.lower), 0.0)
        row = place.row_of[link.lower]
        is_new_bend = link.lower not in place.cells and link.lower not in passed
        stop = place.bottoms[row] if is_new_bend else place.top(link.lower)
        passed.add(link.lower)
        points = (
            (round(start, 1), place.bottom(link.upper)),
            (round(start, 1), place.bottoms[place.row_of[link.upper]]),
            (round(end, 1), place.tops[row]),
            (round(end, 1), stop),
        )
        yield Stroke(points, link.arrow, link.dashed, link.strong)


def _ports(place: Region, end: str) -> dict[tuple[str, str], float]:
    """How far from its middle each way leaves a node, or arrives there: upright where it can."""
    found: dict[tuple[str, str], float] = {}
    groups: dict[str, list[Link]] = {}
    for link in place.layers.links:
        groups.setdefault(link.upper if end == "upper" else link.lower, []).append(link)
    for name, links in groups.items():
        cell = place.cells.get(name)
        if cell is None or cell.size.width < NODE_WIDTH:
            continue
        edge = NODE_WIDTH / 2 - 24
        away = [place.middles[_far(link, end)] - place.middles[name] for link in links]
        wishes = sorted(
            (max(-edge, min(edge, wish)), wish, link.upper, link.lower)
            for wish, link in zip(away, links, strict=True)
        )
        apart = min(16.0, 2 * edge / max(1, len(links) - 1))
        ports = _spread([wish for wish, _far_off, _upper, _lower in wishes], apart, edge)
        for port, (_wish, _far_off, upper, lower) in zip(ports, wishes, strict=True):
            found[upper, lower] = port
    return found


def _spread(wishes: Sequence[float], apart: float, edge: float) -> list[float]:
    """Kept apart, and within the edge on both sides."""
    ports: list[float] = []
    for wish in wishes:
        ports.append(max(wish, ports[-1] + apart) if ports else wish)
    for index in range(len(ports) - 1, -1, -1):
        most = edge if index == len(ports) - 1 else ports[index + 1] - apart
        ports[index] = min(ports[index], most)
    return ports


def _far(link: Link, end: str) -> str:
    return link.lower if end == "upper" else link.upper
