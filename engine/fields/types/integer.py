"""A whole number: how many people, how many years."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...expr.types import INTEGER
from ...source.wording import THIN, _
from ..field_type import Accepts, Control, FieldType, Kind, Raw, Refused, Refuses, Settings
from ..number import check_bounds, french_number, number_bounds, number_keys, number_of
from ..reading import line_of


def _wrong() -> str:
    return _("Écrivez un nombre entier, en chiffres, par exemple « 3 ».")


def _parse(raw: Raw, settings: Settings, today: date) -> int:
    number = number_of(line_of(raw, _wrong()), _wrong())
    if number != int(number):
        raise Refused(_wrong())
    _check(int(number), settings, today)
    return int(number)


def _check(number: int, settings: Settings, _today: date) -> None:
    check_bounds(number, number_bounds(settings))


def _show(number: int, _settings: Settings) -> str:
    return french_number(number)


def _raw(number: int, _settings: Settings) -> str:
    return str(number)


_FROM_1_TO_20: dict[str, Any] = {"min": 1, "max": 20}

FIELD_TYPE = FieldType(
    name="integer",
    title=_("Nombre entier"),
    control=Control.NUMBER,
    expression=lambda _settings: INTEGER,
    parse=_parse,
    check=_check,
    show=_show,
    raw=_raw,
    keys=number_keys(Kind.INTEGER),
    purposes=("bday-year",),
    bounds=number_bounds,
    accepts=(
        Accepts("3", 3, "3"),
        Accepts(" 1 234 567 ", 1234567, f"1{THIN}234{THIN}567"),
        Accepts("2026", 2026, "2026"),
        Accepts("\u221202", -2, "-2"),
        Accepts("٣", 3, "3"),
        Accepts("5,0", 5, "5"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses("trois", "Écrivez un nombre entier, en chiffres, par exemple « 3 »."),
        Refuses("1e3", "Écrivez un nombre entier, en chiffres, par exemple « 3 »."),
        Refuses("2,5", "Écrivez un nombre entier, en chiffres, par exemple « 3 »."),
        Refuses("1_000", "Écrivez un nombre entier, en chiffres, par exemple « 3 »."),
        Refuses("21", "Écrivez un nombre entre 1 et 20.", Settings(_FROM_1_TO_20)),
        Refuses("-1", "Écrivez un nombre supérieur ou égal à 0.", Settings({"min": 0})),
        Refuses("9" * 16, "Écrivez un nombre de 15 chiffres au plus, par exemple « 1234 »."),
    ),
)
