"""Titles with their legal figures: the one in force on a day, or each with the day it begins."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ...engine.expr.sentence import phrase
from ...engine.expr.syntax import Name
from ...engine.fields.day import french_date
from ...engine.fields.number import french_number
from ...engine.model.definitions import Condition, Parameter, Procedure, Prose
from ...engine.model.names import Names
from ...engine.source.wording import NBSP, _

_UNIT = re.compile(r"[ \u00a0\u202f]?([€%°])")


def prose(text: Prose, procedure: Procedure, names: Names, day: date | None) -> str:
    """On one line; a hole that is no legal figure is told by its label."""
    told = ""
    pieces = list(text.pieces)
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            told += piece
            continue
        parameter = _parameter(piece, procedure)
        if parameter is None:
            told += phrase(piece.expr, names)
            continue
        after = pieces[index + 1] if index + 1 < len(pieces) else ""
        unit = _UNIT.match(after) if isinstance(after, str) else None
        if unit and isinstance(after, str):
            pieces[index + 1] = after[unit.end() :]
        told += figure(parameter, day, NBSP + unit[1] if unit else "")
    return " ".join(re.split(r"[ \t\r\n]+", told)).strip(" ")


def _parameter(hole: Condition, procedure: Procedure) -> Parameter | None:
    if isinstance(hole.expr, Name) and hole.expr.path.startswith("param."):
        found = procedure.parameters.get(hole.expr.path.removeprefix("param."))
        return found if found and found.values else None
    return None


def figure(parameter: Parameter, day: date | None, unit: str) -> str:
    """« 50 € » on a day; else « 25 € (50 € à partir du 1er mars 2026) ».

    Before the first day of all, the first value is told: no other is known.
    """
    (_start, first), *later = parameter.values
    if day is not None:
        begun = [value for start, value in parameter.values if start <= day]
        return _amount(begun[-1] if begun else first, unit)
    if not later:
        return _amount(first, unit)
    sentence = _("{amount} à partir du {day}")
    told = [sentence.format(amount=_amount(v, unit), day=french_date(start)) for start, v in later]
    return _("{amount} ({later})").format(amount=_amount(first, unit), later=", ".join(told))


def _amount(value: Decimal, unit: str) -> str:
    return f"{french_number(value)}{unit}"
