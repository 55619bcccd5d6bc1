"""A value of a dossier as a data field of the standard writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, assert_never

from ..fields.countries import CODES, SPECIAL
from ..fields.day import PartialDate
from ..source.wording import _, quoted
from ..two_d_doc import Content, SealField, SealType
from .code import Datum
from .romanise import romanised
from .street import shortened
from .unsealable import Unsealable

KOSOVO = {"XK": "XH"}
"""The standard writes Kosovo by a code of its own."""

COUNTRIES = frozenset({*CODES, *SPECIAL, *KOSOVO.values()} - KOSOVO.keys())

_ADDRESS_PARTS: Mapping[str, tuple[str, ...]] = {
    "6S": ("complement",),
    "6T": ("complement",),
    "6U": ("numero", "voie"),
    "6V": ("lieu_dit",),
}
"""What a line takes of a whole address."""

UNWRITTEN = "XXX"
"""What a code says for a name or place of which no letter can be written.

X is how passports write what is unknown: « XX » for a day or month of birth, « XXX » for a
nationality (ICAO Doc 9303). A single X would be somebody's name.
"""

TEXTS = frozenset({Content.LETTERS, Content.LETTERS_AND_DIGITS, Content.ADDRESS_LINE})
"""Names and places, which people have whatever the letters: never refused."""

_NO_NAMES = str.maketrans(dict.fromkeys("0123456789"))
_BETWEEN_NAMES = str.maketrans(dict.fromkeys(",;", "/"))


def data(type_: SealType, values: Mapping[str, Any]) -> tuple[Datum, ...]:
    """In the standard's order; what nobody gave is left out, or empty where the standard asks.

    A name or place is written whatever its letters. Raises Unsealable for another value that its
    field cannot hold, and for one it cannot do without.
    """
    for id_ in values:
        if id_ not in type_.fields:
            message = _("La donnée « {id} » n’existe pas dans ce type de document.")
            raise Unsealable(id_, message.format(id=id_))
    found = (datum(id_, field, values.get(id_)) for id_, field in type_.fields.items())
    return tuple(one for one in found if one is not None)


def datum(id_: str, field: SealField, value: Any) -> Datum | None:
    """One value; nothing for an optional one that is absent. Raises Unsealable."""
    if not _is_given(id_, value):
        if field.is_mandatory and field.least:
            raise _refused(id_, field, _("La donnée {name} manque."))
        return Datum(id_, "") if field.is_mandatory else None
    text = _written(id_, field, value)
    if not text and not field.is_mandatory:
        return None
    if not text and field.content in TEXTS:
        return Datum(id_, UNWRITTEN)
    if not text:
        raise _refused(id_, field, _("La donnée {name} ne peut pas être « {text} »."), str(value))
    if len(text) > field.most and not field.is_fixed and field.content is not Content.CODE:
        return Datum(id_, text[: field.most].rstrip(), is_cut=True)
    if not field.least <= len(text) <= field.most or (field.values and text not in field.values):
        raise _refused(id_, field, _("La donnée {name} ne peut pas être « {text} »."), text)
    return Datum(id_, text)


def _is_given(id_: str, value: Any) -> bool:
    """Blanks alone are nothing, and so is an address without the parts that its line takes."""
    if value is None:
        return False
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(_is_given(id_, one) for one in value)
    return bool(_line(id_, value).strip())


def _written(id_: str, field: SealField, value: Any) -> str:
    match field.content:
        case Content.DIGITS:
            return _digits(id_, field, value)
        case Content.DAY | Content.BIRTH_DAY:
            return _day(id_, field, value)
        case Content.COUNTRY:
            return _country(id_, field, value)
        case Content.LETTERS:
            return _letters(id_, value)
        case Content.CODE | Content.POSTAL_CODE:
            return romanised(str(value)).replace(" ", "")
        case Content.SEX:
            return str(value)
        case Content.LETTERS_AND_DIGITS:
            return romanised(str(value))
        case Content.ADDRESS_LINE:
            return shortened(romanised(_line(id_, value)), field.most)
        case _:
            assert_never(field.content)


def _digits(id_: str, field: SealField, value: Any) -> str:
    """Zeros before it, as in every number of a fixed length."""
    text = romanised(str(value)).replace(" ", "")
    if not text.isdecimal():
        raise _refused(id_, field, _("La donnée {name} ne peut pas être « {text} »."), str(value))
    return text.zfill(field.least)


def _day(id_: str, field: SealField, value: Any) -> str:
    """JJMMAAAA; of a birth, 00 stands for what nobody knows."""
    is_whole = isinstance(value, date) or (isinstance(value, PartialDate) and value.day)
    may_be_partial = field.content is Content.BIRTH_DAY and isinstance(value, PartialDate)
    if not (is_whole or may_be_partial):
        raise _refused(id_, field, _("La donnée {name} ne peut pas être « {text} »."), str(value))
    return f"{value.day or 0:02}{value.month or 0:02}{value.year:04}"


def _country(id_: str, field: SealField, value: Any) -> str:
    code = KOSOVO.get(str(value), str(value))
    if code not in COUNTRIES:
        raise _refused(id_, field, _("La donnée {name} ne peut pas être « {text} »."), str(value))
    return code


def _letters(id_: str, value: Any) -> str:
    """Without digits. First names given one by one, or between commas, are set apart by « / »."""
    if id_ != "60":
        return " ".join(romanised(str(value)).translate(_NO_NAMES).split())
    rows = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    names = "/".join(str(row).translate(_BETWEEN_NAMES) for row in rows).split("/")
    plain = (" ".join(romanised(name).translate(_NO_NAMES).split()) for name in names)
    return "/".join(filter(None, plain))


def _line(id_: str, value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    parts = (str(value.get(part) or "") for part in _ADDRESS_PARTS.get(id_, ()))
    return " ".join(filter(None, parts))


def _refused(id_: str, field: SealField, message: str, text: str = "") -> Unsealable:
    name = f"{quoted(field.name)} ({id_})"
    return Unsealable(id_, message.format(name=name, text=text))
