"""A telephone number, French of any department or foreign.

Kept as E.164 (`+33612345678`), so that a text message reaches it from anywhere.
"""

from __future__ import annotations

import re
from datetime import date

import phonenumbers

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import OFF, Accepts, Control, FieldType, Raw, Refused, Refuses, Settings
from ..reading import line_of

# Dialled in France as ten digits, these have a country code of their own (Arcep, national
# numbering plan); Saint-Pierre-et-Miquelon drops 0508 where the others drop the 0 alone.
OVERSEAS = {
    "+262": ("0262", "0263", "0269", "0639", "0692", "0693"),  # La Réunion, Mayotte
    "+590": ("0590", "0690", "0691"),  # Guadeloupe, Saint-Barthélemy, Saint-Martin
    "+594": ("0594", "0694"),  # Guyane
    "+596": ("0596", "0696", "0697"),  # Martinique
}
MIQUELON = "0508"

DIALLED_WITH_0 = (33, 262, 590, 594, 596)
"""Country codes whose numbers are shown as they are dialled in France: ten digits."""

LONGEST = 40
_MARKS = re.compile(r"[\s().\-/\u2010-\u2015]+")
_DIGITS = re.compile(r"[+0][0-9]+")
"""Without 0 or +, a Senegalese mobile would pass for a French one whose 0 was forgotten."""


def _parse(raw: Raw, _settings: Settings, _today: date) -> str:
    wrong = _(
        "Écrivez un numéro de téléphone, avec l’indicatif du pays s’il est étranger, par exemple "
        "« 06 12 34 56 78 » ou « +221 77 123 45 67 »."
    )
    line = line_of(raw, wrong)
    bare = _MARKS.sub("", line.replace("(0)", "") if line.startswith(("+", "00")) else line)
    if len(line) > LONGEST or not _DIGITS.fullmatch(bare):
        raise Refused(wrong)
    for dialled in (_abroad(bare), bare):
        try:
            number = phonenumbers.parse(dialled, "FR")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise Refused(wrong)


def _abroad(digits: str) -> str:
    """An overseas number dialled the French way, with its country code."""
    if len(digits) == 10 and digits.startswith(MIQUELON):
        return f"+508{digits[4:]}"
    for code, starts in OVERSEAS.items():
        if len(digits) == 10 and digits.startswith(starts):
            return f"{code}{digits[1:]}"
    return digits


def _show(number: str, _settings: Settings) -> str:
    parsed = phonenumbers.parse(number)
    is_dialled = parsed.country_code in DIALLED_WITH_0
    styles = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, styles.NATIONAL if is_dialled else styles.INTERNATIONAL
    )


FIELD_TYPE = FieldType(
    name="phone",
    title=_("Numéro de téléphone"),
    control=Control.TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    show=_show,
    autocomplete="tel",
    purposes=("tel", OFF),
    accepts=(
        Accepts("06.12.34.56.78", "+33612345678", "06 12 34 56 78"),
        Accepts("+33 (0)6 12 34 56 78", "+33612345678", "06 12 34 56 78"),
        Accepts("0033612345678", "+33612345678", "06 12 34 56 78"),
        Accepts("0692 12 34 56", "+262692123456", "0692 12 34 56"),
        Accepts("0508 41 12 34", "+508411234", "+508 41 12 34"),
        Accepts("+221 77 123 45 67", "+221771234567", "+221 77 123 45 67"),
        Accepts("٠٦١٢٣٤٥٦٧٨", "+33612345678", "06 12 34 56 78"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses(
            "06 12 34 56",
            "Écrivez un numéro de téléphone, avec l'indicatif du pays s'il est étranger, "
            "par exemple « 06 12 34 56 78 » ou « +221 77 123 45 67 ».",
        ),
        Refuses(
            "0800 FLEURS",
            "Écrivez un numéro de téléphone, avec l'indicatif du pays s'il est étranger, "
            "par exemple « 06 12 34 56 78 » ou « +221 77 123 45 67 ».",
        ),
        Refuses(
            "77 123 45 67",
            "Écrivez un numéro de téléphone, avec l'indicatif du pays s'il est étranger, "
            "par exemple « 06 12 34 56 78 » ou « +221 77 123 45 67 ».",
        ),
    ),
)
