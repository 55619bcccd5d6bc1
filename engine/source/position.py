"""Where something stands in a file: the only way a message points at a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file. Lines and columns count characters from 1; the end is excluded."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: Span) -> Span:
        """From the beginning of this one to the end of the other."""
        return Span(self.file, self.line, self.column, other.end_line, other.end_column)

    def first(self, length: int = 1) -> Span:
        """Only its first characters, for a message about a long stretch."""
        if self.end_line == self.line and self.end_column <= self.column + length:
            return self
        return Span(self.file, self.line, self.column, self.line, self.column + length)


def start_of(file: str) -> Span:
    """The place of what concerns a whole file."""
    return Span(file, 1, 1, 1, 1)
