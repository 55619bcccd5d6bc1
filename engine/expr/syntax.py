"""The tree of a condition. Every node knows which characters of the text it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

MAX_LENGTH = 2_000
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Characters start to end (excluded) of the condition's text."""

    start: int
    end: int


NOWHERE = Place(0, 0)


def _place() -> Place:
    return field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """`situation_familiale`, `conjoint.nom`, `item.naissance`, `today`."""

    path: str
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Number:
    """`3`, `12.5`."""

    value: int | Decimal
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Text:
    """`'marie'`: an option or a text."""

    value: str
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`, op among == != < <= > >=."""

    op: str
    left: Expr
    right: Expr
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class In:
    """`item in [values]`, or `not in`."""

    item: Expr
    values: tuple[Expr, ...]
    negated: bool = False
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Not:
    """`not operand`."""

    operand: Expr
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class And:
    """`a and b and c`: two parts at least, read from the left."""

    parts: tuple[Expr, ...]
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Or:
    """`a or b or c`: two parts at least, read from the left."""

    parts: tuple[Expr, ...]
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Sum:
    """`left op right`, op among + -."""

    op: str
    left: Expr
    right: Expr
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Product:
    """`left * right`, one of them a constant."""

    left: Expr
    right: Expr
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Negative:
    """`-operand`."""

    operand: Expr
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)`."""

    function: str
    arguments: tuple[Expr, ...]
    place: Place = _place()


@dataclass(frozen=True, slots=True)
class Broken:
    """What could not be parsed; already reported, agrees with everything."""

    place: Place = _place()


Expr = (
    Name | Number | Text | Compare | In | Not | And | Or | Sum | Product | Negative | Call | Broken
)


def children(expr: Expr) -> tuple[Expr, ...]:
    """The parts directly below, in the order they are read."""
    match expr:
        case Name() | Number() | Text() | Broken():
            return ()
        case Compare(_, left, right) | Sum(_, left, right) | Product(left, right):
            return (left, right)
        case In(item, values):
            return (item, *values)
        case Not(operand) | Negative(operand):
            return (operand,)
        case And(parts) | Or(parts):
            return parts
        case Call(_, arguments):
            return arguments


def walk(expr: Expr) -> Iterator[Expr]:
    """The node and everything below it."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def names(expr: Expr) -> Iterator[Name]:
    """Every name read, in order, with repeats."""
    return (node for node in walk(expr) if isinstance(node, Name))


_LOOSE, _TIGHT, _SUM, _PRODUCT, _UNARY = range(5)


def show(expr: Expr) -> str:
    """The condition as one would write it; parsing it gives the same tree back."""
    return _shown(expr, _LOOSE)


def _shown(expr: Expr, needed: int) -> str:
    text, level = _text(expr)
    return f"({text})" if level < needed else text


def _text(expr: Expr) -> tuple[str, int]:
    match expr:
        case Name(path):
            return path, _UNARY
        case Number(value):
            return format(value, "f") if isinstance(value, Decimal) else str(value), _UNARY
        case Text(value):
            quote = '"' if "'" in value else "'"
            return f"{quote}{value}{quote}", _UNARY
        case Compare(op, left, right):
            return f"{_shown(left, _SUM)} {op} {_shown(right, _SUM)}", _TIGHT
        case In(item, values, negated):
            inside = ", ".join(_shown(value, _SUM) for value in values)
            return f"{_shown(item, _SUM)} {'not in' if negated else 'in'} [{inside}]", _TIGHT
        case Not(operand):
            return f"not {_shown(operand, _TIGHT)}", _TIGHT
        case And(parts):
            return " and ".join(_shown(part, _TIGHT) for part in parts), _LOOSE
        case Or(parts):
            return " or ".join(_shown(part, _TIGHT) for part in parts), _LOOSE
        case Sum(op, left, right):
            return f"{_shown(left, _SUM)} {op} {_shown(right, _PRODUCT)}", _SUM
        case Product(left, right):
            return f"{_shown(left, _PRODUCT)} * {_shown(right, _UNARY)}", _PRODUCT
        case Negative(operand):
            return f"-{_shown(operand, _UNARY)}", _UNARY
        case Call(function, arguments):
            return f"{function}({', '.join(_shown(a, _LOOSE) for a in arguments)})", _UNARY
        case Broken():
            return "?", _UNARY
