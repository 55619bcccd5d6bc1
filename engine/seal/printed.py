"""The data of a code as people read them on the paper beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..fields.countries import country_names
from ..fields.day import PartialDate, french_date
from ..source.wording import _
from ..two_d_doc import SEAL_TYPES, Content, SealField
from .code import Code, Datum
from .write import KOSOVO, data

Row = tuple[str, str, str]
"""The id of a data field, its French name and its value."""

DOCUMENTS: Mapping[str, str] = {
    "1": _("Attestation de dépôt d’une demande de titre de séjour"),
    "2": _("Attestation de prolongation d’instruction d’une demande de titre de séjour"),
    "3": _("Attestation favorable de décision d’une demande de titre de séjour"),
    "4": _("Attestation de dépôt d’un document de circulation pour étranger mineur"),
    "5": _("Document de circulation pour étranger mineur"),
}
"""What the field 6J says."""

SEXES = {"M": _("Masculin"), "F": _("Féminin")}

_ISO = {same: code for code, same in KOSOVO.items()}


def printed(source: Code | Mapping[str, Any], type_: str = "13") -> tuple[Row, ...]:
    """The rows of the table « nom : valeur » that a paper carries; empty values have no row.

    From values of an `Issue` as from the code made of them: the same rows. A type of document that
    Parcours does not issue has the ids for names. Raises Unsealable as `sealed` does.
    """
    if isinstance(source, Code):
        return tuple(_rows(source.data, source.header.type))
    return tuple(_rows(data(SEAL_TYPES[type_], source), type_))


def _rows(found: tuple[Datum, ...], type_: str) -> Iterator[Row]:
    known = SEAL_TYPES.get(type_)
    for datum in found:
        field = known.fields.get(datum.id) if known else None
        if datum.value:
            name = field.name if field else _("Donnée {id}").format(id=datum.id)
            yield datum.id, name, readings(datum, field)[0]


def readings(datum: Datum, field: SealField | None) -> tuple[str, ...]:
    """Every way in which a paper may print that value, ours first."""
    value = datum.value
    match field and field.content:
        case Content.DAY | Content.BIRTH_DAY:
            return _days(value)
        case Content.COUNTRY:
            name = country_names().get(_ISO.get(value, value))
            return (f"{name} ({value})", name, value) if name else (value,)
        case Content.SEX:
            return (SEXES.get(value, value), value)
        case Content.DIGITS if value in (field.values if field else ()):
            return (DOCUMENTS[value], value)
        case Content.DIGITS:
            return (value.lstrip("0") or value, value)
    return (f"{value}…" if datum.is_cut else value, value)


def _days(value: str) -> tuple[str, ...]:
    """17/04/1991, 04/1991 or 1991; an impossible day is told as it is written."""
    try:
        day, month, year = (int(part) for part in (value[:2], value[2:4], value[4:]))
        written = french_date(PartialDate(year, month or None, day or None))
    except ValueError:
        return (value,)
    pieces = [f"{part:02}" for part in (day, month) if part]
    return ("/".join([*pieces, f"{year:04}"]), written, value)
