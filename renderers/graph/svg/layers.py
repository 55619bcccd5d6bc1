"""Which row each thing stands on: longest path from the start, ways that go back turned over.

Nodes take even rows, the sentences of ways odd ones, so that no sentence lies on a node. A way
longer than one row passes through a bend on each row; all ways into one node share their bends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..picture import Edge, Way

_COLUMN = "|"
LANE = 4
"""From this many bends on, a shared way is drawn beside everything else."""


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch from one row to the next. `arrow` is "down", "up" or nothing."""

    upper: str
    lower: str
    arrow: str = ""
    dashed: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one way, standing on a row of their own."""

    id: str
    text: str
    way: Way


@dataclass(frozen=True, slots=True)
class Layers:
    """Rows from the top, each in the order first met."""

    rows: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]
    sentences: tuple[Sentence, ...]
    pinned: frozenset[str]
    """What stands in the first column: the story, and the ways straight down it."""
    lanes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Long ways shared by several nodes: the sentence they lead to, and their bends."""

    def row_of(self) -> dict[str, int]:
        """By id."""
        return {id_: row for row, ids in enumerate(self.rows) for id_ in ids}


def layered(
    nodes: Sequence[str], edges: Iterable[Edge], spine: Sequence[str] = (), root: str = ""
) -> Layers:
    """Rows for these nodes; `spine` goes straight down; `root` is at the top."""
    known = set(nodes)
    kept = [edge for edge in edges if edge.target in known]
    ways = [(source, edge.target) for edge in kept for source in edge.sources if source in known]
    back = _backward(nodes, [*pairwise(spine), *ways])
    back |= {(source, target) for source, target in ways if target == root}
    rows = _rows(nodes, spine, ways, back)
    builder = _Builder(rows, set(pairwise(spine)))
    for place, edge in enumerate(kept):
        builder.edge(edge, f"way_{place}", back)
    return builder.layers(nodes, spine)


def _backward(nodes: Sequence[str], ways: list[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The ways that close a circle, walking from the first node in the order of the file."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in ways:
        after[source].append(target)
    found: set[tuple[str, str]] = set()
    state: dict[str, str] = {}
    for start in nodes:
        if start in state:
            continue
        state[start] = "open"
        walk = [(start, iter(after[start]))]
        while walk:
            node, targets = walk[-1]
            target = next(targets, "")
            if not target:
                state[node] = "closed"
                walk.pop()
            elif target not in state:
                state[target] = "open"
                walk.append((target, iter(after[target])))
            elif state[target] == "open":
                found.add((node, target))
    return frozenset(found)


def _rows(
    nodes: Sequence[str],
    spine: Sequence[str],
    ways: list[tuple[str, str]],
    back: frozenset[tuple[str, str]],
) -> dict[str, int]:
    """Longest path, two rows for each way."""
    below: set[tuple[str, str]] = set(pairwise(spine))
    below |= {(b, a) if (a, b) in back else (a, b) for a, b in ways if a != b}
    rows = dict.fromkeys(nodes, 0)
    for _round in nodes:
        lower = {b: max(rows[b], *(rows[a] + 2 for a, c in below if c == b)) for _a, b in below}
        if all(rows[node] == row for node, row in lower.items()):
            break
        rows |= lower
    return rows


class _Builder:
    """Puts sentences and bends on the rows between nodes."""

    def __init__(self, rows: dict[str, int], straight: set[tuple[str, str]]) -> None:
        self.rows = dict(rows)
        self.straight = straight
        self.links: dict[tuple[str, str], Link] = {}
        self.sentences: list[Sentence] = []
        self.pinned: set[str] = set()
        self.taken: set[int] = set()
        self.lanes: list[tuple[str, tuple[str, ...]]] = []

    def edge(self, edge: Edge, name: str, back: frozenset[tuple[str, str]]) -> None:
        """One way; those of its sources that stand lower than its target go up on their own."""
        sources = [source for source in edge.sources if source in self.rows]
        down = [source for source in sources if (source, edge.target) not in back]
        for number, source in enumerate(s for s in sources if s not in down):
            self.upward(edge, f"{name}_up{number}", source)
        if not down:
            return
        if not edge.label:
            for source in down:
                self.chain(source, edge.target, edge, edge.target, arrow=True)
            return
        lone = len(down) == 1
        row = self.rows[down[0]] + 1 if lone else self.rows[edge.target] - 1
        self.sentence(name, edge, row)
        for source in down:
            self.chain(source, name, edge, name, arrow=False)
        bends = [f"{name}_{r}" for r in range(row) if f"{name}_{r}" in self.rows]
        if len(bends) >= LANE:
            self.lanes.append((name, tuple(bends)))
        self.chain(name, edge.target, edge, edge.target, arrow=True)
        if lone and (down[0], edge.target) in self.straight:
            self.pin(name, row)

    def upward(self, edge: Edge, name: str, source: str) -> None:
        """Drawn from the target down to the sentence, which stands just above the source."""
        start = edge.target
        if edge.label:
            self.sentence(name, edge, self.rows[source] - 1)
            self.link(name, source, edge, "")
            end = name
        else:
            end = source
        between = range(self.rows[start] + 1, self.rows[end])
        bends = [self.bend(f"{start}^{row}", row) for row in between]
        stops = [start, *bends, end]
        for place, (upper, lower) in enumerate(pairwise(stops)):
            self.link(upper, lower, edge, "" if place else "up")

    def chain(self, start: str, end: str, edge: Edge, owner: str, arrow: bool) -> None:
        """Down to a node or a sentence, through the bends that all its ways share."""
        bends = []
        for row in range(self.rows[start] + 1, self.rows[end]):
            bends.append(self.bend(f"{owner}_{row}", row))
            if (start, end) in self.straight:
                self.pin(bends[-1], row)
        stops = [start, *bends, end]
        for upper, lower in pairwise(stops):
            self.link(upper, lower, edge, "down" if arrow and lower == end else "")

    def bend(self, name: str, row: int) -> str:
        self.rows[name] = row
        return name

    def pin(self, name: str, row: int) -> bool:
        """Put it in the first column, unless something stands there on that row."""
        is_free = row not in self.taken
        if is_free:
            self.taken.add(row)
            self.pinned.add(name)
        return is_free

    def sentence(self, name: str, edge: Edge, row: int) -> None:
        self.rows[name] = row
        self.sentences.append(Sentence(name, edge.label, edge.way))

    def link(self, upper: str, lower: str, edge: Edge, arrow: str) -> None:
        dashed, strong = edge.way in (Way.SKIP, Way.DELAY), edge.way == Way.FILING
        known = self.links.get((upper, lower))
        dashed = dashed and (known is None or known.dashed)
        self.links[upper, lower] = Link(upper, lower, arrow, dashed, strong)

    def layers(self, nodes: Sequence[str], spine: Sequence[str]) -> Layers:
        """All of it, row by row; a row between two screens keeps the column free."""
        depth = max(self.rows.values(), default=-1) + 1
        rows: list[list[str]] = [[] for _row in range(depth)]
        for name in [*nodes, *(name for name in self.rows if name not in set(nodes))]:
            rows[self.rows[name]].append(name)
        for row in range(1, self.rows[spine[-1]] if spine else 0, 2):
            if self.pin(f"{_COLUMN}{row}", row):
                rows[row].append(self.bend(f"{_COLUMN}{row}", row))
        pinned = frozenset({*spine, *self.pinned})
        ordered = tuple(tuple(sorted(row, key=lambda name: name not in pinned)) for row in rows)
        links = tuple(self.links.values())
        return Layers(ordered, links, tuple(self.sentences), pinned, tuple(self.lanes))
