"""A text of several lines: remarks, reasons, a message."""

from __future__ import annotations

from datetime import date

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import Accepts, Control, FieldType, Raw, Refuses, Settings
from ..length import check_length, length_keys
from ..reading import lines_of

LONGEST = 4000


def _parse(raw: Raw, settings: Settings, today: date) -> str:
    text = lines_of(raw)
    _check(text, settings, today)
    return text


def _check(text: str, settings: Settings, _today: date) -> None:
    check_length(text, settings, LONGEST)


FIELD_TYPE = FieldType(
    name="long_text",
    title=_("Texte de plusieurs lignes"),
    control=Control.LONG_TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    check=_check,
    keys=length_keys(LONGEST),
    purposes=("street-address",),
    accepts=(
        Accepts("Bonjour.", "Bonjour.", "Bonjour."),
        Accepts(
            "Bonjour,\r\n\r\nMerci.  Awa\n", "Bonjour,\n\nMerci.  Awa", "Bonjour,\n\nMerci.  Awa"
        ),
        Accepts("\ufeff a\tb", "a\tb", "a\tb"),
        Accepts("a\u200cb\u200db", "a\u200cb\u200db", "a\u200cb\u200db"),
    ),
    refuses=(
        Refuses("\n \t\u200b", "Répondez à cette question."),
        Refuses({"texte": "a"}, "Écrivez une seule réponse, dans la case prévue."),
        Refuses(
            "ab\nc",
            "Raccourcissez votre réponse : 3 caractères au plus, elle en compte 4.",
            Settings({"max_length": 3}),
        ),
        Refuses(
            "a\x1b[31m",
            "Votre réponse contient un caractère qui ne peut pas être conservé : "
            "effacez-la et écrivez-la de nouveau au clavier.",
        ),
    ),
)
