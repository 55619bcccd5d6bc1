"""Which characters of which lines a message points at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...engine.source.position import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one line to underline: characters from 0, the end excluded and never empty.

    `line` counts from 1. The end may lie one past the line, for what is missing there.
    """

    line: int
    start: int
    end: int
    label: str = ""
    is_second: bool = False


def marks(
    span: Span, lines: Sequence[str], label: str = "", is_second: bool = False
) -> tuple[Mark, ...]:
    """One mark, or for a stretch of several lines its first and its last; none outside the file."""
    first, last = span.line, min(span.end_line, len(lines))
    if not 1 <= first <= len(lines):
        return ()
    if last <= first:
        end = span.end_column - 1 if span.end_line == first else len(lines[first - 1])
        return (_mark(first, lines, span.column - 1, end, label, is_second),)
    head = _mark(first, lines, span.column - 1, len(lines[first - 1].rstrip()), "", is_second)
    tail = _last(span, lines, first, last)
    if tail is None:
        return (Mark(head.line, head.start, head.end, label, is_second),)
    number, end = tail
    margin = len(lines[number - 1]) - len(lines[number - 1].lstrip())
    return (head, _mark(number, lines, min(margin, end - 1), end, label, is_second))


def _last(span: Span, lines: Sequence[str], first: int, last: int) -> tuple[int, int] | None:
    """The last line of the stretch on which something stands, and where that ends."""
    for number in range(last, first, -1):
        line = lines[number - 1]
        stretch = line[: max(0, span.end_column - 1)] if number == span.end_line else line
        if stretch.strip():
            return number, len(stretch.rstrip())
    return None


def _mark(
    number: int, lines: Sequence[str], start: int, end: int, label: str, is_second: bool
) -> Mark:
    """Kept within its line, and at least one character long."""
    length = len(lines[number - 1])
    start = max(0, min(start, length))
    return Mark(number, start, max(start + 1, min(end, length)), label, is_second)
