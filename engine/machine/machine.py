"""The table run by the `transitions` library: one flat machine a procedure, for all dossiers.

A dossier is not a model of the library: a light Cursor is, made when needed and thrown away.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from transitions import Event, Machine, MachineError, State, Transition

from ..expr.compile import compiled
from ..expr.types import Scope
from .table import Row

# The library's debug and info lines would name states and values of dossiers.
logging.getLogger("transitions").setLevel(logging.WARNING)

Guard = Callable[[Mapping[str, Any]], bool]


class Cursor:
    """A place in the machine and the values its guards read."""

    __slots__ = ("state", "values")

    def __init__(self, state: str, values: Mapping[str, Any]) -> None:
        self.state = state
        self.values = values


class FastTransition(Transition):
    """Keeps its guard apart from the library's wrapping, which the stock path still uses."""

    def __init__(self, source: str, dest: str, guard: Guard | None) -> None:
        stock: Any = None if guard is None else (lambda event: guard(event.model.values))
        super().__init__(source, dest, conditions=stock)
        self.guard = guard


class FastEvent(Event):
    """The same choice as the library's own, without its event objects while nobody hooks in.

    A hook on the machine or a transition, or a queued machine, takes the stock path. The library's
    lists of hooks are read directly: its properties would cost more than the step itself.
    """

    def trigger(self, model: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether some transition was taken; MachineError where none starts from this state.

        The model is a Cursor.
        """
        candidates: Any = self.transitions.get(model.state)
        m = self.machine
        if candidates is None or (
            m._before_state_change  # noqa: SLF001
            or m._after_state_change  # noqa: SLF001
            or m._prepare_event  # noqa: SLF001
            or m._finalize_event  # noqa: SLF001
            or m._on_exception  # noqa: SLF001
            or m._on_final  # noqa: SLF001
            or m._queued  # noqa: SLF001
        ):
            return bool(super().trigger(model, *args, **kwargs))
        values = model.values
        for transition in candidates:
            if transition.before or transition.after or transition.prepare:
                return bool(super().trigger(model, *args, **kwargs))
            guard = transition.guard
            if guard is None or guard(values):
                model.state = transition.dest
                return True
        return False


class FlatMachine(Machine):
    """Flat, without models of its own and without automatic transitions."""

    event_cls = FastEvent

    def __init__(self, states: tuple[str, ...]) -> None:
        super().__init__(
            model=None,
            states=[State(name) for name in states],
            initial=states[0],
            auto_transitions=False,
            send_event=True,
        )


def machine_of(states: tuple[str, ...], table: tuple[Row, ...], scope: Scope) -> FlatMachine:
    """The machine of a checked procedure's table; each guard is compiled once."""
    machine = FlatMachine(states)
    guards: dict[Any, Guard] = {}
    for row in table:
        event = machine.events.get(row.trigger)
        if event is None:
            event = machine.events[row.trigger] = FastEvent(row.trigger, machine)
        guard = None
        if row.guard is not None:
            guard = guards.get(row.guard) or guards.setdefault(
                row.guard, compiled(row.guard, scope)
            )
        event.add_transition(FastTransition(row.source, row.dest, guard))
    return machine


__all__ = ["Cursor", "FlatMachine", "MachineError", "machine_of"]
