"""A condition as steps on whole columns: one more reader of the one tree."""

from __future__ import annotations

import numpy as np

from ..expr.functions import a_day
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
from . import vector_numbers as numbers
from .vector_calendar import LAST, month_number
from .vector_code import Code
from .vector_layout import Day, Kind, Layout, Option, Truth, Word
from .vector_numbers import Figure

FEW = 8
"""Up to so many options, comparing with each is quicker than looking the answer up in a table."""


class Writer:
    """Writes into `code`. `owner` is the list whose rows are being read, empty outside lists.

    Raises ValueError for what no layout holds: a condition that was not checked.
    """

    def __init__(self, layout: Layout, code: Code, owner: str = "") -> None:
        self.layout, self.code, self.owner = layout, code, owner
        self.outer = Writer(layout, code) if owner else self
        self._written: dict[int, tuple[Expr, str]] = {}

    def truth(self, expr: Expr) -> str:
        """What is true or false. An expression met again, the same object, is not walked again."""
        if id(expr) not in self._written:
            is_outer = self.owner and not reads_rows(expr)
            text = self.spread(self.outer.truth(expr)) if is_outer else self._truth(expr)
            self._written[id(expr)] = expr, text  # the expression is kept: its identity is the key
        return self._written[id(expr)][1]

    def _truth(self, expr: Expr) -> str:
        match expr:
            case Name(path) if isinstance(self.kind(path), Truth):
                return self.values(path)
            case Compare(op, left, right):
                return self.compare(op, left, right)
            case In():
                return self.member(expr)
            case Not(operand):
                return self.code.let(f"~{self.truth(operand)}")
            case And(parts):
                return self.joined("&", parts)
            case Or(parts):
                return self.joined("|", parts)
            case Call():
                return self.call(expr)
        raise ValueError(f"{type(expr).__name__} is no condition")

    def joined(self, op: str, parts: tuple[Expr, ...]) -> str:
        """The right side may be arbitrary where the left decides: nothing in it can fail."""
        found = self.truth(parts[0])
        for part in parts[1:]:
            found = self.code.let(f"{found} {op} {self.truth(part)}")
        return found

    def call(self, call: Call) -> str:
        match call.function, call.arguments:
            case "answered", (Name(path),):
                return self.code.let(f"_answered({self.column(path)}.present)")
            case "contains", (Name(path), Text(option)):
                rank = _ranks(self.kind(path))[option]
                return self.code.let(f"{self.values(path)}[{rank}]")
            case "any", (Name(path), condition):
                return self.any(path, self.inside(path).truth(condition))
            case "all", (Name(path), condition):
                fails = self.code.let(f"~{self.inside(path).truth(condition)}")
                return self.code.let(f"~{self.any(path, fails)}")
        raise ValueError(f"{call.function}(…) is no condition")

    def inside(self, path: str) -> Writer:
        return Writer(self.layout, self.code, path)

    def any(self, path: str, inside: str) -> str:
        return self.code.let(f"_any({inside}, {self.starts(path)})")

    # Comparisons

    def compare(self, op: str, left: Expr, right: Expr) -> str:
        kinds = [self.kind_of(side) for side in (left, right)]
        if any(isinstance(kind, Option | Word) for kind in kinds):
            first, second = (self.rank(side, kinds) for side in (left, right))
            return self.code.let(f"{first} {op} {second}")
        if isinstance(left, Text) and isinstance(right, Text):
            return numbers.settled(op, left.value, right.value)
        if self.is_day(left):
            return self.days(op, self.day(left), self.day(right))
        return numbers.compared(self.code, op, self.number(left), self.number(right))

    def days(self, op: str, left: str, right: str) -> str:
        if left.isdecimal() and right.isdecimal():
            return numbers.settled(op, int(left), int(right))
        return self.code.let(f"{left} {op} {right}")

    def member(self, expr: In) -> str:
        kind, values = self.kind_of(expr.item), expr.values
        if isinstance(kind, Option) and len(values) > FEW and _all_texts(values):
            found = self.looked_up(expr.item, kind, values)
        else:
            each = [self.compare("==", expr.item, value) for value in values]
            found = each[0]
            for one in each[1:]:
                found = self.code.let(f"{found} | {one}")
        return self.code.let(f"~{found}") if expr.negated else found

    def looked_up(self, item: Expr, kind: Option, values: tuple[Expr, ...]) -> str:
        named = {value.value for value in values if isinstance(value, Text)}
        table = self.code.constant(np.array([option in named for option in kind.options]))
        return self.code.let(f"{table}.take({self.rank(item, [kind])})")

    def rank(self, expr: Expr, kinds: list[Kind | None]) -> str:
        """Of an option or a text among those of its kind."""
        match expr:
            case Name(path):
                return self.values(path)
            case Text(value):
                kind = next(kind for kind in kinds if isinstance(kind, Option | Word))
                return str(_ranks(kind)[value])
        raise ValueError(f"{type(expr).__name__} is no text")

    # Days

    def is_day(self, expr: Expr) -> bool:
        match expr:
            case Name(path):
                return isinstance(self.kind(path), Day)
            case Call(function):
                return function == "date"
            case Sum(_, left, right):
                return self.is_day(left) and not self.is_day(right)
        return False

    def day(self, expr: Expr) -> str:
        """Its ordinal."""
        match expr:
            case Name(path):
                return self.values(path)
            case Call("date", (Text(text),)) if known := a_day(text):
                return str(known.toordinal())
            case Sum(op, left, right):
                return self.shifted(op, self.day(left), self.number(right))
        raise ValueError(f"{type(expr).__name__} is no day")

    def shifted(self, op: str, day: str, days: Figure) -> str:
        """Kept within the calendar; what goes beyond is cut first, so that nothing overflows."""
        if days.is_literal:
            days = numbers.literal(max(-LAST, min(int(days.text), LAST)))
        elif days.is_exact or days.limit > LAST:
            text = self.code.let(f"_cut({days.text}, {LAST})")
            days = Figure(text, 0, LAST)
        moved = numbers.added(self.code, op, Figure(day, 0, LAST), days)
        if moved.is_literal:
            return str(max(1, min(int(moved.text), LAST)))
        return self.code.let(f"_clip({moved.text}, 1, {LAST})")

    def months(self, day: str) -> str:
        """The number of a day as `vector_calendar` writes it."""
        return (
            str(month_number(int(day)))
            if day.isdecimal()
            else self.code.let(f"_months.take({day})")
        )

    def elapsed(self, day: str) -> str:
        """Completed months until today."""
        today = self.spread(self.outer.months(self.outer.values("today")))
        return self.code.let(f"({today} - {self.months(day)}) >> 5")

    # Numbers

    def number(self, expr: Expr) -> Figure:
        match expr:
            case Number(value):
                return numbers.literal(value)
            case Name(path):
                return numbers.answer(self.values(path), self.kind(path))
            case Negative(operand):
                return numbers.negated(self.code, self.number(operand))
            case Sum(_, left, right) if self.is_day(left):
                first, last = (Figure(self.day(side), 0, LAST) for side in (left, right))
                return numbers.added(self.code, "-", first, last)
            case Sum(op, left, right):
                return numbers.added(self.code, op, self.number(left), self.number(right))
            case Product(left, right):
                return numbers.multiplied(self.code, self.number(left), self.number(right))
            case Call():
                return self.measured(expr)
        raise ValueError(f"{type(expr).__name__} is no number")

    def measured(self, call: Call) -> Figure:
        match call.function, call.arguments:
            case "count", (Name(path),):
                starts = self.starts(path)
                counts = self.code.let(f"{starts}[1:] - {starts}[:-1]")
                return Figure(self.spread(counts), 0, LAST)
            case "age", (day,):
                return Figure(self.code.let(f"{self.elapsed(self.day(day))} // 12"), 0, LAST)
            case "months_since", (day,):
                return Figure(self.elapsed(self.day(day)), 0, LAST)
            case "days_until", (day,):
                today = self.values("today")
                return Figure(self.code.let(f"{self.day(day)} - {today}"), 0, LAST)
        raise ValueError(f"{call.function}(…) is no number")

    # Columns

    def kind(self, path: str) -> Kind:
        return self.layout.kind(path, self.owner)

    def kind_of(self, expr: Expr) -> Kind | None:
        return self.kind(expr.path) if isinstance(expr, Name) else None

    def column(self, path: str) -> str:
        if path.startswith("item."):
            return f"c[{self.owner!r}].parts[{path.removeprefix('item.')!r}]"
        return f"c[{path!r}]"

    def values(self, path: str) -> str:
        """The answers; inside a list, an answer outside it is given to each row."""
        self.kind(path)  # which says when there is none
        values = self.code.let(f"{self.column(path)}.values")
        return values if path.startswith("item.") else self.spread(values)

    def starts(self, path: str) -> str:
        return self.code.let(f"c[{path!r}].starts")

    def spread(self, text: str) -> str:
        """A value of the applicant for each row of the list read; a literal is the same for all."""
        if not self.owner or not text.startswith("t"):
            return text
        owners = self.code.let(f"_Owners({self.starts(self.owner)})")
        return self.code.let(f"{owners}.spread({text})")


def reads_rows(expr: Expr) -> bool:
    """Whether it reads the row one is in; any(…) and all(…) read rows of their own."""
    match expr:
        case Name(path):
            return path.startswith("item.")
        case Call("any" | "all"):
            return False
    return any(reads_rows(child) for child in children(expr))


def _ranks(kind: Kind | None) -> dict[str, int]:
    """By option or word."""
    match kind:
        case Word(words) | Option(words):
            return {word: rank for rank, word in enumerate(words)}
    options: tuple[str, ...] = getattr(kind, "options", ())
    return {option: rank for rank, option in enumerate(options)}


def _all_texts(values: tuple[Expr, ...]) -> bool:
    return all(isinstance(value, Text) for value in values)
