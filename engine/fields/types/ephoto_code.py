"""The code of a certified photo and signature (e-photo): twenty-two letters and digits.

It is shown as it is typed back elsewhere: in one piece. Booths print it in blocks, so blanks and
hyphens are accepted.
"""

from __future__ import annotations

from datetime import date

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import Accepts, Control, FieldType, Raw, Refused, Refuses, Settings
from ..reading import code_of

LENGTH = 22
_SHOWN = "ABCD1234EFGH5678IJKL90"


def _parse(raw: Raw, _settings: Settings, _today: date) -> str:
    wrong = _(
        "Écrivez les 22 lettres et chiffres du code de votre planche de photos, par exemple "
        "« ABCD-1234-EFGH-5678-IJKL-90 »."
    )
    code = code_of(raw, wrong)
    if len(code) != LENGTH:
        raise Refused(wrong)
    return code


FIELD_TYPE = FieldType(
    name="ephoto_code",
    title=_("Code e-photo"),
    control=Control.TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    accepts=(
        Accepts("ABCD1234EFGH5678IJKL90", _SHOWN, _SHOWN),
        Accepts("abcd-1234-efgh-5678-ijkl-90", _SHOWN, _SHOWN),
        Accepts("ABCD 1234 EFGH 5678 IJKL 90", _SHOWN, _SHOWN),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses(
            "ABCD1234EFGH5678IJKL9",
            "Écrivez les 22 lettres et chiffres du code de votre planche de photos, "
            "par exemple « ABCD-1234-EFGH-5678-IJKL-90 ».",
        ),
        Refuses(
            "ABCD1234EFGH5678IJKL9_",
            "Écrivez les 22 lettres et chiffres du code de votre planche de photos, "
            "par exemple « ABCD-1234-EFGH-5678-IJKL-90 ».",
        ),
    ),
)
