"""A condition as JSON: what the browser's small interpreter reads.

Shapes: ["name", path], ["number", "12.5"], ["text", s], [op, left, right], ["in", item, [values]],
["not", x], ["and", …], ["or", …], ["-", x], ["call", function, …]. Numbers are decimal texts.
"""

from __future__ import annotations

from decimal import Decimal

from .syntax import (
    And,
    Broken,
    Call,
    Compare,
    Expr,
    In,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Product,
    Sum,
    Text,
)

Json = str | list["Json"]


def to_json(expr: Expr) -> Json:
    """The JSON form; `from_json` gives the same tree back."""
    match expr:
        case Name(path):
            return ["name", path]
        case Number(value):
            return ["number", format(value, "f") if isinstance(value, Decimal) else str(value)]
        case Text(value):
            return ["text", value]
        case Compare(op, left, right) | Sum(op, left, right):
            return [op, to_json(left), to_json(right)]
        case Product(left, right):
            return ["*", to_json(left), to_json(right)]
        case In(item, values, negated):
            return [
                "not in" if negated else "in",
                to_json(item),
                [to_json(value) for value in values],
            ]
        case Not(operand):
            return ["not", to_json(operand)]
        case Negative(operand):
            return ["-", to_json(operand)]
        case And(parts):
            return ["and", *(to_json(part) for part in parts)]
        case Or(parts):
            return ["or", *(to_json(part) for part in parts)]
        case Call(function, arguments):
            return ["call", function, *(to_json(argument) for argument in arguments)]
        case Broken():
            raise ValueError("a broken condition has no JSON form")


def from_json(form: Json) -> Expr:
    """The tree of a form; ValueError when it is not one."""
    match form:
        case ["name", str(path)]:
            return Name(path)
        case ["number", str(value)]:
            return Number(Decimal(value) if "." in value else int(value))
        case ["text", str(value)]:
            return Text(value)
        case [("==" | "!=" | "<" | "<=" | ">" | ">=") as op, left, right]:
            return Compare(op, from_json(left), from_json(right))
        case [("+" | "-") as op, left, right]:
            return Sum(op, from_json(left), from_json(right))
        case ["*", left, right]:
            return Product(from_json(left), from_json(right))
        case [("in" | "not in") as op, item, [*values]]:
            return In(from_json(item), tuple(map(from_json, values)), op == "not in")
        case ["not", operand]:
            return Not(from_json(operand))
        case ["-", operand]:
            return Negative(from_json(operand))
        case ["and", *parts]:
            return And(tuple(map(from_json, parts)))
        case ["or", *parts]:
            return Or(tuple(map(from_json, parts)))
        case ["call", str(function), *arguments]:
            return Call(function, tuple(map(from_json, arguments)))
    raise ValueError(f"not the JSON form of a condition: {form!r}")
