"""Days counted in calendar months, as `age` and `months_since` count them.

Days are ordinals (date.toordinal). For every day and number of months,
`months_since(day) >= months`  ⇔  day <= months_before(today, months)
                               ⇔  today >= months_after(day, months).
Completed years are twelfths of completed months, also for those born on 29 February.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

LAST = date.max.toordinal()
REFERENCE = date(2026, 1, 15).toordinal()
"""The day of an example that does not depend on the day."""


def within_calendar(day: int) -> int:
    """The nearest day that a date can hold."""
    return max(1, min(day, LAST))


def months_before(today: int, months: int) -> int:
    """The last day that lies so many completed months before today."""
    year, month, day = _shifted(today, -months)
    return _ordinal(year, month, min(day, _length(year, month)))


def months_after(day: int, months: int) -> int:
    """The first today on which that day lies so many completed months back."""
    year, month, number = _shifted(day, months)
    if number <= _length(year, month):
        return _ordinal(year, month, number)
    return _ordinal(year, month, _length(year, month)) + 1


def _shifted(day: int, months: int) -> tuple[int, int, int]:
    """Year, month from 1 to 12, and the same number of day, which the month may lack."""
    start = date.fromordinal(within_calendar(day))
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return year, month + 1, start.day


def _length(year: int, month: int) -> int:
    return monthrange(max(1, min(year, date.max.year)), month)[1]


def _ordinal(year: int, month: int, day: int) -> int:
    if year < 1:
        return 1
    return LAST if year > date.max.year else date(year, month, day).toordinal()
