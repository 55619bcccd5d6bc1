"""How far from the left each thing stands: near those it is linked with, never on a neighbour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .layers import Layers

ROUNDS = 80
_PINNED = 1e9
_NEARLY = 60.0


@dataclass(frozen=True, slots=True)
class Size:
    """Of a box; a bend has none."""

    width: float = 0
    height: float = 0


def placed(
    layers: Layers, rows: Sequence[Sequence[str]], sizes: Mapping[str, Size]
) -> dict[str, float]:
    """The middle of each id, in rounds of least squares kept apart (pool adjacent violators)."""
    near = _weights(layers, sizes)
    offsets = [_offsets(row, sizes) for row in rows]
    places = {
        name: offset
        for row, given in zip(rows, offsets, strict=True)
        for name, offset in zip(row, given, strict=True)
    }
    for turn in range(ROUNDS):
        order = range(len(rows)) if turn % 2 == 0 else range(len(rows) - 1, -1, -1)
        for index in order:
            wishes = [_wish(name, near, places, layers) for name in rows[index]]
            places |= zip(rows[index], _apart(wishes, offsets[index]), strict=True)
    for _turn in range(3):
        for row, given in zip(rows, offsets, strict=True):
            _straightened(row, given, near, places, layers)
    return {name: round(place, 1) for name, place in places.items()}


def _straightened(
    row: Sequence[str],
    offsets: Sequence[float],
    near: Mapping[str, Sequence[tuple[str, float]]],
    places: dict[str, float],
    layers: Layers,
) -> None:
    """What stands nearly under or over its neighbour is moved exactly there, if there is room."""
    for index, name in enumerate(row):
        least = places[row[index - 1]] + offsets[index] - offsets[index - 1] if index else -1e9
        most = 1e9
        if index + 1 < len(row):
            most = places[row[index + 1]] - (offsets[index + 1] - offsets[index])
        around = sorted(near.get(name, ()), key=lambda pair: -pair[1])
        for other, _weight in around:
            place = places[other]
            if name not in layers.pinned and abs(place - places[name]) < _NEARLY:
                if least <= place <= most:
                    places[name] = place
                break


def _weights(layers: Layers, sizes: Mapping[str, Size]) -> dict[str, list[tuple[str, float]]]:
    """Long ways are kept straight before short ones are kept upright."""
    near: dict[str, list[tuple[str, float]]] = {}
    for link in layers.links:
        spoken = {said.id for said in layers.sentences}
        light = sum(end in spoken or not sizes[end].width for end in (link.upper, link.lower))
        weight = (1.0, 2.0, 8.0)[light]
        if link.upper in spoken:
            weight = 8.0
        near.setdefault(link.upper, []).append((link.lower, weight))
        near.setdefault(link.lower, []).append((link.upper, weight))
    return near


def _offsets(row: Sequence[str], sizes: Mapping[str, Size]) -> list[float]:
    """Where each would stand if the row were packed from the left."""
    offsets, edge, before = [], 0.0, None
    for name in row:
        width = sizes[name].width
        gap = 0.0 if before is None else _gap(sizes[before], sizes[name])
        offsets.append(edge + gap + width / 2)
        edge += gap + width
        before = name
    return offsets


def _gap(left: Size, right: Size) -> float:
    return 22.0 if left.width and right.width else 16.0


def _wish(
    name: str,
    near: Mapping[str, Sequence[tuple[str, float]]],
    places: Mapping[str, float],
    layers: Layers,
) -> tuple[float, float]:
    """Where it would like to stand, and how much."""
    if name in layers.pinned:
        return 0.0, _PINNED
    around = near.get(name, ())
    total = sum(weight for _other, weight in around)
    if not total:
        return places[name], 0.1
    return sum(places[other] * weight for other, weight in around) / total, total


def _apart(wishes: Sequence[tuple[float, float]], offsets: Sequence[float]) -> list[float]:
    """The places nearest to the wishes that keep at least the distances of the offsets."""
    pools: list[tuple[float, float, int]] = []  # mean, weight, members
    for (wish, own), offset in zip(wishes, offsets, strict=True):
        mean, weight, members = wish - offset, own, 1
        while pools and pools[-1][0] > mean:
            other, other_weight, other_members = pools.pop()
            total = weight + other_weight
            mean = (mean * weight + other * other_weight) / total
            weight, members = total, members + other_members
        pools.append((mean, weight, members))
    means = [mean for mean, _weight, members in pools for _member in range(members)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
