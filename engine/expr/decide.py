"""Whether a condition is true, false or not yet known, when some names are not answered yet.

Kleene's three values. For announcing documents and numbering steps only: nothing that decides the
next state is ever guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .compile import compiled
from .syntax import And, Call, Expr, Name, Not, Or, walk
from .types import Scope

Values = Mapping[str, Any]


def decide(expr: Expr, scope: Scope, values: Values, pending: frozenset[str]) -> bool | None:
    """True, False, or None while it depends on a pending name.

    A name that is neither in values nor pending is unanswered for good: what reads it is false.
    """
    match expr:
        case And(parts):
            return _all([decide(part, scope, values, pending) for part in parts])
        case Or(parts):
            inside = _all([_not(decide(part, scope, values, pending)) for part in parts])
            return _not(inside)
        case Not(operand):
            return _not(decide(operand, scope, values, pending))
    read = {node.path for node in walk(expr) if isinstance(node, Name)}
    outside = {name for name in read if not name.startswith("item.")}
    if outside & pending:
        return None
    if _tolerates_absence(expr) or outside <= values.keys():
        return bool(compiled(expr, scope)(values))
    return False


def _tolerates_absence(expr: Expr) -> bool:
    """answered(…), and counts of lists, have a value even where nothing is answered."""
    return any(isinstance(node, Call) and node.function in _TOLERANT for node in walk(expr))


_TOLERANT = ("answered", "count", "any", "all")


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value
