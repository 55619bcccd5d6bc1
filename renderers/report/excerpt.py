"""Lines of a file as they are drawn, what a message points at underlined exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, groupby, takewhile

from ...engine.source.visible import glyph, width
from .marks import Mark

WIDTH = 100
"""Columns of a line shown at most; a longer one is shown around what is underlined."""

LEAD = 40
"""Columns shown at most before what is underlined, in a line that is cut."""

CUT = "…"


class Kind(Enum):
    """What a row shows."""

    LINE = "line"
    GAP = "gap"
    FIRST = "^"
    SECOND = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an excerpt: a line with its number, an underlining, or lines left out."""

    kind: Kind
    number: int
    indent: int = 0
    text: str = ""
    label: str = ""


def excerpt(lines: Sequence[str], found: Sequence[Mark]) -> tuple[Row, ...]:
    """The marked lines in file order, each followed by its underlinings, the first cause first."""
    ordered = sorted(found, key=lambda mark: (mark.line, mark.is_second, mark.start))
    rows: list[Row] = []
    before = 0
    for number, same in groupby(ordered, key=lambda mark: mark.line):
        if before:
            rows += _between(lines, before, number)
        rows += _line(lines[number - 1], list(same))
        before = number
    return tuple(rows)


def _between(lines: Sequence[str], before: int, number: int) -> Iterator[Row]:
    """A single line in between is shown, more are told."""
    if number - before == 2:
        start = Mark(before + 1, 0, 1)
        yield Row(Kind.LINE, start.line, text=_cut(lines[before], start).text)
    elif number - before > 2:
        yield Row(Kind.GAP, before)


def _line(line: str, same: list[Mark]) -> Iterator[Row]:
    """The line once when it fits, else once around each mark."""
    pieces = [_cut(line, mark) for mark in same]
    for place, (mark, piece) in enumerate(zip(same, pieces, strict=True)):
        if place == 0 or piece != pieces[place - 1]:
            yield Row(Kind.LINE, mark.line, text=piece.text)
        yield piece.under(mark)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The shown part of a line: where it begins, and the columns at which its glyphs begin."""

    text: str
    first: int
    columns: tuple[int, ...]

    def under(self, mark: Mark) -> Row:
        """The underlining of the mark, as far as the piece shows it."""
        shown = len(self.columns) - 1
        start = mark.start - self.first
        end = min(mark.end - self.first, shown)
        column = self.columns[min(start, shown)]
        length = self.columns[end] - column if end > start else 1
        if not length:  # accents alone: they stand on the character before
            column, length = max(0, column - 1), 1
        kind = Kind.SECOND if mark.is_second else Kind.FIRST
        return Row(kind, mark.line, column, kind.value * length, mark.label)


def _cut(line: str, mark: Mark) -> _Piece:
    """The line, or the part of it around the mark."""
    if len(line) <= WIDTH and sum(map(width, line)) <= WIDTH:
        return _piece(line, 0, len(line))
    room = WIDTH - 2 * len(CUT)
    marked = _reach(line[mark.start : mark.end], room)
    lead = min(LEAD, room - sum(map(width, line[mark.start : mark.start + marked])))
    first = mark.start - _reach(line[max(0, mark.start - room) : mark.start][::-1], lead)
    return _piece(line, first, first + _reach(line[first:], room))


def _reach(text: str, room: int) -> int:
    """How many of its characters fit; no more are looked at."""
    return sum(1 for _ in takewhile(room.__ge__, accumulate(map(width, text))))


def _piece(line: str, first: int, last: int) -> _Piece:
    head = CUT if first else ""
    tail = CUT if last < len(line) else ""
    shown = line[first:last]
    columns = tuple(accumulate(map(width, shown), initial=len(head)))
    return _Piece(f"{head}{''.join(map(glyph, shown))}{tail}", first, columns)
