"""The number of a foreigner's file with the administration (AGDREF): nine or ten digits.

It is kept with the digits typed. Permits print nine or ten of them, and no source found says that
the shorter is the longer without its first zero: padding might make another person's number.
"""

from __future__ import annotations

from datetime import date

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import Accepts, Control, FieldType, Raw, Refused, Refuses, Settings
from ..reading import code_of

LENGTHS = (9, 10)


def _parse(raw: Raw, _settings: Settings, _today: date) -> str:
    wrong = _("Écrivez les 9 ou 10 chiffres de votre numéro étranger, par exemple « 7503120521 ».")
    number = code_of(raw, wrong)
    if len(number) not in LENGTHS or not number.isdecimal():
        raise Refused(wrong)
    return number


FIELD_TYPE = FieldType(
    name="foreigner_number",
    title=_("Numéro étranger"),
    control=Control.TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    purposes=("username",),
    accepts=(
        Accepts("7503120521", "7503120521", "7503120521"),
        Accepts(" 75 03 12 05 21 ", "7503120521", "7503120521"),
        Accepts("012345678", "012345678", "012345678"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses(
            "75031205",
            "Écrivez les 9 ou 10 chiffres de votre numéro étranger, par exemple « 7503120521 ».",
        ),
        Refuses(
            "75031205A1",
            "Écrivez les 9 ou 10 chiffres de votre numéro étranger, par exemple « 7503120521 ».",
        ),
    ),
)
