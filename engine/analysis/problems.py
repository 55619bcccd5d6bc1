"""Faults of syntax and type, found once per expression while walking."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..expr.problem import located
from ..source.diagnostic import Diagnostic
from .rule import Facts
from .story import conditions_of


def problems_named(rule: str) -> Callable[[Facts], Iterator[Diagnostic]]:
    """The check that gives those of that rule, each at its place in the file."""

    def check(facts: Facts) -> Iterator[Diagnostic]:
        for condition in conditions_of(facts.story):
            for problem in facts.story.ledger.problems.get(id(condition), ()):
                if problem.rule == rule:
                    yield located(problem, condition.scalar, condition.offset)

    return check
