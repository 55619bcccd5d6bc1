"""How each answer of many applicants is written as numbers, side by side in memory.

A layout holds only the names that the conditions read. Everything is exact: what does not fit a
machine number is kept as the Python value, slowly, and never rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt

from ..expr.functions import FUNCTIONS, Argument
from ..expr.scope import ItemScope
from ..expr.syntax import Call, Compare, Expr, In, Name, Text, children
from ..expr.types import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    OPAQUE,
    TEXT,
    Choice,
    Choices,
    Declared,
    Listed,
    Scope,
)

Array = npt.NDArray[Any]

GREATEST = 10**12
"""Numbers are expected within this, which leaves room to calculate; columns check it."""

INT32, INT64 = 2**31 - 1, 2**63 - 1


@dataclass(frozen=True, slots=True)
class Truth:
    """bool."""


@dataclass(frozen=True, slots=True)
class Option:
    """The rank of the option chosen: uint8, uint16 beyond 256 options."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """A matrix of bool, one line for each option, one column for each applicant."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """int32: the rank among the texts that conditions name; the next rank stands for any other.

    Where it is compared with another answer, each other text has a rank of its own.
    """

    words: tuple[str, ...]
    is_compared: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """int32: the ordinal of `datetime.date` (1 January of year 1 is 1; 1970 begins at 719163)."""


@dataclass(frozen=True, slots=True)
class Whole:
    """int32 or int64, whichever holds the limit (the greatest distance from zero)."""

    limit: int = GREATEST


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number of so many decimals, without its point: 12.50 is 1250. The limit is of these."""

    decimals: int = 2
    limit: int = GREATEST * 100


@dataclass(frozen=True, slots=True)
class Exact:
    """Python's own int or Decimal: for numbers that fit nothing else."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Only whether it is answered."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list: the columns of its parts, all rows of all applicants in a line, and where each
    applicant's begin."""

    parts: Mapping[str, Single] = field(hash=False)


Single = Truth | Option | Options | Word | Day | Whole | Fixed | Exact | Mark
Kind = Single | Table


def dtype_of(kind: Single) -> npt.DTypeLike:
    """What one value is written in."""
    match kind:
        case Truth() | Options() | Mark():
            return np.bool_
        case Option(options):
            return np.uint8 if len(options) <= 256 else np.uint16
        case Word() | Day():
            return np.int32
        case Whole(limit) | Fixed(_, limit):
            return np.int32 if limit <= INT32 else np.int64
        case Exact():
            return np.object_
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True)
class Layout:
    """The kind of each name read."""

    kinds: Mapping[str, Kind]

    def kind(self, path: str, owner: str = "") -> Kind:
        """Of a name, or of `item.part` inside the list `owner`. Raises ValueError for others."""
        found = self.kinds.get(owner if path.startswith("item.") else path)
        if path.startswith("item."):
            found = (
                found.parts.get(path.removeprefix("item.")) if isinstance(found, Table) else None
            )
        if found is None:
            raise ValueError(f"{path} is in no column of this layout")
        return found


def layout_of(conditions: Iterable[tuple[Expr, Scope]], decimals: int = 2) -> Layout:
    """The layout of checked conditions; decimal numbers are given that many decimals."""
    reads = _Reads({}, {}, {}, set(), set(), {})
    for expr, scope in conditions:
        reads.note(expr, scope, "")
    words = tuple(reads.words)

    def kind(name: str, declared: Declared) -> Single:
        return _kind(declared, decimals, Word(words, name in reads.compared))

    kinds: dict[str, Kind] = {name: kind(name, known) for name, known in reads.names.items()}
    for owner, parts in reads.lists.items():
        columns = {part: kind(f"{owner}[].{part}", known) for part, known in parts.items()}
        kinds[owner] = Table(columns)
    return Layout(kinds)


def _kind(declared: Declared, decimals: int, word: Word) -> Single:
    match declared.type:
        case Choice(options):
            return Option(options)
        case Choices(options):
            return Options(options)
    if declared.type == INTEGER:
        return Whole(_limit(declared))
    if declared.type == DECIMAL:
        limit = _limit(declared) * 10**decimals
        return Fixed(decimals, limit) if limit <= INT64 else Exact()
    plain: dict[Any, Single] = {BOOLEAN: Truth(), DATE: Day(), TEXT: word, OPAQUE: Mark()}
    if declared.type not in plain:
        raise ValueError(f"{declared.name} has no type that a column can hold")
    return plain[declared.type]


def _limit(declared: Declared) -> int:
    """The greatest distance from zero, within reason."""
    bounds = (declared.minimum, declared.maximum)
    return min(GREATEST, max(GREATEST if one is None else abs(int(one)) + 1 for one in bounds))


@dataclass(slots=True)
class _Reads:
    """What conditions read; an expression met again is known by its identity."""

    names: dict[str, Declared]
    lists: dict[str, dict[str, Declared]]
    words: dict[str, None]
    compared: set[str]
    seen: set[tuple[int, str]]
    kept: dict[int, Expr]

    def note(self, expr: Expr, scope: Scope, owner: str) -> None:
        if (id(expr), owner) in self.seen:
            return
        self.seen.add((id(expr), owner))
        self.kept[id(expr)] = expr
        match expr:
            case Name(path):
                self.name(path, scope, owner)
            case Text(value):
                self.words.setdefault(value)
            case Call(("any" | "all"), (Name(path) as list_, condition)):
                self.note(list_, scope, "")
                declared = _declared(path, scope)
                parts = declared.type.parts if isinstance(declared.type, Listed) else ()
                self.note(condition, ItemScope(scope, declared, parts), path)
            case Call("date" | "contains", (first, *_)):
                self.note(first, scope, owner) if isinstance(first, Name) else None
            case _:
                self.compare(expr, owner)
                self.calendar(expr)
                for child in children(expr):
                    self.note(child, scope, owner)

    def name(self, path: str, scope: Scope, owner: str) -> None:
        declared = _declared(path, scope)
        if path.startswith("item."):
            if not owner:
                raise ValueError(f"{path} is read outside any(…) and all(…)")
            self.lists[owner][path.removeprefix("item.")] = declared
        elif isinstance(declared.type, Listed):
            self.lists.setdefault(path, {})
        else:
            self.names[path] = declared

    def compare(self, expr: Expr, owner: str) -> None:
        """Texts of two answers compared must be told apart from each other."""
        sides = children(expr) if isinstance(expr, Compare | In) else ()
        paths = [side.path for side in sides if isinstance(side, Name)]
        if len(paths) > 1:
            rows = f"{owner}[]."
            self.compared |= {path.replace("item.", rows, 1) for path in paths}

    def calendar(self, expr: Expr) -> None:
        """Functions of a date read the day too."""
        function = FUNCTIONS.get(expr.function) if isinstance(expr, Call) else None
        if function and function.arguments == (Argument.DATE,):
            self.names["today"] = Declared("today", DATE)


def _declared(path: str, scope: Scope) -> Declared:
    found = scope.declared(path)
    if found is None:
        raise ValueError(f"{path} is not a name of this scope")
    return found
