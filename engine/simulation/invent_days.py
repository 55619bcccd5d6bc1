"""Invented days: the edges of what is accepted, birthdays that decide, and ordinary days."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date
from typing import Any

from ..fields.day import MONTHS, PartialDate
from ..fields.field_type import Raw
from ..logic.months import months_before
from .invent_draw import OFTEN, SOMETIMES, Ago, Ahead, Draw

AGES = (0, 15, 16, 17, 18, 19, 21, 65)
YEARS_BACK, YEARS_AHEAD = 90, 10
FIRST, LAST = date(1000, 1, 1).toordinal(), date.max.toordinal()
"""Years are read with four digits."""


def day(draw: Draw) -> Raw | None:
    """A day, or with `partial` sometimes a month or a year; None where the bounds leave none."""
    low, high = within(draw)
    if low > high:
        return None
    chosen = date.fromordinal(some_day(draw, low, high))
    partial = _partial(chosen, draw, low, high) if draw.settings.values.get("partial") else None
    return _written(draw, partial or _whole(chosen))


def period(draw: Draw) -> Raw | None:
    """From one day to another, sometimes the same."""
    low, high = within(draw)
    if low > high:
        return None
    start, end = sorted(some_day(draw, low, high) for _ in range(2))
    days = {"start": start, "end": start if draw.happens(SOMETIMES) else end}
    return {name: _written(draw, _whole(date.fromordinal(n))) for name, n in days.items()}


def within(draw: Draw) -> tuple[int, int]:
    """The first day and the last that are accepted: `after` and `before` themselves are not."""
    after = draw.settings.day("after", draw.today)
    before = draw.settings.day("before", draw.today)
    low = after.toordinal() + 1 if after else FIRST
    high = before.toordinal() - 1 if before else LAST
    return max(low, FIRST), min(high, LAST)


def some_day(draw: Draw, low: int, high: int) -> int:
    """One between these, both included."""
    now = draw.today.toordinal()
    known = [day for day in _known(draw) if low <= day <= high]
    edges = [day for day in (low, high, *_edges(now)) if low <= day <= high]
    first = max(low, now - YEARS_BACK * 365)
    last = min(high, now + YEARS_AHEAD * 365)
    if first > last:
        first, last = low, high
    return draw.one_of(known, lambda: draw.one_of(edges, lambda: draw.chance.randint(first, last)))


def _known(draw: Draw) -> Iterator[int]:
    """Days that conditions single out, the ones before and after them."""
    for value in draw.interesting:
        middle = _ordinal(value, draw.today.toordinal())
        if middle is not None:
            yield from (middle - 1, middle, middle + 1)


def _edges(now: int) -> Iterator[int]:
    """Today and round birthdays, the days before and after them, and 29 February."""
    for middle in (now, *(months_before(now, 12 * age) for age in AGES)):
        yield from (middle - 1, middle, middle + 1)
    year = date.fromordinal(now).year - 20
    yield date(next(y for y in range(year, year + 9) if isleap(y)), 2, 29).toordinal()


def _ordinal(value: Any, today: int) -> int | None:
    match value:
        case Ago(months):
            return months_before(today, months)
        case Ahead(days):
            return today + days
        case date():
            return value.toordinal()
    return None


def _whole(chosen: date) -> PartialDate:
    return PartialDate(chosen.year, chosen.month, chosen.day)


def _partial(chosen: date, draw: Draw, low: int, high: int) -> PartialDate | None:
    """Only its month or its year, one time in five, where its last day is accepted."""
    if not draw.happens(SOMETIMES):
        return None
    month = draw.chance.choice((None, chosen.month))
    partial = PartialDate(chosen.year, month)
    return partial if low <= partial.last.toordinal() <= high else None


def _written(draw: Draw, chosen: PartialDate) -> Raw:
    """In one of the ways people write days."""
    boxes = {
        "day": str(chosen.day or ""),
        "month": str(chosen.month or ""),
        "year": str(chosen.year),
    }
    if draw.happens(OFTEN):
        return boxes
    if chosen.day and chosen.month and draw.happens(OFTEN):
        return f"{chosen.day} {MONTHS[chosen.month - 1]} {chosen.year}"
    return str(chosen) if draw.happens(OFTEN) else "/".join(filter(None, boxes.values()))
