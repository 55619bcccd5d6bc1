"""The transition table: a literal one can print. Everything that decides the next state is here.

States are named by what they are: `screen/<id>` (awaits included), `end/<id>`, `state/<id>` of the
examination, and FLOW_END below the last screen. A screen whose `when` is false is passed by the
trigger SKIP, so that the table stays as long as the procedure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..expr.syntax import And, Expr, Not, show
from ..model.definitions import Condition, Examination, Procedure, Screen, State, Step
from ..model.placing import actions_in, screens

NEXT = "next"
SKIP = "skip"
FILE = "file"
FLOW_END = "end/"


@dataclass(frozen=True, slots=True)
class Row:
    """On this trigger, from source to dest, if the guard holds (always without one)."""

    trigger: str
    source: str
    dest: str
    guard: Expr | None = None

    def __str__(self) -> str:
        guard = f" if {show(self.guard)}" if self.guard else ""
        return f"{self.source} --{self.trigger}--> {self.dest}{guard}"


def screen_state(screen: str) -> str:
    """The state of a screen."""
    return f"screen/{screen}"


def end_state(end: str) -> str:
    """The state of an end."""
    return f"end/{end}"


def filed_state(state: str) -> str:
    """The state of an examination state."""
    return f"state/{state}"


def action_trigger(action: str) -> str:
    """What an action triggers."""
    return f"do/{action}"


def timer_trigger(state: str, index: int) -> str:
    """What the timer of that rank in a state triggers."""
    return f"timer/{state}/{index}"


def clock_trigger(clock: str) -> str:
    """What a clock triggers when its delay is over."""
    return f"clock/{clock}"


def table_of(procedure: Procedure) -> tuple[Row, ...]:
    """Every transition, in the order in which guards are tried."""
    rows = [*_flow(procedure)]
    if procedure.examination:
        rows += _examination(procedure.examination)
    return tuple(rows)


def states_of(procedure: Procedure, table: tuple[Row, ...]) -> tuple[str, ...]:
    """Every state, the first one first; FLOW_END only where a screen leads to it."""
    examination = procedure.examination
    return (
        *(screen_state(screen.id) for _step, screen in screens(procedure)),
        *(end_state(end) for end in procedure.ends),
        *((FLOW_END,) if any(row.dest == FLOW_END for row in table) else ()),
        *(filed_state(state.id) for state in (examination.states if examination else ())),
    )


def _flow(procedure: Procedure) -> Iterator[Row]:
    pages = list(screens(procedure))
    targets = _targets(procedure, pages)
    following = [screen_state(screen.id) for _step, screen in pages[1:]] + [FLOW_END]
    for (step, screen), after in zip(pages, following, strict=True):
        here = screen_state(screen.id)
        shown = _both(step.when, screen.when)
        if shown:
            yield Row(SKIP, here, after, Not(shown))
        trigger = FILE if screen.submit else NEXT
        for way in screen.next:
            yield Row(trigger, here, targets[way.to.name], way.when.expr if way.when else None)
        if not screen.next or screen.next[-1].when:
            yield Row(trigger, here, after)


def _targets(procedure: Procedure, pages: list[tuple[Step, Screen]]) -> dict[str, str]:
    """By id: an end, a screen, or the first screen of a step."""
    found = {end: end_state(end) for end in procedure.ends}
    for step, screen in pages:
        found.setdefault(screen.id, screen_state(screen.id))
        if step.id:
            found.setdefault(step.id, screen_state(screen.id))
    return found


def _both(one: Condition | None, other: Condition | None) -> Expr | None:
    parts = [
        part
        for condition in (one, other)
        if condition
        for part in (condition.expr.parts if isinstance(condition.expr, And) else (condition.expr,))
    ]
    if not parts:
        return None
    return And(tuple(parts)) if len(parts) > 1 else parts[0]


def _examination(examination: Examination) -> Iterator[Row]:
    for state in examination.states:
        yield from _state(examination, state)
    for clock in examination.clocks:
        for ref in clock.runs_in:
            if clock.to:
                yield Row(
                    clock_trigger(clock.id), filed_state(ref.name), filed_state(clock.to.name)
                )


def _state(examination: Examination, state: State) -> Iterator[Row]:
    here = filed_state(state.id)
    for action in actions_in(examination, state):
        dest = filed_state(action.to.name) if action.to else here
        guard = action.when.expr if action.when else None
        yield Row(action_trigger(action.id), here, dest, guard)
    for index, timer in enumerate(state.timers):
        if timer.to:
            yield Row(timer_trigger(state.id, index), here, filed_state(timer.to.name))
