"""Where each condition and each hole of a text stands: for whom, and with which answers known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from ..expr.types import Scope
from ..logic import Formula
from ..model.definitions import Condition, Prose, Said


@dataclass(frozen=True, slots=True)
class Asked:
    """For each name, who has answered it by here; a name that is not there: nobody."""

    formulas: Mapping[str, Formula]
    nobody: Formula

    def __call__(self, name: str) -> Formula:
        """The persons for whom that name is answered."""
        return self.formulas.get(name, self.nobody)

    def also(self, more: Mapping[str, Formula]) -> Asked:
        """With these besides."""
        return Asked({**self.formulas, **more}, self.nobody)


class Expected(Enum):
    """What an expression must be where it stands."""

    CONDITION = "condition"
    ANNOUNCED = "announced"  # a document's condition, told as a sentence while undecided
    SHOWN = "shown"  # any value a text can show
    DATE = "date"
    PRINTED = "printed"  # in a seal or a table: as SHOWN, but left out when unanswered


@dataclass(frozen=True, slots=True)
class Site:
    """One placement of one expression. `people` is the formula of who gets there."""

    condition: Condition
    scope: Scope
    people: Formula
    asked: Asked
    expected: Expected = Expected.CONDITION
    screen: str = ""  # "" beyond the flow


def holes(prose: Prose | None) -> Iterable[Condition]:
    """The expressions of a text."""
    return prose.holes if prose else ()


def all_holes(said: Said) -> Iterator[Condition]:
    """The expressions of every variant."""
    for variant in said:
        yield from variant.prose.holes
