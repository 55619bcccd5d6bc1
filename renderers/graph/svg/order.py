"""The order from left to right on each row, so that few ways cross: barycentres, then swaps."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence

from .layers import Layers, Link

ROUNDS = 24
Rows = list[list[str]]


def ordered(
    layers: Layers, first: frozenset[str] = frozenset(), last: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], ...]:
    """The rows in their best order found; pinned ids and those of `first` stay first."""
    table = _Neighbours(layers, first | layers.pinned, last)
    best = [list(row) for row in layers.rows]
    current, fewest = best, table.crossings(best)
    for turn in range(ROUNDS):
        current = table.swapped(table.swept(current, downward=turn % 2 == 0))
        count = table.crossings(current)
        if count < fewest:
            best, fewest = [list(row) for row in current], count
    return tuple(tuple(row) for row in best)


class _Neighbours:
    """Who is linked with whom, above and below."""

    def __init__(self, layers: Layers, first: frozenset[str], last: frozenset[str]) -> None:
        self.layers = layers
        self.first = first
        self.last = last
        self.above: dict[str, list[str]] = {}
        self.below: dict[str, list[str]] = {}
        for link in layers.links:
            self.above.setdefault(link.lower, []).append(link.upper)
            self.below.setdefault(link.upper, []).append(link.lower)

    def rank(self, name: str) -> int:
        """First, among others, or last on its row."""
        return 0 if name in self.first else 2 if name in self.last else 1

    def swept(self, rows: Rows, downward: bool) -> Rows:
        """Each row sorted by where its neighbours on the row before stand."""
        found = [list(row) for row in rows]
        near = self.above if downward else self.below
        order = range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1)
        for index in order:
            before = found[index - 1 if downward else index + 1]
            places = {name: place for place, name in enumerate(before)}
            scale = len(before) / max(1, len(found[index]))
            keys = {
                name: _middle([places[n] for n in near.get(name, ())], place * scale)
                for place, name in enumerate(found[index])
            }
            found[index].sort(key=lambda name: (self.rank(name), keys[name]))
        return found

    def swapped(self, rows: Rows) -> Rows:
        """Neighbours exchanged wherever that undoes crossings."""
        found = [list(row) for row in rows]
        for index, row in enumerate(found):
            around = [
                (self.above, _places(found, index - 1)),
                (self.below, _places(found, index + 1)),
            ]
            for place in range(len(row) - 1):
                left, right = row[place], row[place + 1]
                if self.rank(left) == self.rank(right):
                    now = sum(_inversions(near, places, left, right) for near, places in around)
                    then = sum(_inversions(near, places, right, left) for near, places in around)
                    if then < now:
                        row[place], row[place + 1] = right, left
        return found

    def crossings(self, rows: Rows) -> int:
        """How many pairs of ways cross."""
        by_row: dict[int, list[Link]] = {}
        row_of = self.layers.row_of()
        for link in self.layers.links:
            by_row.setdefault(row_of[link.upper], []).append(link)
        return sum(
            _crossings(links, _places(rows, index), _places(rows, index + 1))
            for index, links in by_row.items()
        )


def _places(rows: Sequence[Sequence[str]], index: int) -> dict[str, int]:
    if not 0 <= index < len(rows):
        return {}
    return {name: place for place, name in enumerate(rows[index])}


def _middle(places: Sequence[int], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def _inversions(
    near: Mapping[str, Sequence[str]], places: Mapping[str, int], left: str, right: str
) -> int:
    return sum(places[a] > places[b] for a in near.get(left, ()) for b in near.get(right, ()))


def _crossings(links: list[Link], upper: Mapping[str, int], lower: Mapping[str, int]) -> int:
    seen: list[int] = []
    count = 0
    for link in sorted(links, key=lambda link: (upper[link.upper], lower[link.lower])):
        count += len(seen) - bisect_right(seen, lower[link.lower])
        insort(seen, lower[link.lower])
    return count
