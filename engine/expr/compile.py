"""A checked condition as generated Python: a function of the values known.

Values are a mapping from full names to Python values: bool, int, Decimal, date, str, frozenset of
options, tuple of mappings for a list; `today` is a date. A name that is not there is unanswered.
The row that a condition of its own reads is there too, as `item.naissance`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .check import check_expression
from .functions import FUNCTIONS, Argument, a_day, between, shifted
from .scope import inside
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
from .types import DATE, Scope

Values = Mapping[str, Any]
Evaluate = Callable[[Values], Any]


def compiled(expr: Expr, scope: Scope) -> Evaluate:
    """The function; the expression must have been checked in that scope without a problem."""
    writer = _Writer(scope, {})
    code = writer.code(expr)
    namespace: dict[str, Any] = {
        "__builtins__": {"any": any, "all": all, "len": len},
        "_between": between,
        "_shifted": shifted,
        **{f"_{row.name}": row.compute for row in FUNCTIONS.values() if row.compute},
        **writer.constants,
    }
    evaluate: Evaluate = eval(f"lambda v: {code}", namespace)  # noqa: S307 - only text written below
    return evaluate


class _Writer:
    """Writes the source; every text and number of the author goes through repr or a constant."""

    def __init__(
        self, scope: Scope, constants: dict[str, object], *, in_rows: bool = False
    ) -> None:
        self.scope = scope
        self.constants = constants
        self.in_rows = in_rows
        """Inside any(…) and all(…), where the row is another mapping."""

    def code(self, expr: Expr) -> str:
        match expr:
            case Name(path):
                where, key = self.place(path)
                return f"{where}[{key!r}]"
            case Number(value):
                return repr(value) if isinstance(value, int) else self.constant(value)
            case Text(value):
                return repr(value)
            case Compare(op, left, right):
                return f"({self.code(left)} {op} {self.code(right)})"
            case In(item, values, negated):
                inside = "".join(f"{self.code(value)}, " for value in values)
                return f"({self.code(item)} {'not in' if negated else 'in'} ({inside}))"
            case Not(operand):
                return f"(not {self.code(operand)})"
            case And(parts):
                return f"({' and '.join(self.code(part) for part in parts)})"
            case Or(parts):
                return f"({' or '.join(self.code(part) for part in parts)})"
            case Sum():
                return self.sum(expr)
            case Product(left, right):
                return f"({self.code(left)} * {self.code(right)})"
            case Negative(operand):
                return f"(-{self.code(operand)})"
            case Call():
                return self.call(expr)
            case Broken():
                raise ValueError("a broken condition cannot be compiled")

    def sum(self, expr: Sum) -> str:
        left, right = self.code(expr.left), self.code(expr.right)
        if check_expression(expr.left, self.scope)[0] != DATE:
            return f"({left} {expr.op} {right})"
        if check_expression(expr.right, self.scope)[0] == DATE:
            return f"_between({left}, {right})"
        return f"_shifted({left}, {'' if expr.op == '+' else '-'}{right})"

    def call(self, call: Call) -> str:
        match call.function, call.arguments:
            case "date", (Text(value),):
                return self.constant(a_day(value))
            case "answered", (Name(path),):
                where, key = self.place(path)
                return f"({key!r} in {where})"
            case "count", (Name(path),):
                return f"len(v.get({path!r}, ()))"
            case "contains", (owner, Text(option)):
                return f"({option!r} in {self.code(owner)})"
            case ("any" | "all") as name, (Name(path), condition):
                inner = _Writer(inside(self.scope, path), self.constants, in_rows=True)
                return f"{name}({inner.code(condition)} for i in v.get({path!r}, ()))"
            case name, (argument,) if FUNCTIONS[name].arguments == (Argument.DATE,):
                return f"_{name}({self.code(argument)}, v['today'])"
        raise ValueError(f"no code for {call.function}")

    def place(self, path: str) -> tuple[str, str]:
        """The mapping that holds a name, and its key there."""
        is_in_row = self.in_rows and path.startswith("item.")
        return ("i", path.removeprefix("item.")) if is_in_row else ("v", path)

    def constant(self, value: object) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name
