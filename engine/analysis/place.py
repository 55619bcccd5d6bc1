"""A place in a procedure: who is there, what is known there, and the sites it gives rise to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..expr.check import check_condition, check_expression
from ..expr.problem import Problem
from ..expr.scope import ItemScope
from ..expr.syntax import Expr, Name
from ..expr.types import Listed, Scope
from ..logic import Formula, Space
from ..model.definitions import Condition, Deliverable, Document, Notice, Prose, Said
from .site import Asked, Expected, Site


@dataclass(frozen=True, slots=True)
class Ledger:
    """All sites met so far, and the logic they are judged in."""

    space: Space
    scope: Scope
    sites: list[Site] = field(default_factory=list)
    problems: dict[int, tuple[Problem, ...]] = field(default_factory=dict)
    kept: list[Condition] = field(default_factory=list)  # so that ids stay unique
    screens: list[str] = field(default_factory=lambda: [""])  # visited; the last is where one is

    def faults(self, condition: Condition, scope: Scope, expected: Expected) -> tuple[Problem, ...]:
        """The problems of syntax and type of that condition, found once."""
        key = id(condition)
        if key not in self.problems:
            self.kept.append(condition)
            self.problems[key] = condition.problems or faults_of(condition.expr, scope, expected)
        return self.problems[key]


def faults_of(expr: Expr, scope: Scope, expected: Expected) -> tuple[Problem, ...]:
    """Types, for what is expected there."""
    if expected in (Expected.CONDITION, Expected.ANNOUNCED):
        return check_condition(expr, scope)
    return check_expression(expr, scope)[1]


@dataclass(frozen=True, slots=True)
class Place:
    """Who is here (`people`), and for whom each name is answered (`asked`)."""

    ledger: Ledger
    people: Formula
    asked: Asked

    @property
    def space(self) -> Space:
        """The logic."""
        return self.ledger.space

    def narrowed(self, people: Formula) -> Place:
        """Only for those of these people."""
        return Place(self.ledger, self.space.and_(self.people, people), self.asked)

    def knowing(self, asked: Asked) -> Place:
        """The same people, more known."""
        return Place(self.ledger, self.people, asked)

    def meets(self, condition: Condition | None, scope: Scope | None = None) -> Formula:
        """Record a condition standing here; who meets it (everyone without one)."""
        if condition is None:
            return self.space.true
        inside = scope or self.ledger.scope
        self.record(condition, inside, Expected.CONDITION)
        return self.holds(condition, inside)

    def holds(self, condition: Condition, scope: Scope | None = None) -> Formula:
        """Who meets it, without recording it."""
        inside = scope or self.ledger.scope
        if self.ledger.faults(condition, inside, Expected.CONDITION):
            return self.space.free(f"faulty {id(condition)}")
        return self.space.formula(condition.expr, inside, self.asked)

    def record(self, condition: Condition, scope: Scope, expected: Expected) -> None:
        """One more site."""
        sound = not self.ledger.faults(condition, scope, expected)
        if sound and expected is Expected.ANNOUNCED:
            self.space.formula(condition.expr, scope, self.asked)
        screen = self.ledger.screens[-1]
        self.ledger.sites.append(Site(condition, scope, self.people, self.asked, expected, screen))

    def prose(self, prose: Prose | None) -> None:
        """The holes of a text said here."""
        self.show(prose.holes if prose else ())

    def show(self, holes: Iterable[Condition], expected: Expected = Expected.SHOWN) -> None:
        """Expressions shown here."""
        for hole in holes:
            self.record(hole, self.ledger.scope, expected)

    def said(self, said: Said) -> None:
        """A text with its variants."""
        for variant in said:
            self.narrowed(self.meets(variant.when)).prose(variant.prose)

    def document(self, document: Document) -> None:
        """A document asked here, with its elements."""
        here = self.narrowed(self.meets(document.when))
        here.prose(document.title)
        for element in document.elements:
            here.document(element)

    def announced(self, document: Document) -> None:
        """A document told of before it is asked: its condition may be undecided."""
        if document.when:
            self.record(document.when, self.ledger.scope, Expected.ANNOUNCED)
        self.prose(document.title)
        for element in document.elements:
            self.announced(element)

    def deliverable(self, deliverable: Deliverable) -> None:
        """A document issued here."""
        here = self.narrowed(self.meets(deliverable.when))
        here.said(deliverable.text)
        here.show(filter(self.is_known, deliverable.fields), Expected.PRINTED)
        for value in deliverable.seal.values if deliverable.seal else ():
            for when, expression in value.variants:
                here.narrowed(here.meets(when)).show((expression,), Expected.PRINTED)

    def is_known(self, printed: Condition) -> bool:
        """Whether it is the name of something; `unknown-field` tells the others."""
        expr = printed.expr
        return isinstance(expr, Name) and self.ledger.scope.declared(expr.path) is not None

    def notice(self, notice: Notice) -> None:
        """A message sent here."""
        self.prose(notice.title)
        self.said(notice.text)
        self.said(notice.mail)

    def items(self, name: str) -> ItemScope | None:
        """The scope of one row of that list."""
        declared = self.ledger.scope.declared(name)
        if declared is None or not isinstance(declared.type, Listed):
            return None
        return ItemScope(self.ledger.scope, declared, declared.type.parts)
