"""Applicants read from a CSV file, line after line, whatever its length."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

from ...engine.machine.compiled import Compiled
from ...engine.source.wording import THIN, _
from .people import Heading, Numbered, unreadable

SEPARATORS = ";,\t"
PIECE = 1 << 20


def read_csv(compiled: Compiled, path: str) -> Iterator[Numbered]:
    """One after the other, each with its line. Raises Unreadable."""
    with Path(path).open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        lines = _lines(file, path)
        first = next(lines, "")  # a pipe is read only once
        rows = csv.reader(chain([first], lines), delimiter=_separator(first), strict=True)
        try:
            heading = Heading(compiled, next(rows, []), path)
            for row in rows:
                if row:
                    yield rows.line_num, heading.applicant(row, rows.line_num)
        except csv.Error as error:
            raise unreadable(path, rows.line_num, _unfit()) from error


def _lines(file: TextIO, path: str) -> Iterator[str]:
    """Raises Unreadable for a line that is no UTF-8: what is none was read as half characters."""
    for number, line in enumerate(file, 1):
        try:
            line.encode()
        except UnicodeEncodeError as error:
            raise unreadable(path, number, _("ce n’est pas de l’UTF-8.")) from error
        yield line


def _unfit() -> str:
    """The reader does not say which of the two it is, but in English."""
    said = _("ce n’est pas du CSV : un guillemet y est de trop, ou une case dépasse {most} signes.")
    return said.format(most=f"{csv.field_size_limit():,}".replace(",", THIN))


def count_csv(path: str) -> int:
    """About how many applicants: lines but the first; 0 where they cannot be counted first."""
    place = Path(path)
    if not place.is_file():
        return 0
    with place.open("rb") as file:
        return max(0, sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b"")) - 1)


def _separator(first: str) -> str:
    return max(SEPARATORS, key=first.count)
