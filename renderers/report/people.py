"""Applicants read from a table: a column for each question, `registry.x` for what is known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ...engine.fields.composite import parts_of
from ...engine.fields.field_type import Control, FieldType, Raw, Settings
from ...engine.fields.reading import is_blank
from ...engine.machine.compiled import Compiled
from ...engine.model.settings import settings_of
from ...engine.simulation.memo import Memo
from ...engine.simulation.population import Applicant, asked
from ...engine.source.suggest import nearest
from ...engine.source.wording import _
from .wish import Unfit

REGISTRY = "registry."
SEVERAL = "|"
"""Between the options of one cell."""

Numbered = tuple[int, Applicant]
"""An applicant, and the line that tells of them, counted from 1."""


class Unreadable(Unfit):
    """A file that tells of no applicants."""


def unreadable(path: str, number: int, why: str) -> Unreadable:
    """At that line of that file."""
    said = _("« {path} », ligne {number} : {why}")
    return Unreadable(said.format(path=path, number=number, why=why))


class Heading:
    """The names over the columns of a table, and how the cells below each are read.

    Raises Unreadable for a name that is no question, and for what two columns answer.
    """

    def __init__(self, compiled: Compiled, names: Sequence[str], path: str) -> None:
        self.path = path
        types = dict(_types(compiled))
        if not names:
            raise Unreadable(_("« {path} » n’a aucune colonne.").format(path=path))
        for name in names:
            if name not in types:
                said = _("« {path} » : aucune question ne s’appelle « {name} ».")
                near = nearest(name, types)
                cure = _("Vouliez-vous « {near} » ?").format(near=near) if near else ""
                raise Unreadable(f"{said.format(path=path, name=name)} {cure}".rstrip())
        for name in names:
            if names.count(name) > 1 or any(other.startswith(f"{name}.") for other in names):
                said = _("« {path} » : deux colonnes répondent à « {name} ».")
                raise Unreadable(said.format(path=path, name=name))
        self._columns = [_Column(name, types[name]) for name in names]

    def applicant(self, row: Sequence[Any], number: int) -> Applicant:
        """Who answers a row of cells, each a text or a raw; blank ones may be None.

        Raises Unreadable.
        """
        told: dict[str, Any] = {}
        known: dict[str, Any] = {}
        if len(row) != len(self._columns):
            raise unreadable(self.path, number, _("il y a trop ou trop peu de cases."))
        for column, cell in zip(self._columns, row, strict=True):
            try:
                raw = column.read(cell) if cell else None
            except ValueError as error:
                why = _("« {name} » n’est pas du JSON.").format(name=column.full_name)
                raise unreadable(self.path, number, why) from error
            if raw is not None:
                into = known if column.is_known else told
                for part in column.above:
                    into = into.setdefault(part, {})
                into[column.name] = raw
        return Applicant(told, known)


class _Column:
    """The cells of one question, or of one part of it (below the names `above`)."""

    __slots__ = ("above", "full_name", "is_known", "name", "read")

    def __init__(self, name: str, type_: FieldType | None) -> None:
        self.full_name = name
        self.is_known = name.startswith(REGISTRY)
        *self.above, self.name = name.removeprefix(REGISTRY).split(".")
        is_several = type_ is not None and type_.control is Control.SOME_OF
        self.read: Memo[Raw | None] = Memo(_several if is_several else _one)


def _several(cell: Any) -> Raw | None:
    """Options with a bar between them, or in JSON."""
    raw = _one(cell)
    return [one.strip() for one in raw.split(SEVERAL)] if isinstance(raw, str) else raw


def _one(cell: Any) -> Raw | None:
    """Lists and groups are written in JSON; None is a blank cell. Raises ValueError."""
    raw: Raw = cell
    if isinstance(cell, str) and cell.startswith(("[", "{")):
        try:
            raw = json.loads(cell)
        except RecursionError as error:
            raise ValueError("too deep") from error
    return None if is_blank(raw) else raw


def _types(compiled: Compiled) -> Iterator[tuple[str, FieldType | None]]:
    """Every name that a column may bear."""
    for name, field in asked(compiled).items():
        yield from _named(name, field.type, settings_of(field))
    for name, field in compiled.procedure.registry.items():
        yield from _named(REGISTRY + name, field.type, settings_of(field))


def _named(
    name: str, type_: FieldType | None, settings: Settings
) -> Iterator[tuple[str, FieldType | None]]:
    yield name, type_
    for part in parts_of(type_, settings) if type_ else ():
        yield from _named(f"{name}.{part.name}", part.type, part.settings)
