"""Days as the French write and read them, and birth dates whose day or month nobody knows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..source.wording import NBSP, _
from .field_type import Raw, Refused, Settings
from .reading import empty, folded, is_blank, line_of

# Twelve words that will not change: babel.dates would cost 4 ms at each start, and writes
# « 1 janvier » where French writes « 1er janvier ».
MONTHS = (
    _("janvier"),
    _("février"),
    _("mars"),
    _("avril"),
    _("mai"),
    _("juin"),
    _("juillet"),
    _("août"),
    _("septembre"),
    _("octobre"),
    _("novembre"),
    _("décembre"),
)

_FOLDED_MONTHS = tuple(folded(month) for month in MONTHS)
_PIECES = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date whose day, or day and month, may be unknown (civil status often has no more).

    A day never stands without its month. Raises ValueError for a day that does not exist.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without its month")
        date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def first(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        """`1980`, `1980-05` or `1980-05-17`: the reduced precision of ISO 8601."""
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)


def french_date(day: date | PartialDate) -> str:
    """« 1er janvier 2026 », « janvier 2026 » or « 2026 », which no line is cut in."""
    number = "1er" if day.day == 1 else str(day.day or "")
    month = MONTHS[day.month - 1] if day.month else ""
    return NBSP.join(filter(None, (number, month, str(day.year))))


def last_day(day: date | PartialDate) -> date:
    """The day that conditions and bounds go by."""
    return day.last if isinstance(day, PartialDate) else day


def day_of(raw: Raw, partial: bool) -> PartialDate:
    """The date of a text or of the three boxes day, month, year; complete unless `partial`."""
    wrong = _wrong(partial)
    if is_blank(raw):
        raise empty()
    pieces = _boxes(raw, wrong) if isinstance(raw, Mapping) else _pieces(line_of(raw, wrong), wrong)
    day, month, year = pieces
    if len(year) == 2 and year.isdecimal():
        raise Refused(_("Écrivez l’année avec quatre chiffres, par exemple « 1990 »."))
    if len(year) != 4 or not year.isdecimal() or year.startswith("0"):
        raise Refused(wrong)
    return _existing(int(year), _month(month, wrong), _day(day, wrong), partial)


def _wrong(partial: bool) -> str:
    if partial:
        return _(
            "Écrivez une date, par exemple « 31/01/1990 », ou « 01/1990 » ou « 1990 » "
            "si le jour ou le mois est inconnu."
        )
    return _("Écrivez une date avec le jour, le mois et l’année, par exemple « 31/01/1990 ».")


def _boxes(raw: Mapping[str, Raw], wrong: str) -> tuple[str, str, str]:
    given = [raw.get(piece, "") for piece in _PIECES]
    day, month, year = ("" if is_blank(box) else line_of(box, wrong) for box in given)
    return day, month, year


def _pieces(line: str, wrong: str) -> tuple[str, str, str]:
    """Year first as in ISO 8601, or last as in French; the day, then the month, may be missing."""
    for mark in "/.-":
        line = line.replace(mark, " ")
    pieces = line.split()
    if len(pieces) > 3 or not pieces:
        raise Refused(wrong)
    if len(pieces[0]) == 4 and pieces[0].isdecimal():
        pieces.reverse()
    day, month, year = [""] * (3 - len(pieces)) + pieces
    return day, month, year


def _day(piece: str, wrong: str) -> int | None:
    piece = piece.removesuffix("er").strip()
    if piece in ("", "0", "00"):
        return None
    if len(piece) > 2 or not piece.isdecimal():
        raise Refused(wrong)
    return int(piece)


def _month(piece: str, wrong: str) -> int | None:
    """A number, or the beginning of one month's name: « janv. », « fev », « août »."""
    if piece.isdecimal():
        return _day(piece, wrong)
    start = folded(piece)
    if not piece:
        return None
    found = [number for number, name in enumerate(_FOLDED_MONTHS, 1) if name.startswith(start)]
    if len(found) != 1 or len(start) < 3:
        raise Refused(wrong)
    return found[0]


def _existing(year: int, month: int | None, day: int | None, partial: bool) -> PartialDate:
    if not partial and not (month and day):
        raise Refused(_wrong(partial))
    if day and not month:
        raise Refused(_("Indiquez aussi le mois, ou laissez le jour vide."))
    try:
        return PartialDate(year, month, day)
    except ValueError:
        raise Refused(
            _("Cette date n’existe pas : vérifiez le jour et le mois, par exemple « 28/02/2026 ».")
        ) from None


def check_day(day: date | PartialDate, settings: Settings, today: date) -> None:
    """Raises Refused outside the bounds `before` and `after`, themselves excluded.

    An incomplete date is judged by its last day, as in conditions, so that what is proved from the
    bounds holds; one that might still be within them is asked for with more precision.
    """
    before, after = settings.day("before", today), settings.day("after", today)
    last = last_day(day)
    if after and last <= after:
        raise Refused(_("Indiquez une date après le {day}.").format(day=french_date(after)))
    if not before or last < before:
        return
    if isinstance(day, PartialDate) and day.first < before:
        sentence = _("Précisez le mois et le jour, pour montrer que cette date est avant le {day}.")
        raise Refused(sentence.format(day=french_date(before)))
    raise Refused(_("Indiquez une date avant le {day}.").format(day=french_date(before)))
