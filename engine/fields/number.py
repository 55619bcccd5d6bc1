"""Numbers as the French write them: a decimal comma and thousands set apart by a space."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ..source.wording import THIN, _
from .field_type import Json, Key, Kind, Refused, Settings

Number = int | Decimal

DIGITS = 15
"""A number of 15 digits stays exact in JavaScript, spreadsheets and columns of doubles alike."""

GREATEST = 10**DIGITS - 1

_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")


def number_keys(kind: Kind) -> dict[str, Key]:
    """The keys `min` and `max` of a type of number."""
    return {
        "min": Key(kind, _("Le plus petit nombre accepté.")),
        "max": Key(kind, _("Le plus grand nombre accepté.")),
    }


def number_of(line: str, wrong: str) -> Decimal:
    """The number of a plain line, without useless zeros; `wrong` is said of anything else."""
    found = _NUMBER.fullmatch(line.replace("\u2212", "-"))
    if found is None:
        raise Refused(wrong)
    sign, whole, decimals = found.groups(default="")
    whole = whole.replace(" ", "").lstrip("0")
    decimals = decimals.rstrip("0")
    if len(whole) + len(decimals) > DIGITS:
        raise Refused(
            _("Écrivez un nombre de {digits} chiffres au plus, par exemple « 1234 ».").format(
                digits=DIGITS
            )
        )
    number = Decimal(f"{whole or 0}.{decimals or 0}" if decimals else whole or "0")
    return -number if sign == "-" and number else number


def french_number(number: Number, decimals: int | None = None) -> str:
    """« 12 345,6 »; four digits stay together, for they are as often a year."""
    exact = Decimal(number)
    text = f"{exact:,f}" if decimals is None else f"{exact:,.{decimals}f}"
    whole, _point, rest = text.partition(".")
    if decimals is None and -10_000 < number < 10_000:
        whole = whole.replace(",", "")
    return ",".join(filter(None, (whole.replace(",", THIN), rest)))


def pack_decimal(number: Decimal, _settings: Settings) -> str:
    """As a journal keeps it: exactly, which a number of JSON is not."""
    return f"{number:f}"


def unpack_decimal(packed: Json, _settings: Settings) -> Decimal:
    """The number again."""
    return Decimal(str(packed))


def raw_decimal(number: Decimal, _settings: Settings) -> str:
    """As one types it."""
    return f"{number:f}".replace(".", ",")


def number_bounds(settings: Settings) -> tuple[Any, Any]:
    """The least and the greatest number accepted."""
    return settings.values.get("min", -GREATEST), settings.values.get("max", GREATEST)


def check_bounds(
    number: Number, bounds: tuple[Any, Any], show: Callable[[Any], str] = french_number
) -> None:
    """Raises Refused outside the bounds, which are included."""
    least, greatest = bounds
    if least <= number <= greatest:
        return
    if least > -GREATEST and greatest < GREATEST:
        sentence = _("Écrivez un nombre entre {least} et {greatest}.")
    elif number < least:
        sentence = _("Écrivez un nombre supérieur ou égal à {least}.")
    else:
        sentence = _("Écrivez un nombre inférieur ou égal à {greatest}.")
    raise Refused(sentence.format(least=show(least), greatest=show(greatest)))
