"""The number of a residence permit, as printed on the card.

No source found gives its format, which has changed with the cards. So the rule only catches what no
card bears: five to twenty letters and digits, at least one of them a digit.
"""

from __future__ import annotations

from datetime import date

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import Accepts, Control, FieldType, Raw, Refused, Refuses, Settings
from ..reading import code_of

SHORTEST, LONGEST = 5, 20


def _parse(raw: Raw, _settings: Settings, _today: date) -> str:
    wrong = _(
        "Écrivez les lettres et les chiffres du numéro de votre titre, par exemple « 9ABC12345 »."
    )
    number = code_of(raw, wrong)
    if not SHORTEST <= len(number) <= LONGEST or number.isalpha():
        raise Refused(wrong)
    return number


FIELD_TYPE = FieldType(
    name="permit_number",
    title=_("Numéro de titre de séjour"),
    control=Control.TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    accepts=(
        Accepts("9ABC12345", "9ABC12345", "9ABC12345"),
        Accepts("9abc 12345", "9ABC12345", "9ABC12345"),
        Accepts("7503-120521", "7503120521", "7503120521"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses(
            "perdu",
            "Écrivez les lettres et les chiffres du numéro de votre titre, "
            "par exemple « 9ABC12345 ».",
        ),
        Refuses(
            "1234",
            "Écrivez les lettres et les chiffres du numéro de votre titre, "
            "par exemple « 9ABC12345 ».",
        ),
    ),
)
