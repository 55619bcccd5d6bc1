"""Several questions that make one: a spouse, a host, an employer."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...expr.types import OPAQUE
from ...source.wording import NBSP, THIN, _
from ..composite import (
    Value,
    check_parts,
    pack_parts,
    parse_parts,
    raw_parts,
    read_parts,
    relevant_parts,
    show_parts,
    unpack_parts,
)
from ..field_type import Accepts, Control, FieldType, Json, Key, Kind, Part, Raw, Refuses, Settings
from . import date as day_type
from . import text


def _parse(raw: Raw, settings: Settings, today: date) -> dict[str, Any]:
    return parse_parts(settings.parts, raw, today)


def _check(value: Value, settings: Settings, today: date) -> None:
    check_parts(settings.parts, value, today)


def _relevant(value: Value, settings: Settings) -> Value:
    return relevant_parts(settings.parts, value)


def _show(value: Value, settings: Settings) -> str:
    return show_parts(settings.parts, value)


def _pack(value: Value, settings: Settings) -> Json:
    return pack_parts(settings.parts, value)


def _unpack(packed: Json, settings: Settings) -> dict[str, Any]:
    return unpack_parts(settings.parts, packed)


def _raw(value: Value, settings: Settings) -> Raw:
    return raw_parts(settings.parts, value)


def _read(value: Value, settings: Settings) -> dict[str, Any]:
    return read_parts(settings.parts, value)


_SPOUSE = Settings(
    parts=(
        Part("nom", "Nom", text.FIELD_TYPE),
        Part("nom_usage", "Nom d’usage", text.FIELD_TYPE, optional=True),
        Part("naissance", "Né(e) le", day_type.FIELD_TYPE, Settings({"before": "today"})),
    )
)

FIELD_TYPE = FieldType(
    name="group",
    title=_("Groupe de questions"),
    control=Control.PARTS,
    expression=lambda _settings: OPAQUE,
    parse=_parse,
    check=_check,
    relevant=_relevant,
    show=_show,
    pack=_pack,
    unpack=_unpack,
    raw=_raw,
    read=_read,
    keys={"fields": Key(Kind.FIELDS, _("Les questions du groupe, dans l’ordre."), True)},
    accepts=(
        Accepts(
            {"nom": "Diallo", "naissance": "31/01/1990"},
            {"nom": "Diallo", "naissance": date(1990, 1, 31)},
            f"Nom{NBSP}: Diallo{THIN}; Né(e) le{NBSP}: 31{NBSP}janvier{NBSP}1990",
            _SPOUSE,
        ),
        Accepts(
            {"nom": "Diallo", "nom_usage": " ", "naissance": "31/01/1990"},
            {"nom": "Diallo", "naissance": date(1990, 1, 31)},
            f"Nom{NBSP}: Diallo{THIN}; Né(e) le{NBSP}: 31{NBSP}janvier{NBSP}1990",
            _SPOUSE,
        ),
        Accepts(
            {"nom": "Diallo", "nom_usage": "Sow", "naissance": "31/01/1990", "autre": "?"},
            {"nom": "Diallo", "nom_usage": "Sow", "naissance": date(1990, 1, 31)},
            f"Nom{NBSP}: Diallo{THIN}; Nom d’usage{NBSP}: Sow{THIN}; "
            f"Né(e) le{NBSP}: 31{NBSP}janvier{NBSP}1990",
            _SPOUSE,
        ),
    ),
    refuses=(
        Refuses("", "Répondez à cette question.", _SPOUSE),
        Refuses(["Diallo"], "Répondez séparément dans chaque case.", _SPOUSE),
        Refuses({"naissance": "31/01/1990"}, "Répondez à cette question.", _SPOUSE, "nom"),
        Refuses(
            {"nom": "Diallo", "naissance": "31/01/2030"},
            "Indiquez une date avant le 2\u00a0novembre\u00a02026.",
            _SPOUSE,
            "naissance",
        ),
    ),
)
