"""One place where what happened parts from what a scenario expects."""

from __future__ import annotations

from dataclasses import dataclass

from ..source.position import Span


@dataclass(frozen=True, slots=True)
class Difference:
    """One divergence: its key in `expect` (or what was given), its place, and both sides.

    `expected` and `happened` are French; `message` is the whole sentence.
    """

    key: str
    span: Span
    message: str
    expected: str = ""
    happened: str = ""
