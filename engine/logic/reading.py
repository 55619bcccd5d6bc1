"""What one comparison of a condition reads, and the lines along which it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from ..expr.functions import a_day
from ..expr.scope import ItemScope
from ..expr.syntax import (
    And,
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
    children,
)
from ..expr.types import BOOLEAN, DATE, DECIMAL, INTEGER, TEXT, Choice, Declared, Listed, Scope
from .linear import Linear, NotExact, constant, lines, steps, variable
from .moments import TODAY, months_key
from .variables import Kind, Variable, counted, numeric

MONTHS_IN = {"age": 12, "months_since": 1}
_ELAPSED = {"age": Kind.YEARS, "months_since": Kind.MONTHS}

ADULT, CHILD = 30, 8
"""The ages of examples, those of lists being mostly children."""

Uses = dict[str, set[str]]
"""Variable → the functions that read it directly, « » standing for any other way."""


def note_uses(expr: Expr, scope: Scope, uses: Uses, row: str = "") -> None:
    """Record how every name is read: a date read only by age(…) is as good as its age."""
    match expr:
        case Name(path):
            uses.setdefault(key_of(path, scope, row), set()).add("")
        case Call(("age" | "months_since") as function, (Name(path),)):
            uses.setdefault(key_of(path, scope, row), set()).add(function)
        case Call(("any" | "all"), (Name(path), condition)):
            note_uses(condition, scope, uses, path)
        case Call("answered"):
            pass
        case _:
            for child in children(expr):
                note_uses(child, scope, uses, row)


def key_of(path: str, scope: Scope, row: str = "") -> str:
    """The variable a name stands for: `item.x` is a part of any row, or of the row one is in."""
    if not path.startswith("item."):
        return path
    if row:
        return f"{row}[*].{path.removeprefix('item.')}"
    declared = scope.declared(path)
    return declared.name if declared else path


@dataclass(frozen=True, slots=True)
class Reader:
    """Collects, for one comparison, its variables, lines and words.

    Raises NotExact on what it cannot put into lines. `absent` names are read as unanswered.
    """

    scope: Scope
    uses: Mapping[str, set[str]]
    absent: frozenset[str]
    row: str = ""
    variables: dict[str, Variable] = field(default_factory=dict)
    lines: set[Linear] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    calls: dict[str, tuple[int, Linear]] = field(default_factory=dict)

    def truth(self, expr: Expr) -> None:
        """A condition, or what an item condition is made of."""
        match expr:
            case And(parts) | Or(parts):
                for part in parts:
                    self.truth(part)
            case Not(operand):
                self.truth(operand)
            case Name(path) if self.declared(path).type == BOOLEAN:
                self.add(self.plain(path, Kind.TRUTH))
            case Compare(op, left, right):
                self.compare(op, left, right)
            case In(item, values):
                for value in values:
                    self.compare("==", item, value)
            case Call():
                self.call(expr)
            case _:
                raise NotExact("not a condition")

    def call(self, call: Call) -> None:
        match call.function, call.arguments:
            case (("any" | "all"), (Name(path), condition)) if not self.row:
                self.rows(path, condition)
            case "contains", (Name(path), Text(option)):
                own = self.plain(path, Kind.MEMBER)
                self.add(replace(own, key=f"{own.key}∋{option}", option=option))
            case "answered", (Name(path),) if path.startswith("item."):
                own = self.plain(path, Kind.FILLED)
                self.add(replace(own, key=f"answered({own.key})"))
            case "answered", _:
                pass  # `absent` says it
            case _:
                raise NotExact("a list inside a condition on rows")

    def rows(self, path: str, condition: Expr) -> None:
        if path in self.absent:
            return
        declared = self.declared(path)
        self.add(counted(declared))
        parts = declared.type.parts if isinstance(declared.type, Listed) else ()
        inner = replace(self, scope=ItemScope(self.scope, declared, parts), row=path)
        inner.truth(condition)  # writes into the same collections

    def compare(self, op: str, left: Expr, right: Expr) -> None:
        if self.is_word(left) and self.is_word(right):
            return
        self.cross(self.sum(left).plus(self.sum(right), -1), op)

    def is_word(self, expr: Expr) -> bool:
        """Whether it is an option or a text; then it is noted."""
        if isinstance(expr, Text):
            self.words.add(expr.value)
            return True
        type_ = self.declared(expr.path).type if isinstance(expr, Name) else None
        if not (isinstance(expr, Name) and (isinstance(type_, Choice) or type_ == TEXT)):
            return False
        self.add(self.plain(expr.path, Kind.OPTION if isinstance(type_, Choice) else Kind.WORD))
        return True

    def cross(self, difference: Linear, op: str) -> None:
        """The lines of `difference op 0`; a calendar function must be alone against a number."""
        if not difference.reads(self.calls):
            dense = [key for key, one in self.variables.items() if one.kind is Kind.DENSE]
            self.lines.update(lines(difference, op, dense))
            return
        difference = difference.whole()
        if len(difference.terms) > 1:
            raise NotExact("a time since a date, compared with another answer")
        ((key, factor),) = difference.terms
        months, day = self.calls[key]
        for step in steps(op):
            reached = Fraction(step - difference.constant) / factor
            least = ceil(reached) if factor > 0 else floor(reached) + 1
            apart = variable(months_key(least * months)).plus(day, -1)
            self.lines.update(lines(apart, ">=", ()))

    def sum(self, expr: Expr) -> Linear:
        match expr:
            case Number(value):
                return constant(value if isinstance(value, int) else Fraction(value))
            case Name(path):
                return self.number(path)
            case Negative(operand):
                return self.sum(operand).times(-1)
            case Sum(op, left, right):
                return self.sum(left).plus(self.sum(right), 1 if op == "+" else -1)
            case Product(left, right):
                return self.product(self.sum(left), self.sum(right))
            case Call():
                return self.measured(expr)
            case _:
                raise NotExact("not a number")

    def product(self, left: Linear, right: Linear) -> Linear:
        assert not (left.terms and right.terms), "checked: two answers are never multiplied"
        return left.times(right.constant) if left.terms else right.times(left.constant)

    def number(self, path: str) -> Linear:
        if path == TODAY:
            return variable(TODAY)
        declared = self.declared(path)
        if declared.type == DATE:
            own = self.plain(path, Kind.DAY)
        elif declared.type in (INTEGER, DECIMAL):
            own = numeric(key_of(path, self.scope, self.row), declared, *self.place(path))
        else:
            raise NotExact("neither a number nor a date")
        return self.add(own)

    def measured(self, call: Call) -> Linear:
        match call.function, call.arguments:
            case "date", (Text(text),) if day := a_day(text):
                return constant(day.toordinal())
            case "count", (Name(path),) if not self.row:
                rows = counted(self.declared(path))
                return constant(0) if path in self.absent else self.add(rows)
            case "days_until", (day,):
                return self.sum(day).plus(variable(TODAY), -1)
            case ("age" | "months_since") as function, (day,):
                return self.elapsed(function, day)
        raise NotExact("a function without order")

    def elapsed(self, function: str, day: Expr) -> Linear:
        """The time itself where nothing else reads the date, else a name for the call."""
        if isinstance(day, Name) and day.path != TODAY:
            own = self.plain(day.path, _ELAPSED[function])
            if self.uses.get(own.key) == {function}:
                return self.add(own)
        inner = self.sum(day)
        if inner.reads(self.calls):
            raise NotExact("a calendar function of another")
        key = f"{function}({inner})"
        self.calls[key] = MONTHS_IN[function], inner
        return variable(key)

    def add(self, one: Variable) -> Linear:
        self.variables[one.key] = one
        return variable(one.key)

    def declared(self, path: str) -> Declared:
        found = self.scope.declared(path)
        assert found is not None, "checked: every name is known"
        return found

    def plain(self, path: str, kind: Kind) -> Variable:
        own, type_ = key_of(path, self.scope, self.row), self.declared(path).type
        age = 0
        if "age" in self.uses.get(own, ()):
            age = CHILD if path.startswith("item.") else ADULT
        return Variable(own, kind, *self.place(path), age=age, type=type_)

    def place(self, path: str) -> tuple[str, str]:
        """The name of the answer, or the part and its list."""
        if self.row and path.startswith("item."):
            return path.removeprefix("item."), self.row
        return key_of(path, self.scope, self.row), ""
