"""Applicants one by one, drawn or read: their answers as conditions read them, and as typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..dossier.dossier import Dossier
from ..dossier.situation import opening_values
from ..fields.composite import read_named
from ..fields.field_type import Json, Raw
from ..fields.reading import is_blank
from ..machine.compiled import Compiled
from ..model.definitions import Field
from ..model.placing import screens
from ..model.settings import settings_of
from ..source.tree import plain as plain_raw
from .invent import Interesting, Inventor
from .invent_draw import OFTEN, SOMETIMES, Chance
from .walker import ACCOUNT

Answers = Mapping[str, Any]
"""Full name → Python value, as conditions read them."""


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


def answers_of(compiled: Compiled, applicant: Applicant, day: date) -> Answers:
    """By the full names that conditions read. Raises Refused for a value that its type refuses."""
    packed: dict[str, Json] = {}
    for name, raw in applicant.known.items():
        entry = compiled.procedure.registry[name]
        if entry.type:
            settings = settings_of(entry)
            packed[name] = entry.type.pack(entry.type.parse(raw, settings, day), settings)
    values = opening_values(compiled, Dossier(account=ACCOUNT, known=packed), day)
    verified = {ref.name for _step, screen in screens(compiled.procedure) for ref in screen.verify}
    for name, field in asked(compiled).items():
        value = _value(field, applicant, packed, name in verified, day)
        if value is not None and field.type:
            values |= read_named(name, field.type, settings_of(field), value)
    return values


def _value(
    field: Field, applicant: Applicant, packed: Mapping[str, Json], is_verified: bool, day: date
) -> Any:
    """Known and verified, else told, else what the control holds already."""
    settings, type_ = settings_of(field), field.type
    if type_ is None or field.type_name == "secret":
        return None
    source = field.known_from.name.removeprefix("registry.") if field.known_from else ""
    if is_verified and source in packed:
        return type_.unpack(packed[source], settings)
    if is_verified and field.optional:
        return None
    if field.id in applicant.told:
        return type_.parse(applicant.told[field.id], settings, day)
    if source in packed:
        return type_.unpack(packed[source], settings)
    default: Any = plain_raw(field.default) if field.default else None
    return None if default is None or is_blank(default) else type_.parse(default, settings, day)
