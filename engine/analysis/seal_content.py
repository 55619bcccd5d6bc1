"""Whether an expression can give what a data field of a seal holds."""

from __future__ import annotations

import re
import unicodedata
from typing import assert_never

from ..expr.check import check_expression
from ..expr.syntax import Expr, Name, Text
from ..expr.types import DATE, INTEGER, TEXT, UNKNOWN, Type
from ..model.definitions import Field
from ..source.wording import _
from ..two_d_doc import Content, SealField
from .story import Story

EXPECTED = {
    Content.DIGITS: _("des chiffres"),
    Content.LETTERS: _("un texte en lettres"),
    Content.LETTERS_AND_DIGITS: _("un texte en lettres et chiffres"),
    Content.CODE: _("un texte en lettres et chiffres"),
    Content.DAY: _("une date complète"),
    Content.BIRTH_DAY: _("une date"),
    Content.SEX: _("'M' ou 'F'"),
    Content.COUNTRY: _("un pays"),
    Content.ADDRESS_LINE: _("une adresse ou un texte"),
    Content.POSTAL_CODE: _("un code postal"),
}

_CURES = {
    Content.DIGITS: _("Nommez une question dont la réponse est en chiffres."),
    Content.LETTERS: _("Nommez une question de type text."),
    Content.LETTERS_AND_DIGITS: _("Nommez une question de type text."),
    Content.CODE: _("Nommez une question de type text."),
    Content.DAY: _("Nommez une question de type date, sans « partial »."),
    Content.BIRTH_DAY: _("Nommez une question de type date."),
    Content.SEX: _("Écrivez une liste de « when » et « value », une valeur par réponse."),
    Content.COUNTRY: _("Nommez une question de type country."),
    Content.ADDRESS_LINE: _("Nommez une question de type address ou text."),
    Content.POSTAL_CODE: _("Nommez un code postal, par exemple adresse.code_postal."),
}

_CONSTANTS = {
    Content.DIGITS: r"\d*",
    Content.LETTERS: r"[A-Z /'-]*",
    Content.LETTERS_AND_DIGITS: r"[A-Z0-9 /'-]*",
    Content.CODE: r"[A-Z0-9]*",
    Content.SEX: r"[MF]",
    Content.COUNTRY: r"[A-Z]{2}",
    Content.ADDRESS_LINE: r"[A-Z0-9 /'-]*",
    Content.POSTAL_CODE: r"\d{5}",
}
"""Of a constant in capitals without accents, as the writer makes it (C40 alphabet)."""


def fits(expr: Expr, story: Story, expected: SealField) -> bool:
    """By its characters for a constant, else by its type."""
    if isinstance(expr, Text):
        return _constant_fits(expr.value, expected)
    type_ = check_expression(expr, story.names)[0]
    return type_ == UNKNOWN or _type_fits(type_, _field(expr, story), expected.content)


def cure(expr: Expr, expected: SealField) -> str:
    """What to write there instead."""
    if not isinstance(expr, Text) or expected.content not in _CONSTANTS:
        return _CURES[expected.content]
    if expected.values:
        return _("Valeurs permises : {values}.").format(values=", ".join(expected.values))
    if expected.least == expected.most:
        return _("Écrivez exactement {count} caractères.").format(count=expected.most)
    return _("Écrivez {count} caractères au plus, sans signe.").format(count=expected.most)


def _constant_fits(value: str, expected: SealField) -> bool:
    pattern = _CONSTANTS.get(expected.content)
    plain = unicodedata.normalize("NFKD", value.upper())
    written = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if pattern is None or not re.fullmatch(pattern, written):
        return False
    if expected.values and written not in expected.values:
        return False
    return expected.least <= len(written) <= expected.most


def _type_fits(type_: Type, field: Field | None, content: Content) -> bool:
    kind = field.type_name if field else ""
    match content:
        case Content.DAY:
            return type_ == DATE and not (field and field.values.get("partial"))
        case Content.BIRTH_DAY:
            return type_ == DATE
        case Content.SEX:
            return False
        case Content.COUNTRY:
            return kind == "country"
        case Content.ADDRESS_LINE:
            return type_ == TEXT or kind == "address"
        case Content.DIGITS | Content.LETTERS_AND_DIGITS | Content.CODE:
            return type_ in (TEXT, INTEGER)
        case Content.LETTERS | Content.POSTAL_CODE:
            return type_ == TEXT
        case _:
            assert_never(content)


def _field(expr: Expr, story: Story) -> Field | None:
    """The question or registry entry that a bare name reads, as a whole or a part of a group."""
    if not isinstance(expr, Name):
        return None
    procedure = story.procedure
    if expr.path.startswith("registry."):
        return procedure.registry.get(expr.path.removeprefix("registry."))
    owner = procedure.fields.get(expr.path.partition(".")[0])
    parts = owner.parts if owner else ()
    return procedure.fields.get(expr.path) or next(
        (part for part in parts if part.id == expr.path), None
    )
