"""Sums of answers, and the lines along which a comparison of such sums changes.

A *line* is a sum with whole coefficients. Where all its variables are whole numbers (days among
them) it stands for « the sum is at least 0 », so that the values on either side are cut between two
neighbours; where one is dense (a decimal) it stands for the sum being negative, zero or positive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm
from typing import Any

Rational = int | Fraction
MOST_LINES = 250


class NotExact(Exception):
    """Classes of values that this room does not find, or too many of them."""


@dataclass(frozen=True, slots=True)
class Linear:
    """`coefficient * key + … + constant`; terms are sorted by key and none is zero."""

    terms: tuple[tuple[str, Rational], ...] = ()
    constant: Rational = 0

    def plus(self, other: Linear, times: Rational = 1) -> Linear:
        """This sum and `times` the other."""
        total = dict(self.terms)
        for key, coefficient in other.terms:
            total[key] = total.get(key, 0) + times * coefficient
        terms = tuple(sorted((key, value) for key, value in total.items() if value))
        return Linear(terms, self.constant + times * other.constant)

    def times(self, factor: Rational) -> Linear:
        """Every coefficient multiplied."""
        return Linear().plus(self, factor)

    def coefficient(self, key: str) -> Rational:
        """Of that variable, 0 when it does not occur."""
        return next((value for own, value in self.terms if own == key), 0)

    def without(self, key: str) -> Linear:
        """The other terms."""
        return Linear(tuple(term for term in self.terms if term[0] != key), self.constant)

    def at(self, sample: Mapping[str, Any]) -> Rational:
        """The sum for these values."""
        total = self.constant
        for key, coefficient in self.terms:
            total += coefficient * sample[key]
        return total

    def reads(self, keys: Collection[str]) -> bool:
        """Whether one of these variables occurs."""
        return any(key in keys for key, _coefficient in self.terms)

    def whole(self) -> Linear:
        """A positive multiple of this sum whose coefficients and constant are whole."""
        numbers = [self.constant, *(coefficient for _key, coefficient in self.terms)]
        factor = lcm(*(number.denominator for number in numbers))
        terms = tuple((key, int(value * factor)) for key, value in self.terms)
        return Linear(terms, int(self.constant * factor))


def variable(key: str) -> Linear:
    """The value of that variable."""
    return Linear(((key, 1),))


def constant(value: Rational) -> Linear:
    """That number."""
    return Linear((), value)


_STEPS = {"==": (0, 1), "!=": (0, 1), "<": (0,), ">=": (0,), ">": (1,), "<=": (1,)}


def steps(op: str) -> tuple[int, ...]:
    """`x op 0` for a whole x changes only where x reaches these numbers."""
    return _STEPS[op]


def lines(difference: Linear, op: str, dense: Collection[str]) -> set[Linear]:
    """The lines along which `difference op 0` changes."""
    scaled = difference.whole()
    if not scaled.terms:
        return set()
    if scaled.reads(dense):
        return {_dense_line(scaled)}
    return {_whole_line(scaled.plus(constant(-step))) for step in steps(op)}


def _dense_line(sum_: Linear) -> Linear:
    factor = gcd(*(int(number) for number in (sum_.constant, *(value for _k, value in sum_.terms))))
    sign = 1 if sum_.terms[0][1] > 0 else -1
    return sum_.times(Fraction(sign, factor)).whole()


def _whole_line(sum_: Linear) -> Linear:
    """One spelling for « at least 0 » and for its contrary, which are cut at the same place."""
    factor = gcd(*(int(value) for _key, value in sum_.terms))
    terms = tuple((key, int(value) // factor) for key, value in sum_.terms)
    floor = int(sum_.constant) // factor
    if terms[0][1] > 0:
        return Linear(terms, floor)
    return Linear(tuple((key, -value) for key, value in terms), -floor - 1)


def bound(line: Linear, key: str, dense: Collection[str]) -> Linear:
    """Where the variable crosses the line: the first whole value beyond it, or the dense root.

    Raises NotExact where the first whole value is not itself a sum (2 x >= y), unless the line
    reads this variable alone: `lines` has then divided already.
    """
    coefficient, rest = line.coefficient(key), line.without(key)
    if key in dense:
        return rest.times(Fraction(-1) / coefficient)
    if abs(coefficient) != 1 or line.reads(dense):
        raise NotExact(f"{key} stands with a factor")
    return rest.times(-1) if coefficient == 1 else rest.plus(constant(1))


def projected(bounds: Iterable[Linear], dense: Collection[str]) -> set[Linear]:
    """The lines of the remaining variables along which the bounds of one change their order.

    Between these lines the order of the bounds is fixed, hence so are the classes of the variable
    that was bounded: this is one step of Fourier–Motzkin elimination, kept as an arrangement.
    """
    found: set[Linear] = set()
    for one, other in combinations(bounds, 2):
        if one.terms != other.terms:
            found |= lines(one.plus(other, -1), "==", dense)
        if len(found) > MOST_LINES:
            raise NotExact("too many lines")
    return found
