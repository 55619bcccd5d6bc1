"""A checked procedure made ready to run: its machine, and its conditions as functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..expr.compile import Evaluate, compiled
from ..expr.syntax import Expr
from ..expr.types import Scope
from ..model.checked import Checked
from ..model.definitions import Condition, Procedure, Screen, Step
from ..model.names import Names
from ..model.placing import screens
from .machine import Cursor, FlatMachine, machine_of
from .table import FILE, FLOW_END, NEXT, SKIP, Row, screen_state, states_of, table_of


@dataclass(frozen=True, slots=True)
class Compiled:
    """Shared by all dossiers of this version."""

    checked: Checked
    table: tuple[Row, ...]
    machine: FlatMachine
    pages: Mapping[str, tuple[Step, Screen]]
    """Steps and screens by the machine's state names."""
    functions: dict[Expr, Evaluate] = field(default_factory=dict)
    service: Mapping[str, str] = field(default_factory=dict)
    """Who answers: name, address, phone and email, said in texts as `service.name`."""

    @property
    def procedure(self) -> Procedure:
        """The definitions."""
        return self.checked.procedure

    @property
    def names(self) -> Names:
        """The scope of its conditions."""
        return self.checked.names

    def value(self, expr: Expr, values: Mapping[str, Any], scope: Scope | None = None) -> Any:
        """Of an expression, where everything it reads is answered."""
        function = self.functions.get(expr)
        if function is None:
            function = self.functions[expr] = compiled(expr, scope or self.names)
        return function(values)

    def holds(self, condition: Condition | None, values: Mapping[str, Any]) -> bool:
        """Whether the condition holds; none always does."""
        return condition is None or bool(self.value(condition.expr, values))

    def asks(self, condition: Condition | None, values: Mapping[str, Any]) -> bool:
        """Whether it holds already: not before all it reads above, on the same screen, is answered.

        The generated code looks a name up only when it must, and KeyError is how it tells that the
        answer is missing; the screen is not completed then, whatever the condition comes to.
        """
        try:
            return self.holds(condition, values)
        except KeyError:
            return False

    def start(self, values: Mapping[str, Any]) -> Cursor:
        """At the first screen."""
        return Cursor(next(iter(self.machine.states)), values)

    def trigger(self, trigger: str, cursor: Cursor) -> bool:
        """Whether a transition was taken; False too where none starts from here."""
        event = self.machine.events.get(trigger)
        return event is not None and event.step(cursor)


def compile_procedure(checked: Checked, service: Mapping[str, str] | None = None) -> Compiled:
    """Ready to run, by the operator whose particulars are given."""
    table = table_of(checked.procedure)
    states = states_of(checked.procedure, table)
    pages = {screen_state(screen.id): (step, screen) for step, screen in screens(checked.procedure)}
    machine = machine_of(states, table, checked.names)
    return Compiled(checked, table, machine, pages, service=service or {})


__all__ = ["FILE", "FLOW_END", "NEXT", "SKIP", "Compiled", "Cursor", "compile_procedure"]
