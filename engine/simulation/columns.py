"""Applicants as columns: the answers of all to one question side by side, instead of one by one.

The kinds of `vector_layout` say how each name lies in memory. A name without a column is answered
by nobody. A value of no dimension (`np.array(day)`) is the same for everyone: the day, a legal
figure. Where an answer is missing its value is arbitrary, yet one that the kind allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from .vector_layout import (
    INT64,
    Array,
    Day,
    Exact,
    Fixed,
    Kind,
    Layout,
    Mark,
    Option,
    Options,
    Single,
    Table,
    Truth,
    Whole,
    Word,
    dtype_of,
)

Answers = Mapping[str, Any]
"""Full name → Python value, as engine/expr/compile reads them."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The answers to one question; `present` (bool) tells who answered, None: everyone."""

    values: Array
    present: Array | None = None

    def chunk(self, first: int, end: int) -> Column:
        """Of these applicants; nothing is copied."""
        values = self.values[..., first:end] if self.values.ndim else self.values
        present = self.present
        return Column(
            values, present if present is None or not present.ndim else present[first:end]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The answers to one list: applicant n has the rows `starts[n]` to `starts[n + 1]` (excluded)
    of every part; `starts` (int64) counts one more than there are applicants."""

    starts: Array
    parts: Mapping[str, Column]
    present: Array | None = None

    def chunk(self, first: int, end: int) -> Rows:
        """Of these applicants."""
        starts = self.starts[first : end + 1]
        low, high = int(starts[0]), int(starts[-1])
        parts = {name: column.chunk(low, high) for name, column in self.parts.items()}
        present = self.present
        return Rows(starts - low, parts, None if present is None else present[first:end])


Columns = Mapping[str, Column | Rows]


def blank(kind: Kind, count: int) -> Column | Rows:
    """The column of a question that nobody answered."""
    nobody = np.zeros((), bool)
    if isinstance(kind, Table):
        parts = {name: _unanswered(part) for name, part in kind.parts.items()}
        return Rows(np.zeros(count + 1, np.int64), parts, np.zeros(count, bool))
    column = _unanswered(kind)
    if isinstance(kind, Options):
        return Column(np.zeros((len(kind.options), count), bool), nobody)
    return column


def _unanswered(kind: Single) -> Column:
    shape = (len(kind.options), 0) if isinstance(kind, Options) else ()
    values = np.zeros(shape, dtype_of(kind)) if shape else np.array(_empty(kind), dtype_of(kind))
    return Column(values, np.zeros((), bool))


def _empty(kind: Single) -> Any:
    """What stands where there is no answer."""
    match kind:
        case Day():
            return 1
        case Word(words):
            return len(words)
        case Truth() | Mark():
            return False
        case _:
            return 0


def columns_of(rows: Sequence[Answers], layout: Layout) -> dict[str, Column | Rows]:
    """The answers of these applicants, column by column.

    Raises ValueError for a number that the layout is too narrow for: see `fitting`.
    """
    ranks: dict[str, int] = {}
    made: dict[str, Column | Rows] = {}
    for name, kind in layout.kinds.items():
        if isinstance(kind, Table):
            made[name] = _rows(name, kind, [row.get(name) for row in rows], ranks)
        else:
            made[name] = _column(name, kind, rows, ranks)
    return made


def _rows(
    name: str, kind: Table, lists: Sequence[Sequence[Answers] | None], ranks: dict[str, int]
) -> Rows:
    counts = [len(one or ()) for one in lists]
    starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
    flat = [row for one in lists for row in one or ()]
    parts = {
        part: _column(part, inner, flat, ranks, f"{name}[].") for part, inner in kind.parts.items()
    }
    return Rows(starts, parts, np.array([one is not None for one in lists], bool))


def _column(
    name: str, kind: Single, rows: Sequence[Answers], ranks: dict[str, int], above: str = ""
) -> Column:
    write = _writer(kind, ranks, above + name)
    empty = _empty(kind)
    present = np.array([name in row for row in rows], bool)
    if isinstance(kind, Options):
        values = np.zeros((len(kind.options), len(rows)), bool)
        for rank, option in enumerate(kind.options):
            values[rank] = [option in row.get(name, ()) for row in rows]
        return Column(values, present)
    written = [write(row[name]) if name in row else empty for row in rows]
    return Column(np.array(written, dtype_of(kind)), present)


def _writer(kind: Single, ranks: dict[str, int], name: str) -> Callable[[Any], Any]:
    match kind:
        case Option(options):
            return {option: rank for rank, option in enumerate(options)}.__getitem__
        case Word(words, is_compared):
            known = {word: rank for rank, word in enumerate(words)}
            if not is_compared:
                return lambda text: known.get(text, len(words))
            return lambda text: known.get(text, len(words) + ranks.setdefault(text, len(ranks)))
        case Day():
            return date.toordinal
        case Whole(limit):
            return lambda number: _within(int(number), limit, name)
        case Fixed(decimals, limit):
            return lambda number: _within(_scaled(number, decimals, name), limit, name)
        case Mark():
            return lambda _value: True
        case _:
            return lambda value: value


def _within(number: int, limit: int, name: str) -> int:
    if abs(number) > limit:
        raise ValueError(f"{name}: a number goes beyond the layout, which `fitting` widens")
    return number


def _scaled(number: int | Decimal, decimals: int, name: str) -> int:
    scaled = Decimal(number).scaleb(decimals)
    if scaled != int(scaled):
        raise ValueError(f"{name}: a number has more decimals than the layout: see `fitting`")
    return int(scaled)


def fitting(layout: Layout, rows: Sequence[Answers]) -> Layout:
    """The layout made as wide as the numbers of these applicants need, and no wider."""
    kinds: dict[str, Kind] = {}
    for name, kind in layout.kinds.items():
        if isinstance(kind, Table):
            flat = [row for one in rows for row in one.get(name, ())]
            kinds[name] = Table(
                {part: _wide(inner, part, flat) for part, inner in kind.parts.items()}
            )
        else:
            kinds[name] = _wide(kind, name, rows)
    return Layout(kinds)


def _wide(kind: Single, name: str, rows: Sequence[Answers]) -> Single:
    if not isinstance(kind, Whole | Fixed | Exact):
        return kind
    numbers = [row[name] for row in rows if name in row]
    greatest = max((abs(int(number)) + 1 for number in numbers), default=1)
    if isinstance(kind, Whole):
        return Whole(greatest) if greatest <= INT64 else Exact()
    decimals = max((_decimals(number) for number in numbers), default=0)
    limit = greatest * 10**decimals
    return Fixed(decimals, limit) if limit <= INT64 else Exact()


def _decimals(number: int | Decimal) -> int:
    exponent = Decimal(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def answers_of(columns: Columns, layout: Layout, applicants: Iterable[int]) -> list[dict[str, Any]]:
    """These applicants one by one, for a reader that takes them so.

    A text that no condition names comes back as some other text: no condition can tell.
    """
    return [_answers(columns, layout.kinds, number) for number in applicants]


def _answers(columns: Columns, kinds: Mapping[str, Kind], number: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, column in columns.items():
        kind = kinds.get(name)
        if kind is None or not _is_there(column.present, number):
            continue
        if isinstance(kind, Table):
            assert isinstance(column, Rows)
            inside = range(*(int(start) for start in column.starts[number : number + 2]))
            found[name] = tuple(_answers(column.parts, kind.parts, row) for row in inside)
        else:
            assert isinstance(column, Column)
            found[name] = _value(kind, column.values, number)
    return found


def _is_there(present: Array | None, number: int) -> bool:
    return present is None or bool(present[number] if present.ndim else present)


def _value(kind: Single, values: Array, number: int) -> Any:
    if isinstance(kind, Options):
        return frozenset(o for o, line in zip(kind.options, values, strict=True) if line[number])
    value = values[number] if values.ndim else values[()]
    match kind:
        case Truth() | Mark():
            return bool(value)
        case Option(options):
            return options[value]
        case Word(words):
            return words[value] if value < len(words) else _other(words, int(value))
        case Day():
            return date.fromordinal(int(value))
        case Whole():
            return int(value)
        case Fixed(decimals):
            return Decimal(int(value)).scaleb(-decimals)
        case _:
            return value


def _other(words: Sequence[str], rank: int) -> str:
    """A text that is none of the words, another one for each rank."""
    text = f"autre {rank}"
    while text in words:
        text += "'"
    return text
