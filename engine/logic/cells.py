"""One value for every stretch between the lines that cut a variable's values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from .linear import Linear, Rational
from .variables import Kind, Sample, Variable


@dataclass(frozen=True, slots=True)
class Axis:
    """A variable in the order of choosing: its bounds read only variables chosen before it.

    `values` are those of a variable without order. `enough` is a length at which a list holds all
    that its conditions can tell apart, and no stretch of lengths is tried without its nearest.
    """

    variable: Variable
    bounds: tuple[Linear, ...] = ()
    values: tuple[Any, ...] = ()
    enough: int | None = None

    def points(self, sample: Sample) -> Sequence[Any]:
        """A value of every class, the most ordinary first."""
        if not self.variable.is_number:
            return self.values
        bounds = sorted({bound.at(sample) for bound in self.bounds})
        wished = self.variable.ordinary(sample)
        stretch = _dense if self.variable.kind is Kind.DENSE else _whole
        points: set[Rational] = set(stretch(bounds, wished))
        if self.enough is not None:
            points |= set(_whole(bounds, self.enough))
        allowed = (point for point in points if self.variable.allows(point))
        return sorted(allowed, key=lambda point: (abs(point - wished), point))


def samples(axes: Sequence[Axis], sample: Sample) -> Iterator[Sample]:
    """Every way to choose a point on each axis in turn."""
    if not axes:
        yield sample
        return
    first, *others = axes
    for point in first.points(sample):
        yield from samples(others, {**sample, first.variable.key: point})


def _whole(bounds: Sequence[Rational], wished: int) -> Iterator[int]:
    """Of each stretch from a bound up to the next (excluded), the number nearest to the wish."""
    firsts = [ceil(bound) for bound in bounds]
    if not firsts:
        yield wished
        return
    yield min(wished, firsts[0] - 1)
    for first, end in pairwise(firsts):
        yield max(first, min(wished, end - 1))
    yield max(firsts[-1], wished)


def _dense(bounds: Sequence[Rational], wished: int) -> Iterator[Fraction]:
    """Each bound that a decimal can equal, and a short decimal of each stretch between."""
    if not bounds:
        yield Fraction(wished)
        return
    yield Fraction(min(wished, ceil(bounds[0]) - 1))
    yield Fraction(max(wished, floor(bounds[-1]) + 1))
    yield from (Fraction(bound) for bound in bounds if _is_decimal(bound))
    for low, high in pairwise(bounds):
        yield _between(Fraction(low), Fraction(high))


def _is_decimal(number: Rational) -> bool:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _between(low: Fraction, high: Fraction) -> Fraction:
    """The decimal with the fewest digits strictly between, near the middle."""
    middle, unit = (low + high) / 2, Fraction(1)
    while True:
        for number in (floor(middle / unit), ceil(middle / unit)):
            if low < number * unit < high:
                return number * unit
        unit /= 10
