"""Timers and clocks: when each is due, and what has come due by now.

Days are those of Europe/Paris; a date begins at its midnight there. Instants are given in UTC:
two of one time zone would be compared by their clocks, which stand still one hour in October.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..machine.compiled import Compiled
from ..machine.table import clock_trigger, timer_trigger
from ..model.definitions import Clock, Duration, Ref, State, Timer
from .documents import FIRST, LAST, shifted_by
from .dossier import Dossier

PARIS = ZoneInfo("Europe/Paris")
LATEST = datetime.combine(LAST, time.max, UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """A timer or clock that comes to its end at that instant."""

    at: datetime
    trigger: str
    to: str
    notices: tuple[Ref, ...]


def day_of(instant: datetime) -> date:
    """The day in Paris."""
    return instant.astimezone(PARIS).date()


def midnight(day: date) -> datetime:
    """The beginning of the day in Paris."""
    return datetime.combine(max(day, FIRST), time(), PARIS).astimezone(UTC)


def later(instant: datetime, delay: Duration) -> datetime:
    """Hours are exact; days, months and years keep the hour of the day in Paris.

    What goes beyond the calendar stays at its edge.
    """
    if delay.unit == "hours":
        start, hour = instant.astimezone(UTC), timedelta(hours=1)
        is_within = delay.count <= (LATEST - start) // hour
        return start + delay.count * hour if is_within else max(start, LATEST)
    local = instant.astimezone(PARIS)
    moved = datetime.combine(shifted_by(local.date(), delay), local.time(), PARIS)
    return moved.astimezone(UTC)


def state_of(compiled: Compiled, dossier: Dossier) -> State | None:
    """The definition of the present state of the examination."""
    examination, stay = compiled.procedure.examination, dossier.stay
    if examination is None or stay is None:
        return None
    return next((state for state in examination.states if state.id == stay.state), None)


def next_due(compiled: Compiled, dossier: Dossier, values: Mapping[str, Any]) -> Due | None:
    """The first thing to come due: by instant, then in file order."""
    found = list(_due(compiled, dossier, values))
    return min(found, key=lambda due: due.at) if found else None


def _due(compiled: Compiled, dossier: Dossier, values: Mapping[str, Any]) -> Iterator[Due]:
    state, stay = state_of(compiled, dossier), dossier.stay
    if state is None or stay is None or state.final:
        return
    for index, timer in enumerate(state.timers):
        trigger = timer_trigger(state.id, index)
        at = _timer_end(compiled, timer, stay.since, values)
        if at and trigger not in stay.elapsed:
            yield Due(at, trigger, timer.to.name if timer.to else "", timer.notices)
    for clock in running(compiled, dossier):
        end = max(clock_end(clock, dossier, stay.since), stay.since)
        to = clock.to.name if clock.to else ""
        yield Due(end, clock_trigger(clock.id), to, clock.notices)


def running(compiled: Compiled, dossier: Dossier) -> Iterator[Clock]:
    """The clocks that run in the present state and have not come to their end."""
    examination, state = compiled.procedure.examination, state_of(compiled, dossier)
    if examination is None or state is None or state.final:
        return
    for clock in examination.clocks:
        is_over = any(clock_trigger(clock.id) in past.elapsed for past in dossier.stays)
        if not is_over and any(ref.name == state.id for ref in clock.runs_in):
            yield clock


def _timer_end(
    compiled: Compiled, timer: Timer, since: datetime, values: Mapping[str, Any]
) -> datetime | None:
    """A date already past when the state is entered is due on entering."""
    if timer.after:
        return later(since, timer.after)
    if timer.at is None:
        return None
    day: date = compiled.value(timer.at.expr, {**values, "today": day_of(since)})
    return max(midnight(day), since)


def clock_end(clock: Clock, dossier: Dossier, now: datetime) -> datetime:
    """When the delay is over if the clock runs from now on: it moves by the days stood still."""
    assert dossier.filed_at is not None
    assert clock.delay is not None
    end = later(dossier.filed_at, clock.delay)
    return later(end, Duration(stood_still(clock, dossier, now), "days"))


def stood_still(clock: Clock, dossier: Dossier, now: datetime) -> int:
    """Whole days spent by now in states where the clock does not run."""
    running = {ref.name for ref in clock.runs_in}
    ends = [stay.since for stay in dossier.stays[1:]] + [now]
    return sum(
        (day_of(end) - day_of(stay.since)).days
        for stay, end in zip(dossier.stays, ends, strict=True)
        if stay.state not in running and end > stay.since
    )


def clock_values(compiled: Compiled, dossier: Dossier, now: datetime) -> dict[str, date]:
    """`clocks.<id>`: the day each delay is over, as things stand."""
    examination = compiled.procedure.examination
    if examination is None or dossier.filed_at is None:
        return {}
    return {
        f"clocks.{clock.id}": day_of(clock_end(clock, dossier, now)) for clock in examination.clocks
    }
