"""An amount in euros."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from ...expr.types import DECIMAL
from ...source.wording import NBSP, THIN, _
from ..field_type import Accepts, Control, FieldType, Kind, Raw, Refused, Refuses, Settings
from ..number import (
    GREATEST,
    check_bounds,
    french_number,
    number_keys,
    number_of,
    pack_decimal,
    raw_decimal,
    unpack_decimal,
)
from ..reading import line_of

_EURO = re.compile(r" ?(?:€|euros?|eur)$", re.IGNORECASE)
_CENT = Decimal("0.01")


def _parse(raw: Raw, settings: Settings, today: date) -> Decimal:
    wrong = _("Écrivez un montant en euros, par exemple « 1 234,50 ».")
    number = number_of(_EURO.sub("", line_of(raw, wrong)), wrong)
    if number != (amount := number.quantize(_CENT)):
        raise Refused(
            _("Écrivez un montant avec deux chiffres au plus après la virgule, comme « 12,50 ».")
        )
    _check(amount, settings, today)
    return amount


def _check(amount: Decimal, settings: Settings, _today: date) -> None:
    check_bounds(amount, _bounds(settings), _amount)


def _bounds(settings: Settings) -> tuple[Any, Any]:
    """An amount asked of somebody is not negative, unless the procedure says how far it may be."""
    return settings.values.get("min", 0), settings.values.get("max", GREATEST)


def _amount(amount: Decimal | int) -> str:
    return f"{french_number(amount, decimals=2)}{NBSP}€"


def _show(amount: Decimal, _settings: Settings) -> str:
    return _amount(amount)


FIELD_TYPE = FieldType(
    name="money",
    title=_("Montant en euros"),
    control=Control.NUMBER,
    expression=lambda _settings: DECIMAL,
    parse=_parse,
    check=_check,
    show=_show,
    pack=pack_decimal,
    unpack=unpack_decimal,
    raw=raw_decimal,
    keys=number_keys(Kind.NUMBER),
    bounds=_bounds,
    accepts=(
        Accepts("1 234,50 €", Decimal("1234.50"), f"1{THIN}234,50{NBSP}€"),
        Accepts("12.5", Decimal("12.50"), f"12,50{NBSP}€"),
        Accepts("200 euros", Decimal("200.00"), f"200,00{NBSP}€"),
        Accepts("0", Decimal("0.00"), f"0,00{NBSP}€"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses("cher", "Écrivez un montant en euros, par exemple « 1 234,50 »."),
        Refuses("€", "Écrivez un montant en euros, par exemple « 1 234,50 »."),
        Refuses(
            "12,345",
            "Écrivez un montant avec deux chiffres au plus après la virgule, comme « 12,50 ».",
        ),
        Refuses("-1", f"Écrivez un nombre supérieur ou égal à 0,00{NBSP}€."),
    ),
)
