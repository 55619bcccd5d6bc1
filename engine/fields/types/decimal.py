"""A number that may have decimals: a surface, a rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ...expr.types import DECIMAL
from ...source.wording import THIN, _
from ..field_type import Accepts, Control, FieldType, Kind, Raw, Refuses, Settings
from ..number import (
    check_bounds,
    french_number,
    number_bounds,
    number_keys,
    number_of,
    pack_decimal,
    raw_decimal,
    unpack_decimal,
)
from ..reading import line_of


def _parse(raw: Raw, settings: Settings, today: date) -> Decimal:
    wrong = _("Écrivez un nombre, en chiffres, par exemple « 12,5 ».")
    number = number_of(line_of(raw, wrong), wrong)
    _check(number, settings, today)
    return number


def _check(number: Decimal, settings: Settings, _today: date) -> None:
    check_bounds(number, number_bounds(settings))


def _show(number: Decimal, _settings: Settings) -> str:
    return french_number(number)


FIELD_TYPE = FieldType(
    name="decimal",
    title=_("Nombre décimal"),
    control=Control.NUMBER,
    expression=lambda _settings: DECIMAL,
    parse=_parse,
    check=_check,
    show=_show,
    pack=pack_decimal,
    unpack=unpack_decimal,
    raw=raw_decimal,
    keys=number_keys(Kind.NUMBER),
    bounds=number_bounds,
    accepts=(
        Accepts("12,5", Decimal("12.5"), "12,5"),
        Accepts("12.50", Decimal("12.5"), "12,5"),
        Accepts("12 345,678", Decimal("12345.678"), f"12{THIN}345,678"),
        Accepts("-0,0", Decimal(0), "0"),
        Accepts("100", Decimal(100), "100"),
    ),
    refuses=(
        Refuses(" ", "Répondez à cette question."),
        Refuses("NaN", "Écrivez un nombre, en chiffres, par exemple « 12,5 »."),
        Refuses("1e999999", "Écrivez un nombre, en chiffres, par exemple « 12,5 »."),
        Refuses("1,2,3", "Écrivez un nombre, en chiffres, par exemple « 12,5 »."),
        Refuses(
            "0,5",
            "Écrivez un nombre supérieur ou égal à 1,5.",
            Settings({"min": Decimal("1.5")}),
        ),
        Refuses("101", "Écrivez un nombre inférieur ou égal à 100.", Settings({"max": 100})),
    ),
)
