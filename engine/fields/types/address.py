"""A postal address in France, in the parts that the administration's own forms have.

Lengths are those of the national postal address (NF Z10-011: 38 characters a line) and of the
2D-DOC, whose street line is a number of 5, a blank and 32 characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...expr.types import OPAQUE
from ...source.wording import _
from ..composite import (
    Value,
    check_parts,
    pack_parts,
    parse_parts,
    raw_parts,
    read_parts,
    unpack_parts,
)
from ..field_type import Accepts, Control, FieldType, Json, Part, Raw, Refuses, Settings
from . import postal_code, text


def _line(
    name: str, label: str, longest: int, purpose: str = "", *, optional: bool = False
) -> Part:
    settings = Settings({"max_length": longest})
    return Part(name, label, text.FIELD_TYPE, settings, optional, autocomplete=purpose)


# Houses of a hamlet may have no number. A browser knows a number and its street as one line: it
# fills in the street's, and the number may then stay empty.
PARTS = (
    _line("numero", _("Numéro"), 5, optional=True),
    _line("voie", _("Type et nom de la voie"), 32, "address-line1"),
    _line("complement", _("Étage, bâtiment, résidence"), 38, "address-line2", optional=True),
    _line("lieu_dit", _("Lieu-dit ou boîte postale"), 38, optional=True),
    Part("code_postal", _("Code postal"), postal_code.FIELD_TYPE, autocomplete="postal-code"),
    _line("ville", _("Ville"), 32, "address-level2"),
)


def _parse(raw: Raw, _settings: Settings, today: date) -> dict[str, Any]:
    return parse_parts(PARTS, raw, today)


def _check(value: Value, _settings: Settings, today: date) -> None:
    check_parts(PARTS, value, today)


def _show(value: Value, _settings: Settings) -> str:
    """On one line: « Bâtiment B, 12 rue de la Paix, 75002 Paris »."""
    lines = (
        value.get("complement", ""),
        f"{value.get('numero', '')} {value['voie']}".strip(),
        value.get("lieu_dit", ""),
        f"{value['code_postal']} {value['ville']}",
    )
    return ", ".join(filter(None, lines))


def _pack(value: Value, _settings: Settings) -> Json:
    return pack_parts(PARTS, value)


def _unpack(packed: Json, _settings: Settings) -> dict[str, Any]:
    return unpack_parts(PARTS, packed)


def _raw(value: Value, _settings: Settings) -> Raw:
    return raw_parts(PARTS, value)


def _read(value: Value, _settings: Settings) -> dict[str, Any]:
    return read_parts(PARTS, value)


_SHORT: Mapping[str, str] = {
    "numero": "12",
    "voie": "rue de la Paix",
    "code_postal": "75002",
    "ville": "Paris",
}

FIELD_TYPE = FieldType(
    name="address",
    title=_("Adresse postale"),
    control=Control.PARTS,
    expression=lambda _settings: OPAQUE,
    parse=_parse,
    check=_check,
    show=_show,
    pack=_pack,
    unpack=_unpack,
    raw=_raw,
    read=_read,
    parts=PARTS,
    purposes=("street-address",),
    accepts=(
        Accepts(_SHORT, dict(_SHORT), "12 rue de la Paix, 75002 Paris"),
        Accepts(
            {**_SHORT, "code_postal": "75 002", "complement": " Bât  B ", "lieu_dit": ""},
            {**_SHORT, "complement": "Bât B"},
            "Bât B, 12 rue de la Paix, 75002 Paris",
        ),
        Accepts(
            {**_SHORT, "numero": "3 bis", "lieu_dit": "Le Bourg"},
            {**_SHORT, "numero": "3 bis", "lieu_dit": "Le Bourg"},
            "3 bis rue de la Paix, Le Bourg, 75002 Paris",
        ),
        Accepts(
            {"voie": "route du Lac", "code_postal": "20250", "ville": "Corte"},
            {"voie": "route du Lac", "code_postal": "20250", "ville": "Corte"},
            "route du Lac, 20250 Corte",
        ),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses("12 rue de la Paix, 75002 Paris", "Répondez séparément dans chaque case."),
        Refuses({**_SHORT, "ville": " "}, "Répondez à cette question.", part="ville"),
        Refuses(
            {**_SHORT, "code_postal": "750"},
            "Écrivez un code postal de cinq chiffres, par exemple « 75011 ».",
            part="code_postal",
        ),
        Refuses(
            {**_SHORT, "numero": "123456"},
            "Raccourcissez votre réponse : 5 caractères au plus, elle en compte 6.",
            part="numero",
        ),
    ),
)
