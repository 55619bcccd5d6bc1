"""A condition made ready to be told: without `not`, bounds on whole numbers in one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .phrases import constant
from .syntax import And, Call, Compare, Expr, In, Name, Not, Or

INVERSE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
MIRROR = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DUAL = {"any": "all", "all": "any"}


def plain(expr: Expr, negated: bool) -> Expr:
    """The same condition or its contrary, `not` only before a name or a yes-or-no function."""
    match expr:
        case Not(operand):
            return plain(operand, not negated)
        case And(parts) | Or(parts):
            joined = And if isinstance(expr, And) != negated else Or
            return joined(tuple(_flat((plain(part, negated) for part in parts), joined)))
        case Compare(op, left, right):
            return Compare(INVERSE[op] if negated else op, left, right)
        case In(item, values, was_negated):
            return In(item, values, negated != was_negated)
        case Call(("any" | "all") as function, (rows, condition)):
            name = _DUAL[function] if negated else function
            return Call(name, (rows, plain(condition, negated)))
        case _:
            return Not(expr) if negated else expr


def _flat(parts: Iterable[Expr], joined: type[And] | type[Or]) -> Iterator[Expr]:
    for part in parts:
        yield from part.parts if isinstance(part, joined) else (part,)


def whole(op: str, right: Expr) -> tuple[str, int] | None:
    """A bound on a whole number, none but == != < >=: « more than 17 » is « 18 at least »."""
    number = constant(right)
    if not isinstance(number, int):
        return None
    return {">": (">=", number + 1), "<=": ("<", number + 1)}.get(op, (op, number))


def read_first(expr: Expr) -> str:
    """The name a comparison begins with, in its own right or as « … remonte à »; or nothing."""
    match expr:
        case Compare(_, Name(path), _) | In(Name(path)):
            return path
        case Compare(_, Call("months_since", (Name(path),)), _):
            return path
        case _:
            return ""


def is_equality(expr: Expr) -> bool:
    """Whether it says what a name is, or is not."""
    match expr:
        case Compare("==" | "!=", Name(), _) | In(Name()):
            return True
        case _:
            return False
