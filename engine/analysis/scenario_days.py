"""On which day each thing of a scenario happens."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..model.definitions import Duration
from .scenario import Act, Day, Event, Happening, Scenario, Wait

DAYS = {"days": 1, "weeks": 7}


@dataclass(frozen=True, slots=True)
class Dated:
    """One happening, the day it falls on, and the latest day of what came before."""

    happening: Happening
    day: date
    before: date


def dated(scenario: Scenario) -> Iterator[Dated]:
    """Events and what follows, in file order."""
    before = scenario.day if scenario.has_real_day else date.min
    for happening in (*scenario.events, *scenario.then):
        day = _day_of(happening, before)
        yield Dated(happening, day, before)
        before = max(before, day)


def _day_of(happening: Happening, before: date) -> date:
    match happening:
        case Wait(duration=duration):
            return later(before, duration)
        case Act(on=Day(value=date() as day)) | Event(on=Day(value=date() as day)):
            return day
        case _:
            return before


def later(day: date, duration: Duration) -> date:
    """That day after a delay: whole days for hours, calendar months for months and years."""
    if duration.unit == "hours":
        return _added(day, duration.count // 24)
    if duration.unit in DAYS:
        return _added(day, duration.count * DAYS[duration.unit])
    months = duration.count * (12 if duration.unit == "years" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _added(day: date, count: int) -> date:
    return day + timedelta(min(count, (date.max - day).days))
