"""All readers of a condition agree: its text, JSON, Python, and two plain ones written here."""

from __future__ import annotations

import json
import operator
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from parcours.engine.expr.check import check_condition
from parcours.engine.expr.compile import compiled
from parcours.engine.expr.json import from_json, to_json
from parcours.engine.expr.parser import parse
from parcours.engine.expr.syntax import (
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
    show,
)
from parcours.tests.campaign import count
from parcours.tests.conditions import CONDITIONS, SCOPE, VALUES


@settings(max_examples=count(200, 10_000))
@given(CONDITIONS)
def test_showing_then_parsing_gives_the_same_tree(expr: Expr) -> None:
    again, found = parse(show(expr))
    assert not found
    assert again == expr
    assert show(again) == show(expr)


@settings(max_examples=count(200, 10_000))
@given(CONDITIONS, VALUES)
def test_what_the_checker_passes_never_fails_and_the_readers_agree(
    expr: Expr, values: dict[str, Any]
) -> None:
    assert check_condition(expr, SCOPE) == ()
    expected = walked(expr, values, {})
    assert isinstance(expected, bool)
    assert compiled(expr, SCOPE)(values) is expected
    form = json.loads(json.dumps(to_json(expr)))
    assert from_json(form) == expr
    assert read_json(form, values, {}) is expected


# A plain tree walk, and a reader of the JSON form that knows nothing of the tree


def walked(expr: Expr, values: Mapping[str, Any], item: Mapping[str, Any]) -> Any:
    """The meaning, written as plainly as can be."""
    match expr:
        case Name(path):
            return item[path[5:]] if path.startswith("item.") else values[path]
        case Number(value) | Text(value):
            return value
        case Compare(op, left, right):
            return _compare(op, walked(left, values, item), walked(right, values, item))
        case In(one, several, negated):
            found = walked(one, values, item) in [walked(value, values, item) for value in several]
            return found is not negated
        case Not(operand):
            return not walked(operand, values, item)
        case And(parts):
            return all(walked(part, values, item) for part in parts)
        case Or(parts):
            return any(walked(part, values, item) for part in parts)
        case Sum(op, left, right):
            return _add(op, walked(left, values, item), walked(right, values, item))
        case Product(left, right):
            return walked(left, values, item) * walked(right, values, item)
        case Negative(operand):
            return -walked(operand, values, item)
        case Call(("any" | "all") as name, (Name(path), condition)):
            rows = [walked(condition, values, row) for row in values.get(path, ())]
            return any(rows) if name == "any" else all(rows)
        case Call("answered", (Name(path),)):
            return path in values
        case Call("count", (Name(path),)):
            return len(values.get(path, ()))
        case Call(name, arguments):
            return _call(name, [walked(argument, values, item) for argument in arguments], values)
    raise AssertionError(expr)


def read_json(form: Any, values: Mapping[str, Any], item: Mapping[str, Any]) -> Any:
    """As the browser does: on the JSON alone."""
    op, *rest = form
    match op:
        case "name":
            return item[rest[0][5:]] if rest[0].startswith("item.") else values[rest[0]]
        case "number":
            return Decimal(rest[0])
        case "text":
            return rest[0]
        case "and":
            return all(read_json(part, values, item) for part in rest)
        case "or":
            return any(read_json(part, values, item) for part in rest)
        case "not":
            return not read_json(rest[0], values, item)
        case "in" | "not in":
            found = read_json(rest[0], values, item) in [
                read_json(v, values, item) for v in rest[1]
            ]
            return found is (op == "in")
        case "*":
            return read_json(rest[0], values, item) * read_json(rest[1], values, item)
        case "-" if len(rest) == 1:
            return -read_json(rest[0], values, item)
        case "+" | "-":
            return _add(op, *(read_json(part, values, item) for part in rest))
        case "call":
            return _json_call(rest[0], rest[1:], values, item)
    return _compare(op, read_json(rest[0], values, item), read_json(rest[1], values, item))


def _json_call(name: str, arguments: list[Any], values: Mapping[str, Any], item: Any) -> Any:
    path = arguments[0][1]
    match name:
        case "any" | "all":
            rows = [read_json(arguments[1], values, row) for row in values.get(path, ())]
            return any(rows) if name == "any" else all(rows)
        case "answered":
            return path in values
        case "count":
            return len(values.get(path, ()))
    return _call(name, [read_json(argument, values, item) for argument in arguments], values)


_OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _compare(op: str, left: Any, right: Any) -> bool:
    result: bool = _OPERATORS[op](left, right)
    return result


def _add(op: str, left: Any, right: Any) -> Any:
    sign = 1 if op == "+" else -1
    if isinstance(left, date) and isinstance(right, date):
        return (left - right).days
    if isinstance(left, date):
        return left + timedelta(days=sign * int(right))
    return left + sign * right


def _call(name: str, arguments: list[Any], values: Mapping[str, Any]) -> Any:
    today = values["today"]
    match name:
        case "date":
            return date.fromisoformat(arguments[0])
        case "contains":
            return arguments[1] in arguments[0]
        case "age":
            return _years(arguments[0], today)
        case "months_since":
            return _months(arguments[0], today)
        case "days_until":
            return (arguments[0] - today).days
    raise AssertionError(name)


def _months(day: date, today: date) -> int:
    months = (today.year - day.year) * 12 + (today.month - day.month)
    return months - 1 if today.day < day.day else months


def _years(day: date, today: date) -> int:
    return today.year - day.year - (1 if (today.month, today.day) < (day.month, day.day) else 0)


@pytest.mark.parametrize("form", [[], ["name"], ["frob", 1, 2], ["and", ["name", 3]], "x"])
def test_a_form_that_is_none_is_refused(form: Any) -> None:
    with pytest.raises(ValueError, match="not the JSON form"):
        from_json(form)


def test_broken_conditions_are_never_compiled() -> None:
    with pytest.raises(ValueError, match="broken"):
        compiled(Broken(), SCOPE)
    with pytest.raises(ValueError, match="broken"):
        to_json(Broken())
