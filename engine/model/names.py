"""Every name the conditions and texts of a procedure may use, with its type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..expr.types import (
    BOOLEAN,
    DATE,
    DECIMAL,
    TEXT,
    UNKNOWN,
    Declared,
    Listed,
    Type,
)
from ..source.wording import _
from .definitions import Field, Procedure
from .settings import settings_of

ALWAYS: tuple[tuple[str, Type, str], ...] = (
    ("today", DATE, _("la date du jour")),
    ("signed_in", BOOLEAN, _("La personne est connectée")),
    ("service.name", TEXT, _("le nom du service")),
    ("service.address", TEXT, _("l’adresse du service")),
    ("service.phone", TEXT, _("le téléphone du service")),
    ("service.email", TEXT, _("l’adresse électronique du service")),
)
"""Known everywhere: the day, and the operator's particulars."""

ACCOUNT: tuple[tuple[str, Type, str], ...] = (
    ("account.email", TEXT, _("l’adresse électronique du compte")),
    ("account.number", TEXT, _("le numéro étranger du compte")),
)
"""Known once an account is required."""

FILING: tuple[tuple[str, Type, str], ...] = (
    ("filing.number", TEXT, _("le numéro de la demande")),
    ("filing.date", DATE, _("la date du dépôt")),
)
"""Known once the request is filed."""

LINK: tuple[tuple[str, Type, str], ...] = (("link", TEXT, _("le lien à usage unique")),)
"""Known in the notice of an `await`."""


@dataclass(frozen=True, slots=True)
class Names:
    """The scope of a whole procedure; where a name is surely answered is another question."""

    table: Mapping[str, Declared]

    def declared(self, name: str) -> Declared | None:
        """What is known of that name, or None."""
        return self.table.get(name)

    def names(self) -> Iterable[str]:
        """Those one can write (a list's columns are read as item.<part>)."""
        return (name for name in self.table if "[]" not in name)


def names_of(procedure: Procedure) -> Names:
    """Fields, registry, legal figures, and what the application itself knows."""
    found: dict[str, Declared] = {}
    for name, type_, label in (*ALWAYS, *ACCOUNT, *FILING, *LINK):
        found[name] = Declared(name, type_, label)
    for parameter in procedure.parameters.values():
        name = f"param.{parameter.id}"
        found[name] = Declared(name, DECIMAL, parameter.title, parameter.span)
    for clock in procedure.examination.clocks if procedure.examination else ():
        name = f"clocks.{clock.id}"
        found[name] = Declared(name, DATE, clock.title, clock.span)
    for field in procedure.registry.values():
        found.update((item.name, item) for item in _declared(field, "registry."))
    for field in procedure.fields.values():
        found.update((item.name, item) for item in _declared(field, ""))
    return Names(found)


def _declared(field: Field, prefix: str) -> Iterator[Declared]:
    name = prefix + field.id
    if field.type is None:
        yield Declared(name, UNKNOWN, field.label, field.span)
        return
    settings = settings_of(field)
    low, high = field.type.bounds(settings) if field.type.bounds else (None, None)
    type_ = field.type.expression(settings)
    labels = tuple((option.id, option.label) for option in field.type.options(settings))
    optional = field.optional or bool(prefix)
    yield Declared(name, type_, field.label or field.id, field.span, optional, low, high, labels)
    for part in field.type.parts:
        yield Declared(
            f"{name}.{part.name}",
            part.type.expression(part.settings),
            f"{field.label} – {part.label}",
            field.span,
            optional or part.optional,
        )
    for part_field in field.parts:
        yield from _part(part_field, prefix, isinstance(type_, Listed))


def _part(part: Field, prefix: str, in_list: bool) -> Iterator[Declared]:
    owner, _dot, local = part.id.rpartition(".")
    for declared in _declared(part, prefix):
        rest = declared.name.removeprefix(f"{prefix}{part.id}")
        name = f"{prefix}{owner}{'[]' if in_list else ''}.{local}{rest}"
        yield Declared(
            name,
            declared.type,
            declared.label,
            declared.span,
            part.optional,
            declared.minimum,
            declared.maximum,
            declared.labels,
        )
