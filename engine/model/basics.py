"""What definitions are written with: names, conditions, texts, delays."""

from __future__ import annotations

from dataclasses import dataclass

from ..expr.problem import Problem
from ..expr.syntax import Expr
from ..source.position import Span
from ..source.tree import Scalar

APPLICANT, CASEWORKER = "applicant", "caseworker"
"""Who acts, and to whom messages go."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name written somewhere that must be defined elsewhere."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression in its place; `problems` are those of its syntax only."""

    expr: Expr
    scalar: Scalar
    offset: int = 0  # where the expression begins in the scalar's text
    problems: tuple[Problem, ...] = ()

    @property
    def span(self) -> Span:
        """Of the scalar that holds it."""
        return self.scalar.span


@dataclass(frozen=True, slots=True)
class Prose:
    """A text whose holes `{{ … }}` are expressions: texts and holes in turn, as written."""

    pieces: tuple[str | Condition, ...]
    span: Span

    @property
    def holes(self) -> tuple[Condition, ...]:
        """The expressions."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Condition))


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several texts, said when its condition holds (always without one)."""

    when: Condition | None
    prose: Prose


Said = tuple[Variant, ...]
"""A `text:`: every variant whose condition holds is said, in order."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A delay; months and years are calendar ones."""

    count: int
    unit: str  # hours, days, weeks, months, years


ALL = "all"
Chosen = tuple[Ref, ...] | str
"""Named ones, or ALL: all that apply and no other screen takes."""
