"""A French postal code: five digits, overseas and Corsica included."""

from __future__ import annotations

from datetime import date

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import OFF, Accepts, Control, FieldType, Raw, Refused, Refuses, Settings
from ..reading import code_of

DIGITS = 5


def _parse(raw: Raw, _settings: Settings, _today: date) -> str:
    wrong = _("Écrivez un code postal de cinq chiffres, par exemple « 75011 ».")
    code = code_of(raw, wrong)
    if len(code) != DIGITS or not code.isdecimal():
        raise Refused(wrong)
    return code


FIELD_TYPE = FieldType(
    name="postal_code",
    title=_("Code postal"),
    control=Control.TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    autocomplete="postal-code",
    purposes=("postal-code", OFF),
    accepts=(
        Accepts("75011", "75011", "75011"),
        Accepts("01 000", "01000", "01000"),
        Accepts("97400", "97400", "97400"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses("7501", "Écrivez un code postal de cinq chiffres, par exemple « 75011 »."),
        Refuses("2A004", "Écrivez un code postal de cinq chiffres, par exemple « 75011 »."),
        Refuses("SW1A 1AA", "Écrivez un code postal de cinq chiffres, par exemple « 75011 »."),
    ),
)
