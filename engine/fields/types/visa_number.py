"""The number of a visa: twelve letters and digits (2D-DOC 3.2.6, field 6R)."""

from __future__ import annotations

from datetime import date

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import Accepts, Control, FieldType, Raw, Refused, Refuses, Settings
from ..reading import code_of

LENGTH = 12


def _parse(raw: Raw, _settings: Settings, _today: date) -> str:
    wrong = _(
        "Écrivez les 12 lettres et chiffres du numéro de votre visa, par exemple « FRA012345678 »."
    )
    number = code_of(raw, wrong)
    if len(number) != LENGTH:
        raise Refused(wrong)
    return number


FIELD_TYPE = FieldType(
    name="visa_number",
    title=_("Numéro de visa"),
    control=Control.TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    purposes=("username",),
    accepts=(
        Accepts("FRA012345678", "FRA012345678", "FRA012345678"),
        Accepts("fra 0123 45678", "FRA012345678", "FRA012345678"),
        Accepts("FRA-012345678", "FRA012345678", "FRA012345678"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses(
            "FRA01234567",
            "Écrivez les 12 lettres et chiffres du numéro de votre visa, "
            "par exemple « FRA012345678 ».",
        ),
        Refuses(
            "FRA01234567é",
            "Écrivez les 12 lettres et chiffres du numéro de votre visa, "
            "par exemple « FRA012345678 ».",
        ),
    ),
)
