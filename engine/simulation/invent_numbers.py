"""Invented numbers and amounts: their bounds, what lies just inside, what conditions mention."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from math import ceil, floor
from typing import Any

from ..fields.field_type import Raw
from ..fields.number import DIGITS
from .invent_draw import SOMETIMES, Draw

USUAL = (0, 1, 2, 3, 10, 18, 100, 1_000)
EVERYDAY = 200
"""Without bounds, people answer small numbers."""


def integer(draw: Draw) -> Raw | None:
    """`3`, `12 345`; None where no whole number lies within the bounds."""
    return _written(draw, (0,), _plain)


def decimal(draw: Draw) -> Raw | None:
    """`12,5`."""
    return _written(draw, (draw.chance.choice((0, 1, 2, 3)), *range(DIGITS)), _comma)


def money(draw: Draw) -> Raw | None:
    """`12,50 €`."""
    return _written(draw, (2, 0), _euros)


def _written(
    draw: Draw, decimals: Iterable[int], write: Callable[[Draw, Decimal], str]
) -> str | None:
    """With the first of these decimals that give a number within the bounds."""
    for count in decimals:
        number = _number(draw, Decimal(1).scaleb(-count))
        if number is not None:
            return write(draw, number)
    return None


def _number(draw: Draw, step: Decimal) -> Decimal | None:
    """A number of steps within the bounds: an edge or an everyday one."""
    assert draw.type.bounds is not None
    low, high = (Decimal(bound) for bound in draw.type.bounds(draw.settings))
    least, most = ceil(low / step), floor(high / step)
    if least > most:
        return None

    def accepted(counts: Iterable[int]) -> list[Decimal]:
        return [n * step for n in sorted(set(counts)) if least <= n <= most and _fits(n * step)]

    near = [n + more for n in draw.interesting if _is_number(n) for more in (-step, 0, step)]
    usual = (floor(n / step) for n in map(Decimal, USUAL))
    edges = accepted((least, least + 1, most - 1, most, *usual))
    start = max(least, min(0, most))
    everyday = draw.chance.randint(start, min(most, start + int(EVERYDAY / step))) * step
    number = draw.one_of(
        accepted(floor(n / step) for n in near), lambda: draw.one_of(edges, lambda: everyday)
    )
    return number if _fits(number) else next(iter(edges), None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal)


def _fits(number: Decimal) -> bool:
    """Whether it is short enough to be read."""
    whole, _point, rest = f"{abs(number):f}".partition(".")
    return len(whole.lstrip("0")) + len(rest.rstrip("0")) <= DIGITS


def _plain(draw: Draw, number: Decimal) -> str:
    """As it is, or with the thousands apart."""
    text = f"{number:f}"
    return f"{number:,f}".replace(",", " ") if draw.happens(SOMETIMES) else text


def _comma(draw: Draw, number: Decimal) -> str:
    return _plain(draw, number).replace(".", "," if draw.happens(0.8) else ".")


def _euros(draw: Draw, number: Decimal) -> str:
    return _comma(draw, number) + draw.chance.choice(("", "", " €", " euros"))
