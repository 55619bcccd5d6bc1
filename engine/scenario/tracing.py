"""Every condition met on the way, with the values it read and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ..expr.syntax import names
from ..machine.compiled import SKIP, Compiled, Cursor
from ..model.definitions import Condition

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Met:
    """A condition judged: the values it could read, by name, and whether it held."""

    condition: Condition
    values: Values
    held: bool


@dataclass(frozen=True, slots=True)
class Tracing(Compiled):
    """A procedure that notes in `met` each condition judged, in order."""

    met: list[Met] = field(default_factory=list)

    def holds(self, condition: Condition | None, values: Values, row: str = "") -> bool:
        """As usual, noted; a condition that reads a missing answer judges nothing."""
        held = Compiled.holds(self, condition, values, row)
        if condition is not None:
            read = {name.path: None for name in names(condition.expr)}
            known = {name: values[name] for name in read if name in values}
            self.met.append(Met(condition, known, held))
        return held

    def trigger(self, trigger: str, cursor: Cursor) -> bool:
        """The machine decides; the guards it tried are noted one by one."""
        if cursor.state in self.pages:
            step, screen = self.pages[cursor.state]
            if trigger == SKIP:
                all(self.holds(when, cursor.values) for when in (step.when, screen.when))
            else:
                any(self.holds(way.when, cursor.values) for way in screen.next)
        return Compiled.trigger(self, trigger, cursor)


def tracing(compiled: Compiled) -> Tracing:
    """The same procedure, noting."""
    return Tracing(**{one.name: getattr(compiled, one.name) for one in fields(Compiled)})
