"""One variable of the diagram, and the answers that stand for a choice of its classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .groups import Group
from .moments import TODAY
from .months import REFERENCE


@dataclass(frozen=True, slots=True)
class Level:
    """The classes of a group, or a free truth with its key."""

    group: Group | None = None
    free: str = ""
    names: tuple[str, ...] = ()
    is_exact: bool = True

    @property
    def size(self) -> int:
        """How many classes it has."""
        return len(self.group.classes.truths) if self.group else 2

    @property
    def all_names(self) -> set[str]:
        """What its conditions read."""
        atoms = self.group.atoms if self.group else ()
        return {*self.names, *(name for atom in atoms for name in atom.subjects)}

    @property
    def plainness(self) -> tuple[bool, bool]:
        """How plain a fact it is: first those that follow the day, then values, then truths."""
        group = self.group
        return (group is None, group is not None and not group.classes.reads_today)


def answers_of(picked: Sequence[tuple[Group, int]]) -> dict[str, Any]:
    """The examples of these classes, on one day."""
    moved = (pick for pick in picked if not pick[0].classes.moments.is_any_day)
    days = (group.classes.examples[index][TODAY].toordinal() for group, index in moved)
    today = next(days, REFERENCE)
    found: dict[str, Any] = {}
    for group, index in picked:
        for name, value in group.classes.example(index, today).items():
            known = found.get(name)
            found[name] = known | value if isinstance(known, frozenset) else value
    found.pop(TODAY, None)
    if any(group.classes.reads_today for group, _index in picked):
        found[TODAY] = date.fromordinal(today)
    return found
