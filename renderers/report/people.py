"""Applicants read from a CSV file: a column for each question, `registry.x` for what is known."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...engine.fields.field_type import Raw
from ...engine.fields.reading import is_blank
from ...engine.machine.compiled import Compiled
from ...engine.simulation.population import Applicant, asked
from ...engine.source.suggest import nearest
from ...engine.source.wording import _

REGISTRY = "registry."
SEVERAL = "|"
"""Between the options of one cell."""

Numbered = tuple[int, Applicant]
"""An applicant, and the line that tells of them, counted from 1."""


class Unreadable(Exception):
    """A file that tells of no applicants; the sentence is French."""


def read_people(compiled: Compiled, path: str) -> Iterator[Numbered]:
    """One after the other. Raises Unreadable."""
    types = _types(compiled)
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            separator = ";" if ";" in file.readline() else ","
            file.seek(0)
            reader = csv.DictReader(file, delimiter=separator, strict=True)
            _check(reader.fieldnames or (), types, path)
            for row in reader:
                yield reader.line_num, _applicant(row, types, f"{path}:{reader.line_num}")
    except UnicodeDecodeError as error:
        raise Unreadable(_("« {path} » n’est pas en UTF-8.").format(path=path)) from error
    except csv.Error as error:
        raise Unreadable(_("« {path} » n’est pas un tableau CSV.").format(path=path)) from error
    except FileNotFoundError as error:
        raise Unreadable(_("« {path} » n’existe pas.").format(path=path)) from error


def _types(compiled: Compiled) -> dict[str, str]:
    """The type of each name that a column may bear."""
    known = {REGISTRY + name: field for name, field in compiled.procedure.registry.items()}
    return {name: field.type_name for name, field in {**asked(compiled), **known}.items()}


def _check(header: Any, types: Mapping[str, str], path: str) -> None:
    for name in header:
        if _column(name)[0] not in types:
            said = _("{path}:1 : aucune question ne s’appelle « {name} ».")
            near = nearest(name, types)
            cure = _("Vouliez-vous « {near} » ?").format(near=near) if near else ""
            raise Unreadable(f"{said.format(path=path, name=name)} {cure}".rstrip())


def _column(name: str) -> tuple[str, str]:
    """A question, and one of its parts or nothing."""
    start = REGISTRY if name.startswith(REGISTRY) else ""
    question, _dot, part = name.removeprefix(start).partition(".")
    return start + question, part


def _applicant(row: Mapping[Any, Any], types: Mapping[str, str], place: str) -> Applicant:
    if None in row or None in row.values():
        raise Unreadable(_("{place} : il y a trop ou trop peu de cases.").format(place=place))
    found: dict[str, Any] = {}
    for name, cell in row.items():
        question, part = _column(name)
        raw = _raw(cell, types[question], place)
        if is_blank(raw):
            continue
        if part:
            found.setdefault(question, {})[part] = raw
        else:
            found[question] = raw
    known = {n.removeprefix(REGISTRY): v for n, v in found.items() if n.startswith(REGISTRY)}
    return Applicant({n: v for n, v in found.items() if not n.startswith(REGISTRY)}, known)


def _raw(cell: str, type_name: str, place: str) -> Raw:
    """Lists and groups are written in JSON, several options with a bar between them."""
    if cell.startswith(("[", "{")):
        try:
            read: Raw = json.loads(cell)
        except ValueError as error:
            said = _("{place} : « {cell} » n’est pas du JSON.")
            raise Unreadable(said.format(place=place, cell=cell[:40])) from error
        return read
    return [one.strip() for one in cell.split(SEVERAL)] if type_name == "choices" and cell else cell
