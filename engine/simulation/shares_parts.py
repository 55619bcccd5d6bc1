"""Of many applicants, those who answer each part of a group, each column of their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..expr.syntax import Expr
from ..expr.types import Scope
from ..model.definitions import Condition, Field
from ..model.settings import is_list
from .columns import Answers, Column, Rows, blank
from .vector import Vectorised
from .vector_code import Code
from .vector_layout import Array, Layout
from .vector_source import Writer

Columns = dict[str, Column | Rows]


def names_option(value: Any, option: str) -> bool:
    """Whether the answer names that option."""
    return option in value if isinstance(value, frozenset) else bool(value == option)


@dataclass(frozen=True, slots=True, eq=False)
class Parted:
    """The parts of one question, in lines: one an applicant or, for a list, one a row.

    `known` are all answers, `columns` those that count so far: a part is shown there only where it
    applies. `owners` is the applicant of each line.
    """

    field: Field
    scope: Scope
    layout: Layout
    known: Mapping[str, Column | Rows]
    columns: Columns
    lines: Sequence[Answers]
    owners: Array

    def answer(self, offered: Array) -> Array:
        """Of these applicants, those who answer every part that applies."""
        lacking = np.zeros(len(self.lines), bool)
        applied: dict[str, Array] = {}
        for part in self.field.parts:
            applies = applied[part.local] = offered[self.owners] & self.truth(part.when)
            values = [line.get(part.local) for line in self.lines]
            if not part.optional:
                lacking |= applies & np.array([value is None for value in values], bool)
            for option in part.options:
                chosen = np.array([names_option(value, option.id) for value in values], bool)
                lacking |= applies & chosen & ~self.truth(option.when)
            self.show(part.local, applies)
        found = offered.copy()
        found[self.owners[lacking]] = False
        for name, applies in applied.items():
            self.show(name, applies & found[self.owners])
        return found

    def show(self, part: str, who: Array) -> None:
        """The answers to that part, in these lines only."""
        rows, kept = self.known.get(self.field.id), self.columns.get(self.field.id)
        if isinstance(rows, Rows) and isinstance(kept, Rows):
            parts = {**kept.parts, **_shown(rows.parts, part, who)}
            self.columns[self.field.id] = replace(kept, parts=parts)
        else:
            self.columns.update(_shown(self.known, f"{self.field.id}.{part}", who))

    def truth(self, condition: Condition | None) -> Array:
        """In each line."""
        if condition is None:
            return np.ones(len(self.lines), bool)
        if not is_list(self.field):
            read = Vectorised.of({"": (condition.expr, self.scope)}, self.layout)
            return read.truths(self.columns, len(self.lines))[""]
        return self.in_rows(condition.expr)

    def in_rows(self, expr: Expr) -> Array:
        """A condition on the row one is in."""
        code, found = Code(), np.empty(len(self.lines), bool)
        code.put(0, Writer(self.layout, code, self.field.id).truth(expr))
        kinds, count = self.layout.kinds, len(self.lines)
        columns = {name: self.columns.get(name) or blank(kinds[name], count) for name in kinds}

        def put(_number: int, truth: Any) -> None:
            found[:] = truth

        code.function()(columns, put)
        return found


def only(column: Column | Rows, who: Array) -> Column | Rows:
    """The answers of these applicants only: others have no row."""
    present = who if column.present is None else who & column.present
    if isinstance(column, Column):
        return replace(column, present=present)
    counts = np.diff(column.starts)
    kept = np.repeat(present, counts)
    parts = {
        name: Column(
            one.values[..., kept] if one.values.ndim else one.values,
            one.present if one.present is None or not one.present.ndim else one.present[kept],
        )
        for name, one in column.parts.items()
    }
    starts = np.concatenate([[0], np.cumsum(counts * present)]).astype(np.int64)
    return Rows(starts, parts, present)


def _shown(columns: Mapping[str, Any], part: str, who: Array) -> dict[str, Any]:
    """Of a part, and of what an address or a period in its place is made of."""
    return {
        name: replace(column, present=who if column.present is None else who & column.present)
        for name, column in columns.items()
        if name == part or name.startswith(f"{part}.")
    }


def parted(
    field: Field,
    scope: Scope,
    layout: Layout,
    known: Mapping[str, Column | Rows],
    columns: Columns,
    answers: Sequence[Answers],
) -> Parted:
    """The lines of that question among the applicants' answers, as conditions read them."""
    given = [answer.get(field.id, () if is_list(field) else {}) for answer in answers]
    each = given if is_list(field) else [(one,) for one in given]
    owners = np.repeat(np.arange(len(each)), [len(one) for one in each])
    lines = [line for one in each for line in one]
    return Parted(field, scope, layout, known, columns, lines, owners)
