"""A short text: a name, a town, a title."""

from __future__ import annotations

from datetime import date

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import Accepts, Control, FieldType, Raw, Refuses, Settings
from ..length import check_length, length_keys
from ..reading import text_of

LONGEST = 200

PURPOSES = (
    *("name", "honorific-prefix", "given-name", "additional-name", "family-name"),
    *("honorific-suffix", "nickname", "username", "organization", "organization-title"),
    *("address-line1", "address-line2", "address-line3", "address-level1", "address-level2"),
    *("postal-code", "country-name"),
)
"""Of WHATWG's autofill field names, those that a person may be asked on one line."""


def _parse(raw: Raw, settings: Settings, today: date) -> str:
    text = text_of(raw)
    _check(text, settings, today)
    return text


def _check(text: str, settings: Settings, _today: date) -> None:
    check_length(text, settings, LONGEST)


FIELD_TYPE = FieldType(
    name="text",
    title=_("Texte court"),
    control=Control.TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    check=_check,
    keys=length_keys(LONGEST),
    purposes=PURPOSES,
    accepts=(
        Accepts("Diallo", "Diallo", "Diallo"),
        Accepts("  Jean \t Pierre\n", "Jean Pierre", "Jean Pierre"),
        Accepts("E\u0301lodie", "\u00c9lodie", "Élodie"),
        Accepts("Ab\u200bdou\u202e", "Abdou", "Abdou"),
    ),
    refuses=(
        Refuses("  ", "Répondez à cette question."),
        Refuses(["Awa", "Binta"], "Écrivez une seule réponse, dans la case prévue."),
        Refuses(
            "x" * 201, "Raccourcissez votre réponse : 200 caractères au plus, elle en compte 201."
        ),
        Refuses(
            "abc",
            "Écrivez au moins 5 caractères : votre réponse en compte 3.",
            Settings({"min_length": 5}),
        ),
        Refuses(
            "a\x00b",
            "Votre réponse contient un caractère qui ne peut pas être conservé : "
            "effacez-la et écrivez-la de nouveau au clavier.",
        ),
    ),
)
