"""The table run by the `transitions` library: one flat machine a procedure, for all dossiers.

A dossier is not a model of the library: a light Cursor is, made when needed and thrown away.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from transitions import Event, Machine, MachineError, State, Transition
from transitions.core import Condition

from ..expr.compile import compiled
from ..expr.types import Scope
from .hooks import HookList, Part
from .table import Row

# The library's debug and info lines would name states and values of dossiers.
logging.getLogger("transitions").setLevel(logging.WARNING)

Guard = Callable[[Mapping[str, Any]], bool]

HOLDS = True
"""The library compares what a condition returns with this, and so do we."""


class Cursor:
    """A place in the machine and the values its guards read."""

    __slots__ = ("state", "values")

    def __init__(self, state: str, values: Mapping[str, Any]) -> None:
        self.state = state
        self.values = values


class FastState(Part, State):
    """Tells when somebody wants to be called on entering or leaving it."""

    on_enter = HookList()
    on_exit = HookList()


class FastTransition(Part, Transition):
    """Keeps its guard apart from the library's wrapping, which only the stock path asks for."""

    prepare = HookList()
    conditions = HookList()
    before = HookList()
    after = HookList()

    def __init__(self, source: str, dest: str, guard: Guard | None) -> None:
        super().__init__(source, dest)
        self.guard = guard

    def own(self, name: str) -> Iterable[Condition]:
        """The guard, as the library asks it."""
        guard = self.guard
        if name != "conditions" or guard is None:
            return ()
        return (self.condition_cls(lambda event: guard(event.model.values)),)


class FastEvent(Event):
    """The same choice as the library's own, without its event objects while nobody hooks in."""

    machine: FlatMachine
    transitions: defaultdict[str, list[Any]]

    def add_transition(self, transition: Transition) -> None:
        """As the library's; a transition that is not one of ours makes the machine a stock one.

        Raises ValueError for a state that the machine does not have.
        """
        self.machine.get_state(transition.source)
        if isinstance(transition, FastTransition):
            self.machine.get_state(str(transition.dest))
            transition.join(self.machine)
        else:
            self.machine.hook()
        super().add_transition(transition)

    def trigger(self, model: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether some transition was taken; MachineError where none starts from this state.

        The model is a Cursor. Further arguments are for hooks.
        """
        if self.machine.is_hooked or model.state not in self.transitions:
            return super().trigger(model, *args, **kwargs)
        return self.step(model)

    def step(self, cursor: Cursor) -> bool:
        """The same, but False where none starts from this state."""
        candidates = self.transitions.get(cursor.state)
        if candidates is None:
            return False
        if self.machine.is_hooked:
            return super().trigger(cursor)
        values = cursor.values
        for transition in candidates:
            guard = transition.guard
            if guard is None or guard(values) == HOLDS:
                cursor.state = transition.dest
                return True
        return False


class FlatMachine(Machine):
    """Flat, without models of its own and without automatic transitions.

    `is_hooked` once there is, or was, a hook on the machine, a state or a transition, or an event
    queue: every event then takes the library's own path.
    """

    _before_state_change = HookList()
    _after_state_change = HookList()
    _prepare_event = HookList()
    _finalize_event = HookList()
    _on_exception = HookList()
    _on_final = HookList()
    event_cls = FastEvent
    state_cls = FastState
    events: dict[str, FastEvent]  # type: ignore[assignment]

    def __init__(self, states: tuple[str, ...]) -> None:
        self.is_hooked = False
        super().__init__(
            model=None,
            states=list(states),
            initial=states[0],
            auto_transitions=False,
            send_event=True,
        )

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "_queued" and value:
            self.hook()

    def hook(self) -> None:
        """Somebody hooked in."""
        self.is_hooked = True

    def own(self, _name: str) -> Iterable[Any]:
        """Nothing is there but hooks."""
        return ()

    def add_states(self, states: Any, *args: Any, **kwargs: Any) -> None:
        """As the library's; each state is watched."""
        known = dict(self.states)
        super().add_states(states, *args, **kwargs)
        for name, state in self.states.items():
            if known.get(name) is state:
                continue
            if isinstance(state, FastState):
                state.join(self)
            else:
                self.hook()


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
