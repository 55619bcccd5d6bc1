"""Applicants read from a CSV file, line after line, whatever its length."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from ...engine.machine.compiled import Compiled
from ...engine.source.wording import _
from .people import Heading, Numbered, Unreadable

SEPARATORS = ";,\t"
PIECE = 1 << 20


def read_csv(compiled: Compiled, path: str) -> Iterator[Numbered]:
    """One after the other, each with its line. Raises Unreadable."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()  # a pipe is read only once
            rows = csv.reader(chain([first], file), delimiter=_separator(first), strict=True)
            heading = Heading(compiled, next(rows, []), path)
            for row in rows:
                if row:
                    yield rows.line_num, heading.applicant(row, rows.line_num)
    except UnicodeDecodeError as error:
        raise Unreadable(_("« {path} » n’est pas en UTF-8.").format(path=path)) from error
    except csv.Error as error:
        raise Unreadable(_("« {path} » n’est pas un tableau CSV.").format(path=path)) from error


def count_csv(path: str) -> int:
    """About how many applicants: lines but the first; 0 where they cannot be counted first."""
    place = Path(path)
    if not place.is_file():
        return 0
    with place.open("rb") as file:
        return max(0, sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b"")) - 1)


def _separator(first: str) -> str:
    return max(SEPARATORS, key=first.count)
