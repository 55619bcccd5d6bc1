"""Applicants one by one, drawn or read from a file: what they answer, as typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..fields.field_type import Raw
from ..fields.reading import is_blank
from ..machine.compiled import Compiled
from ..model.definitions import Field
from ..model.placing import screens
from ..model.settings import settings_of
from .invent import Interesting, Inventor
from .invent_draw import OFTEN, SOMETIMES, Chance


@dataclass(frozen=True, slots=True)
class Applicant:
    """What one person answers and what the registry knows of them, as typed."""

    told: Mapping[str, Raw]
    known: Mapping[str, Raw]


def drawn(compiled: Compiled, day: date, chance: Chance, interesting: Interesting) -> Applicant:
    """A person who has an answer to every question; optional ones and the registry may be blank."""
    inventor = Inventor(chance, day, interesting)
    told: dict[str, Raw] = {}
    known: dict[str, Raw] = {}
    for name, field in asked(compiled).items():
        if not (field.optional and chance.random() < OFTEN):
            _put(told, name, inventor, name, field)
    for name, field in compiled.procedure.registry.items():
        if chance.random() >= SOMETIMES:
            _put(known, name, inventor, f"registry.{name}", field)
    return Applicant(told, known)


def _put(into: dict[str, Raw], name: str, inventor: Inventor, path: str, field: Field) -> None:
    raw = inventor.raw(path, field.type, settings_of(field)) if field.type else None
    if raw is not None and not is_blank(raw):
        into[name] = raw


def asked(compiled: Compiled) -> dict[str, Field]:
    """The questions of the flow, in order."""
    procedure = compiled.procedure
    return {
        ref.name: procedure.fields[ref.name]
        for _step, screen in screens(procedure)
        for ref in (*screen.verify, *screen.fields)
    }
