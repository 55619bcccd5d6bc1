"""Which days « today » must be tried on, so that nothing a condition may say is missed.

Every other variable is chosen after the day, relative to it. What is left to choose the day are
lines that read nothing but today and « n months before today »:

- one of them against a number comes from a date written in a condition; it changes once, on a day
  that months_after gives exactly;
- the difference of two of them (30 days against one month) depends on the lengths of the months
  around today. It repeats every 1,461 days, as the calendar does from March 1900 to February 2100,
  the only years for which these classes are promised: days of one such cycle show all it can be.
  Where the difference never comes near 0 it is the same on every day, and says nothing.

A set of conditions that leaves no such line reaches the same truths on every day: then one day
stands for all, and the other conditions may choose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .linear import Linear, NotExact
from .months import REFERENCE, months_after, months_before

TODAY = "today"
CYCLE = 1461
_MONTH = CYCLE / 48
_PLAY = 12  # more days than two stretches of as many months can differ by


def months_key(months: int) -> str:
    """The variable « the last day so many completed months before today »."""
    return f"today -{months}"


def _months(key: str) -> int:
    return 0 if key == TODAY else int(key.removeprefix("today -"))


def is_moment(key: str) -> bool:
    """Whether the variable follows from the day alone."""
    return key == TODAY or key.startswith("today -")


def moment(key: str, today: int) -> int:
    """The value of such a variable on that day."""
    return today if key == TODAY else months_before(today, _months(key))


@dataclass(frozen=True, slots=True)
class Moments:
    """The days on which something changes once and for all, and what changes with the months."""

    changes: tuple[int, ...]
    phases: tuple[Linear, ...]

    @classmethod
    def of(cls, lines: Iterable[Linear]) -> Moments:
        """From lines that read nothing but the day; NotExact for sums no condition writes."""
        changes: set[int] = set()
        phases: list[Linear] = []
        for line in lines:
            match line.terms:
                case ((key, 1),):
                    changes.add(_reached(key, -int(line.constant)))
                case ((one, 1), (other, -1)):
                    apart = (_months(other) - _months(one)) * _MONTH + float(line.constant)
                    if abs(apart) <= _PLAY:
                        phases.append(line)
                case _:
                    raise NotExact("a sum of days")
        return cls(tuple(sorted(changes)), tuple(phases))

    @property
    def is_any_day(self) -> bool:
        """Whether one day stands for all."""
        return not self.changes and not self.phases

    def days(self) -> tuple[int, ...]:
        """One day of each kind, the nearest to the day of reference first."""
        found = {day for start, end in self._spans() for day in self._of_span(start, end)}
        return tuple(sorted(found, key=lambda day: (abs(day - REFERENCE), day)))

    def _spans(self) -> Iterator[tuple[int, int]]:
        ends = (min((REFERENCE, *self.changes)) - CYCLE, *self.changes)
        beyond = max((REFERENCE, *self.changes)) + CYCLE
        yield from zip(ends, (*self.changes, beyond), strict=True)

    def _of_span(self, start: int, end: int) -> Iterator[int]:
        """From start to end (excluded)."""
        nearest = max(start, min(REFERENCE, end - 1))
        if not self.phases:
            yield nearest
            return
        first = max(start, min(nearest, end - CYCLE))
        seen = set()
        for day in range(first, min(end, first + CYCLE)):
            signs = tuple(self._sign(line, day) for line in self.phases)
            if signs not in seen:
                seen.add(signs)
                yield day

    def _sign(self, line: Linear, day: int) -> bool:
        return line.at({key: moment(key, day) for key, _coefficient in line.terms}) >= 0


def joined(many: Iterable[Moments]) -> Moments:
    """What moves any of them."""
    many = tuple(many)
    changes = {day for one in many for day in one.changes}
    phases = dict.fromkeys(line for one in many for line in one.phases)
    return Moments(tuple(sorted(changes)), tuple(phases))


def _reached(key: str, day: int) -> int:
    return day if key == TODAY else months_after(day, _months(key))
