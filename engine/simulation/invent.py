"""Invented answers, only valid ones, the values that decide something more often than the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..fields.field_type import FieldType, Part, Raw, Settings
from . import invent_days as days
from . import invent_numbers as numbers
from . import invent_parts as parts
from . import invent_texts as texts
from .invent_draw import Chance, Draw, reads

Interesting = Mapping[str, Collection[Any]]
"""Name, as conditions write it (`conjoint.naissance`; the part of a list: `enfants[].naissance`) →
values worth trying: see `invent_constants`."""

Maker = Callable[[Draw], Raw | None]

MAKERS: Mapping[str, Maker] = {
    "address": parts.group,
    "boolean": parts.boolean,
    "choice": parts.choice,
    "choices": parts.choices,
    "country": parts.choice,
    "date": days.day,
    "decimal": numbers.decimal,
    "documents_request": parts.request,
    "email": texts.email,
    "ephoto_code": texts.ephoto_code,
    "foreigner_number": texts.foreigner_number,
    "group": parts.group,
    "integer": numbers.integer,
    "list": parts.rows,
    "long_text": texts.lines,
    "money": numbers.money,
    "period": days.period,
    "permit_number": texts.permit_number,
    "phone": texts.phone,
    "postal_code": texts.postal_code,
    "secret": texts.secret,
    "text": texts.line,
    "visa_number": texts.visa_number,
}
"""By type of field; a type of another package is answered by its own examples."""


@dataclass(frozen=True, slots=True)
class Inventor:
    """Answers the questions of one applicant on one day; the same seed answers alike."""

    chance: Chance
    today: date
    interesting: Interesting = field(default_factory=dict)

    def raw(self, name: str, type_: FieldType, settings: Settings) -> Raw | None:
        """A raw answer that the type accepts on that day, or None where there is none."""
        below = f"{name}[]" if type_.name == "list" else name

        def part(one: Part) -> Raw | None:
            return self.raw(f"{below}.{one.name}", one.type, one.settings)

        found = tuple(sorted(self.interesting.get(name, ()), key=repr))
        draw = Draw(type_, settings, self.today, self.chance, found, part)
        return MAKERS.get(type_.name, self._example)(draw)

    def _example(self, draw: Draw) -> Raw | None:
        """One of the answers that the type itself says it accepts, with these settings."""
        type_ = draw.type
        accepted = [
            example.raw
            for example in type_.accepts
            if reads(type_, example.raw, draw.settings, draw.today)
        ]
        known = draw.accepted(text for text in draw.interesting if isinstance(text, str))
        return draw.chance.choice([*accepted, *known]) if accepted or known else None
