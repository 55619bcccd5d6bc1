"""The functions of the condition language: one row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ..source.wording import _
from .types import BOOLEAN, DATE, INTEGER, Type


class Argument(Enum):
    """What stands at one place of a call, in French."""

    DATE = _("une date")
    DATE_TEXT = _("un texte 'AAAA-MM-JJ'")
    LIST = _("le nom d’une liste")
    NAME = _("un nom")
    CHOICES = _("une question à plusieurs réponses")
    OPTION = _("une de ses options, entre apostrophes")
    ITEM_CONDITION = _("une condition sur item")


@dataclass(frozen=True, slots=True)
class Function:
    """One row: how it is called, what it gives, and its French subject (« l’âge … »).

    `compute` takes Python values, a date function's second value being the day; None where the
    compiler itself writes the code (names, lists).
    """

    name: str
    arguments: tuple[Argument, ...]
    result: Type
    example: str
    sentence: str
    compute: Callable[..., object] | None = None


def age(birth: date, today: date) -> int:
    """Completed years; born on 29 February, one grows older on 1 March of a common year."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def months_since(day: date, today: date) -> int:
    """Completed calendar months; negative before the day."""
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)


def days_until(day: date, today: date) -> int:
    """Days from today; negative once past."""
    return (day - today).days


def shifted(day: date, days: int) -> date:
    """The day so many days later, kept within the calendar so that no sum can fail."""
    ordinal = day.toordinal() + days
    return date.fromordinal(max(1, min(ordinal, date.max.toordinal())))


def between(end: date, start: date) -> int:
    """Days from start to end."""
    return (end - start).days


FUNCTIONS = {
    function.name: function
    for function in (
        Function("age", (Argument.DATE,), INTEGER, "age(naissance) >= 18", _("l’âge ({0})"), age),
        Function(
            "months_since",
            (Argument.DATE,),
            INTEGER,
            "months_since(date_union) >= 12",
            _("le nombre de mois depuis {0}"),
            months_since,
        ),
        Function(
            "days_until",
            (Argument.DATE,),
            INTEGER,
            "days_until(fin_validite) <= 120",
            _("le nombre de jours jusqu’à {0}"),
            days_until,
        ),
        Function("date", (Argument.DATE_TEXT,), DATE, "date('2026-01-01')", "{0}"),
        Function(
            "count",
            (Argument.LIST,),
            INTEGER,
            "count(enfants) > 2",
            _("le nombre d’éléments de {0}"),
        ),
        Function(
            "answered", (Argument.NAME,), BOOLEAN, "answered(nom_usage)", _("{0} est renseigné")
        ),
        Function(
            "contains",
            (Argument.CHOICES, Argument.OPTION),
            BOOLEAN,
            "contains(langues, 'fr')",
            _("{0} comprend {1}"),
        ),
        Function(
            "any",
            (Argument.LIST, Argument.ITEM_CONDITION),
            BOOLEAN,
            "any(enfants, age(item.naissance) < 18)",
            _("dans {0}, au moins un élément vérifie : {1}"),
        ),
        Function(
            "all",
            (Argument.LIST, Argument.ITEM_CONDITION),
            BOOLEAN,
            "all(enfants, age(item.naissance) < 18)",
            _("dans {0}, chaque élément vérifie : {1}"),
        ),
    )
}


def a_day(text: str) -> date | None:
    """'2026-01-31' as a date, or None (ISO 8601, calendar dates only)."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
