"""What a 2D-DOC says: who issued it, when, and its data, as texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

GROUP, RECORD, UNIT = "\x1d", "\x1e", "\x1f"
"""GS ends a value shorter than its field, RS one that was cut, US comes before the signature."""

EPOCH = date(2000, 1, 1)
UNDATED = "FFFF"

HEADER_LENGTHS: Mapping[int, int] = {1: 22, 2: 22, 3: 24, 4: 26}
"""By version of the standard; 3 brought the perimeter, 4 the country."""

TEST_SUFFIX = "00"
"""An authority of this number is for tests, whatever its country (FR00)."""


class Unreadable(ValueError):
    """A text that is no 2D-DOC, or one that this version cannot read; its message is French."""


@dataclass(frozen=True, slots=True)
class Header:
    """The fixed beginning. Versions 1 and 2 say neither perimeter nor country."""

    version: int
    authority: str
    certificate: str
    issued: date | None
    signed: date | None
    type: str
    perimeter: str = ""
    country: str = ""

    @property
    def is_test(self) -> bool:
        """Whether the authority is one that the standard keeps for tests."""
        return self.authority[2:] == TEST_SUFFIX

    def __str__(self) -> str:
        """As in the code."""
        days = f"{written_day(self.issued)}{written_day(self.signed)}"
        start = f"DC{self.version:02}{self.authority}{self.certificate}{days}{self.type}"
        return f"{start}{self.perimeter}{self.country}"


@dataclass(frozen=True, slots=True)
class Datum:
    """One value, as in the code; `is_cut` when it had to be shortened."""

    id: str
    value: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read, whoever signed it.

    `message` is the text the signature is about; `unknown` the ids that no table of ours has, whose
    values are told as far as the next separator.
    """

    header: Header
    data: tuple[Datum, ...]
    message: str
    signature: bytes
    unknown: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """By id."""
        return {datum.id: datum.value for datum in self.data}


def written_day(day: date | None) -> str:
    """Days since 2000-01-01 in four hexadecimal digits.

    Raises ValueError for a day that they cannot say: before 2000, or after 2179-06-05.
    """
    if day is None:
        return UNDATED
    count = (day - EPOCH).days
    if not 0 <= count < int(UNDATED, 16):
        raise ValueError(f"{day} is not within the days of a 2D-DOC")
    return f"{count:04X}"


def read_day(text: str) -> date | None:
    """Back again. Raises ValueError for what is not four hexadecimal capitals."""
    if len(text) != 4 or not set(text) <= set("0123456789ABCDEF"):
        raise ValueError(f"{text!r} is no count of days")
    return None if text == UNDATED else EPOCH + timedelta(days=int(text, 16))
