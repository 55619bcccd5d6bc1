"""Conditions of a page with what is already known put in: only what the page asks is left to read.

A browser that shows and hides need then be told nothing of the other screens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ..expr.json import Json, from_json
from ..expr.syntax import Call, Expr, Name, children
from ..machine.compiled import Compiled
from .page import Question

ALWAYS: Json = ["and"]
NEVER: Json = ["or"]
"""Every one of none holds, and none of none."""

AS_THEY_ARE = ("name", "number", "text")


def with_known(
    questions: Iterable[Question], compiled: Compiled, values: Mapping[str, Any]
) -> tuple[Question, ...]:
    """The same questions; `values` is all that is known, what they ask themselves among it."""
    drawn = tuple(questions)
    asked = frozenset(one.name for one in drawn if not one.is_verified)
    known = {name: value for name, value in values.items() if name.partition(".")[0] not in asked}
    rest = _Rest(compiled, known, asked)
    return tuple(rest.question(one) for one in drawn)


@dataclass(frozen=True, slots=True)
class _Rest:
    compiled: Compiled
    known: Mapping[str, Any]
    asked: frozenset[str]

    def question(self, one: Question) -> Question:
        """With its parts, and the columns of its rows."""
        if one.when is None and not one.parts:
            return one
        return replace(
            one,
            when=None if one.when is None else self.form(one.when),
            parts=tuple(map(self.question, one.parts)),
            rows=tuple(tuple(map(self.question, row)) for row in one.rows),
        )

    def form(self, form: Json) -> Json:
        """What is left to decide. What is not answered stays a name that nobody answers."""
        match form:
            case [("in" | "not in") as op, item, [*values]]:
                return self.decided(form) or [op, self.form(item), values]
            case ["call", ("date" | "count" | "answered" | "contains") as function, *arguments]:
                return self.decided(form) or ["call", function, *arguments]
            case ["call", function, *arguments]:
                return self.decided(form) or ["call", function, *map(self.form, arguments)]
            case [("number" | "text"), _value]:
                return form
            case [op, *parts]:
                inner = parts if op in AS_THEY_ARE else list(map(self.form, parts))
                return self.decided(form) or [op, *inner]
        raise ValueError(f"not the JSON form of a condition: {form!r}")

    def decided(self, form: Json) -> Json | None:
        """What it comes to, if nothing of the page is read in it and nothing is missing."""
        expr = from_json(form)
        if any(name.partition(".")[0] in {"item", *self.asked} for name in read(expr)):
            return None
        try:
            return written(self.compiled.value(expr, self.known))
        except KeyError:
            return None


def read(expr: Expr) -> Iterator[str]:
    """The names it reads from outside: not the row of its own any(…) or all(…)."""
    match expr:
        case Name(path):
            yield path
        case Call("any" | "all", arguments):
            inside = (name for argument in arguments for name in read(argument))
            yield from (name for name in inside if not name.startswith("item."))
        case _:
            for child in children(expr):
                yield from read(child)


def written(value: object) -> Json | None:
    """The JSON form of a value; None for what has no form of its own: a group, a list, a set."""
    match value:
        case bool():
            return ALWAYS if value else NEVER
        case int():
            return ["number", str(value)]
        case Decimal():
            return ["number", format(value, "f")]
        case date():
            return ["call", "date", ["text", value.isoformat()]]
        case str():
            return ["text", value]
    return None
