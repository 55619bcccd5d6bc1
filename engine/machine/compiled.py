"""A checked procedure made ready to run: its machine, and its conditions as functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..expr.compile import Evaluate, compiled
from ..expr.scope import inside
from ..expr.syntax import Expr
from ..fields.field_type import Settings
from ..model.checked import Checked
from ..model.definitions import Condition, Procedure, Screen, Step
from ..model.names import Names
from ..model.placing import screens
from ..source.wording import _
from .machine import Cursor, FlatMachine, machine_of
from .table import FILE, FLOW_END, NEXT, SKIP, Row, screen_state, states_of, table_of

EXAMPLE_SERVICE: Mapping[str, str] = {
    "name": _("le service des démarches en ligne"),
    "address": _("1 rue de l’Exemple, 75000 Paris"),
    "phone": "01 99 00 00 00",
    "email": "service@exemple.fr",
}
"""Who answers while no operator has said it: invented, the number being one that Arcep keeps free
for fiction."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Shared by all dossiers of this version."""

    checked: Checked
    table: tuple[Row, ...]
    machine: FlatMachine
    pages: Mapping[str, tuple[Step, Screen]]
    """Steps and screens by the machine's state names."""
    functions: dict[Expr | tuple[str, Expr], Evaluate] = field(default_factory=dict)
    """Of a condition on the rows of a list, with the list: `item.x` has another type elsewhere."""
    settings: dict[str, Settings] = field(default_factory=dict)
    """Of the questions of the procedure, by their names: what each offers to anybody."""
    service: Mapping[str, str] = field(default_factory=lambda: EXAMPLE_SERVICE)
    """Who answers: name, address, phone and email, said in texts as `service.name`."""
    original: Compiled | None = None
    """In French, where this one speaks another language."""

    @property
    def procedure(self) -> Procedure:
        """The definitions."""
        return self.checked.procedure

    @property
    def awaits(self) -> bool:
        """Whether some screen waits for something that happens elsewhere."""
        return any(screen.await_ for _step, screen in self.pages.values())

    @property
    def names(self) -> Names:
        """The scope of its conditions."""
        return self.checked.names

    def value(self, expr: Expr, values: Mapping[str, Any], row: str = "") -> Any:
        """Of an expression, where everything it reads is answered; `row` names the list of which
        it reads one row, that `values` hold under `item.`."""
        key = (row, expr) if row else expr
        function = self.functions.get(key)
        if function is None:
            scope = inside(self.names, row) if row else self.names
            function = self.functions[key] = compiled(expr, scope)
        return function(values)

    def holds(self, condition: Condition | None, values: Mapping[str, Any], row: str = "") -> bool:
        """Whether the condition holds; none always does."""
        return condition is None or bool(self.value(condition.expr, values, row))

    def asks(self, condition: Condition | None, values: Mapping[str, Any], row: str = "") -> bool:
        """Whether it holds already: not before all it reads above, on the same screen, is answered.

        The generated code looks a name up only when it must, and KeyError is how it tells that the
        answer is missing; the screen is not completed then, whatever the condition comes to.
        """
        try:
            return self.holds(condition, values, row)
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
    original = compile_procedure(checked.original, service) if checked.original else None
    said = service or EXAMPLE_SERVICE
    return Compiled(checked, table, machine, pages, service=said, original=original)


__all__ = [
    "FILE",
    "FLOW_END",
    "NEXT",
    "SKIP",
    "Compiled",
    "Cursor",
    "compile_procedure",
    "screen_state",
]
