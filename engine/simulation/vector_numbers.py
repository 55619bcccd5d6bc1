"""Numbers in a calculation on columns: exact, for it is known how far from zero they may be."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .vector_code import FALSE, TRUE, Code
from .vector_layout import INT32, INT64, Exact, Fixed, Kind, Whole


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: the text that gives it, its decimals (12.50 stands as 1250 with 2), the greatest
    distance from zero of what stands there. `is_exact`: Python's own numbers, limit unknown."""

    text: str
    decimals: int = 0
    limit: int = INT64
    is_exact: bool = False

    @property
    def is_literal(self) -> bool:
        """Written out, the same for everyone."""
        return not self.text.startswith("t")


def literal(number: int | Decimal) -> Figure:
    """A number of the condition."""
    decimals = 0
    while number != int(number):
        number, decimals = number * 10, decimals + 1
    return Figure(str(int(number)), decimals, abs(int(number)))


def answer(text: str, kind: Kind) -> Figure:
    """A number answered. Raises ValueError for a kind that is none."""
    match kind:
        case Whole(limit):
            return Figure(text, 0, limit)
        case Fixed(decimals, limit):
            return Figure(text, decimals, limit)
        case Exact():
            return Figure(text, is_exact=True)
    raise ValueError(f"{kind} is no number")


def exact(code: Code, figure: Figure) -> Figure:
    """The same as Python's own numbers."""
    if figure.is_exact:
        return figure
    if figure.is_literal and not figure.decimals:
        return Figure(figure.text, is_exact=True)
    if figure.decimals:
        text = code.let(f"_decimals({figure.text}, {figure.decimals})")
    else:
        text = code.let(f"_objects({figure.text})")
    return Figure(text, is_exact=True)


def aligned(code: Code, left: Figure, right: Figure) -> tuple[Figure, Figure]:
    """Both with the same decimals, or both exact where a machine number would not hold them."""
    decimals = max(left.decimals, right.decimals)
    factors = [10 ** (decimals - one.decimals) for one in (left, right)]
    widest = max(left.limit * factors[0], right.limit * factors[1])
    if left.is_exact or right.is_exact or widest > INT64:
        return exact(code, left), exact(code, right)
    return _times(code, left, factors[0]), _times(code, right, factors[1])


def _times(code: Code, figure: Figure, factor: int) -> Figure:
    """With more decimals."""
    if factor == 1:
        return figure
    text, limit = _calculated(code, "*", figure, literal(factor)), figure.limit * factor
    return Figure(text, figure.decimals + len(str(factor)) - 1, limit)


def added(code: Code, op: str, left: Figure, right: Figure) -> Figure:
    """left op right, op among + -."""
    left, right = aligned(code, left, right)
    limit = left.limit + right.limit
    if left.is_exact or limit > INT64:
        left, right = exact(code, left), exact(code, right)
        return Figure(code.let(f"{left.text} {op} {right.text}"), is_exact=True)
    return Figure(_calculated(code, op, left, right), left.decimals, limit)


def multiplied(code: Code, left: Figure, right: Figure) -> Figure:
    """left * right."""
    limit = left.limit * right.limit
    if left.is_exact or right.is_exact or limit > INT64:
        left, right = exact(code, left), exact(code, right)
        return Figure(code.let(f"{left.text} * {right.text}"), is_exact=True)
    return Figure(_calculated(code, "*", left, right), left.decimals + right.decimals, limit)


def negated(code: Code, figure: Figure) -> Figure:
    """-figure."""
    if figure.is_exact:
        return Figure(code.let(f"-{figure.text}"), is_exact=True)
    return multiplied(code, figure, literal(-1))


def settled(op: str, left: Any, right: Any) -> str:
    """The truth of a comparison that no answer changes."""
    return TRUE if _OPERATORS[op](left, right) else FALSE


_OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_LONG = {"+": "_add", "-": "_subtract", "*": "_multiply"}


def _calculated(code: Code, op: str, left: Figure, right: Figure) -> str:
    """In 32 bits as long as nothing can overflow, then in 64."""
    if left.is_literal and right.is_literal:
        return str(_OPERATORS[op](int(left.text), int(right.text)))
    limit = left.limit * right.limit if op == "*" else left.limit + right.limit
    if limit > INT32:
        return code.let(f"{_LONG[op]}({left.text}, {right.text}, dtype=_int64)")
    return code.let(f"{left.text} {op} {right.text}")


def compared(code: Code, op: str, left: Figure, right: Figure) -> str:
    """left op right, as a truth; two literals are settled here."""
    left, right = aligned(code, left, right)
    if left.is_literal and right.is_literal:
        return settled(op, int(left.text), int(right.text))
    if left.is_exact:
        return code.let(f"_truths({left.text} {op} {right.text})")
    return code.let(f"{left.text} {op} {right.text}")
