"""The values that a procedure's own conditions single out: where an answer changes the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..expr.functions import a_day
from ..expr.syntax import (
    Call,
    Compare,
    Expr,
    In,
    Name,
    Negative,
    Number,
    Product,
    Sum,
    Text,
    children,
)
from .invent_draw import Ago, Ahead

Figures = Mapping[str, int | Decimal]
"""Names whose value is the same for everyone: `param.plafond`."""

Found = tuple[str, Any]
"""A name and a value worth trying for it."""

TODAY = Name("today")


def constants_of(conditions: Iterable[Expr], figures: Figures) -> dict[str, frozenset[Any]]:
    """By name, what its conditions compare it with: texts, options, numbers, dates, days relative
    to the day of the answer, and for a list the counts around those compared."""
    found: dict[str, set[Any]] = {}
    for expr in conditions:
        for name, value in _found(expr, figures, ""):
            found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}


def _found(expr: Expr, figures: Figures, owner: str) -> Iterator[Found]:
    match expr:
        case Compare(_, left, right):
            yield from _compared(left, right, figures, owner)
        case In(item, values):
            for value in values:
                yield from _compared(item, value, figures, owner)
        case Call("contains", (Name(path), Text(option))):
            yield _full(path, owner), option
        case Call("any" | "all", (Name(path), condition)):
            yield from ((path, 0), (path, 1))
            yield from _found(condition, figures, path)
        case _:
            for child in children(expr):
                yield from _found(child, figures, owner)


def _compared(left: Expr, right: Expr, figures: Figures, owner: str) -> Iterator[Found]:
    """Both ways: `age(d) >= 18`, `18 <= age(d)`."""
    for side, other in ((left, right), (right, left)):
        for name, value in _met(side, other, figures):
            yield _full(name, owner), value


def _met(side: Expr, other: Expr, figures: Figures) -> Iterator[Found]:
    """What the name of one side must be to meet the other side."""
    number = _constant(other, figures)
    match side, other:
        case Name(path), Text(word):
            yield path, word
        case Name(path), Call("date", (Text(text),)) if day := a_day(text):
            yield path, day
        case Name(path), _ if other == TODAY:
            yield path, Ahead(0)
        case (Sum(op, Name(path), days), _) if other == TODAY and path != TODAY.path:
            shift = _constant(days, figures) or 0
            yield path, Ahead(-int(shift) if op == "+" else int(shift))
        case (Name(path), Sum(op, today, days)) if today == TODAY:
            shift = _constant(days, figures) or 0
            yield path, Ahead(int(shift) if op == "+" else -int(shift))
    if number is not None:
        yield from _measured(side, number, figures)


def _measured(side: Expr, number: int | Decimal, figures: Figures) -> Iterator[Found]:
    """What the name of this side must be for it to come to that number."""
    whole = int(number)
    match side:
        case Name(path):
            yield path, number
        case Call("age", (Name(path),)):
            yield from [(path, Ago(12 * n)) for n in (whole, whole + 1)]
        case Call("months_since", (Name(path),)):
            yield from [(path, Ago(n)) for n in (whole, whole + 1)]
        case Call("days_until", (Name(path),)):
            yield path, Ahead(whole)
        case Call("count", (Name(path),)):
            yield from [(path, max(0, n)) for n in (whole - 1, whole, whole + 1)]
        case Sum("-", today, Name(path)) if today == TODAY:
            yield path, Ahead(-whole)
        case Sum("-", Name(path), today) if today == TODAY:
            yield path, Ahead(whole)
        case Product(Name(path), factor) | Product(factor, Name(path)):
            if times := _constant(factor, figures):
                yield path, round(Decimal(number) / times, 2)
        case Negative(Name(path)):
            yield path, -number
        case Sum(op, Name(path), more):
            if (shift := _constant(more, figures)) is not None:
                yield path, number - shift if op == "+" else number + shift


def _constant(expr: Expr, figures: Figures) -> int | Decimal | None:
    """A number that no applicant chooses."""
    match expr:
        case Number(value):
            return value
        case Name(path):
            return figures.get(path)
        case Negative(operand):
            inside = _constant(operand, figures)
            return None if inside is None else -inside
    return None


def _full(path: str, owner: str) -> str:
    """`item.naissance` of `enfants` is `enfants[].naissance`."""
    return f"{owner}[].{path.removeprefix('item.')}" if path.startswith("item.") else path
