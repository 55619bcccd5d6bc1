"""The types of the condition language, and what is known of a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ..source.position import Span
from ..source.wording import _, listed, quoted


@dataclass(frozen=True, slots=True)
class Basic:
    """A type without parts."""

    name: str


BOOLEAN = Basic("boolean")
INTEGER = Basic("integer")
DECIMAL = Basic("decimal")
DATE = Basic("date")
TEXT = Basic("text")
OPAQUE = Basic("opaque")
"""A value no condition may read beyond answered(…): files, secrets, groups as a whole."""
UNKNOWN = Basic("unknown")
"""The type of what was already reported: agrees with everything, so that nothing cascades."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these option ids."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Any set of these option ids."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of the same parts, read as item.<part>."""

    parts: tuple[tuple[str, Type], ...]


Type = Basic | Choice | Choices | Listed
Number = int | Decimal


def is_number(type_: Type) -> bool:
    """Whether it can be added and compared by size."""
    return type_ in (INTEGER, DECIMAL)


def type_in_french(type_: Type) -> str:
    """« une date », « un choix parmi … »: for messages to authors."""
    match type_:
        case Choice(options):
            return _("un choix parmi {options}").format(options=_some(options))
        case Choices(options):
            return _("plusieurs choix parmi {options}").format(options=_some(options))
        case Listed():
            return _("une liste")
        case Basic(name):
            return _BASIC_IN_FRENCH[name]


def _some(options: tuple[str, ...]) -> str:
    if len(options) > 6:
        return f"{', '.join(options[:5])}…"
    return listed(options, last=_("ou"))


_BASIC_IN_FRENCH = {
    "boolean": _("un oui ou non"),
    "integer": _("un nombre entier"),
    "decimal": _("un nombre"),
    "date": _("une date"),
    "text": _("un texte"),
    "opaque": _("une valeur que les conditions ne lisent pas"),
    "unknown": _("une valeur inconnue"),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """What the procedure says of one name.

    `labels` gives the French label of each option. Bounds are included; dates have none here, since
    theirs may follow the day.
    """

    name: str
    type: Type
    label: str = ""
    span: Span | None = None
    optional: bool = False
    minimum: Number | None = None
    maximum: Number | None = None
    labels: tuple[tuple[str, str], ...] = ()

    def option_label(self, option: str) -> str:
        """The option as the applicant reads it."""
        return next((label for id_, label in self.labels if id_ == option), option)

    def __str__(self) -> str:
        return quoted(self.label or self.name)


class Scope(Protocol):
    """The names a condition may use where it stands."""

    def declared(self, name: str) -> Declared | None:
        """What is known of that name, or None."""

    def names(self) -> Iterable[str]:
        """Every name, for « vouliez-vous … ? »."""
