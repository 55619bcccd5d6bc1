"""What is wrong in a condition, placed in its text; a diagnostic once that is placed in a file."""

from __future__ import annotations

from dataclasses import dataclass

from ..source.diagnostic import Diagnostic, Related
from ..source.inside import part
from ..source.tree import Scalar
from .syntax import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """As a Diagnostic, with a place in the condition's text instead of a span."""

    rule: str
    message: str
    place: Place
    help: str = ""
    related: tuple[Related, ...] = ()


def located(problem: Problem, scalar: Scalar, offset: int = 0) -> Diagnostic:
    """In the file, when the condition begins at that character of the scalar."""
    span = part(scalar, problem.place.start + offset, problem.place.end + offset)
    return Diagnostic(problem.rule, problem.message, span, problem.help, problem.related)
