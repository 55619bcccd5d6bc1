"""As many rows of the same questions as there are children, stays or employers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ...expr.types import Listed
from ...source.wording import NBSP, THIN, _, ngettext
from ..composite import (
    Value,
    check_parts,
    each,
    is_blank_beside,
    pack_parts,
    parse_parts,
    raw_parts,
    read_parts,
    relevant_parts,
    rows_of,
    show_parts,
    typed_named,
    unpack_parts,
)
from ..field_type import (
    Accepts,
    Control,
    FieldType,
    Json,
    Key,
    Kind,
    Part,
    Raw,
    Refused,
    Refuses,
    Settings,
)
from ..reading import empty, is_blank
from . import date as day_type
from . import text

USUAL_ROWS = 50
"""The most where nothing is said."""
MOST_ROWS = 100
"""No list may allow more: what reads a form looks at one row more, so that it is refused."""

Rows = Sequence[Value]


def _expression(settings: Settings) -> Listed:
    return Listed(
        tuple(
            typed
            for part in settings.parts
            for typed in typed_named(part.name, part.type, part.settings)
        )
    )


def _bounds(settings: Settings) -> tuple[int, int]:
    """How many rows at least (one, if nothing is said) and at most."""
    return settings.values.get("min", 1), settings.values.get("max", USUAL_ROWS)


def _parse(raw: Raw, settings: Settings, today: date) -> tuple[dict[str, Any], ...]:
    parts = settings.parts
    named = [] if is_blank(raw) else rows_of(raw, (part.name for part in parts))
    given = [(number, row) for number, row in named if not is_blank_beside(parts, row, today)]
    if not given and _bounds(settings)[0] > 0:
        raise empty()
    _check_count(len(given), settings)
    return tuple(row for _n, row in each(given, lambda row: parse_parts(parts, row, today)))


def _check(rows: Rows, settings: Settings, today: date) -> None:
    _check_count(len(rows), settings)
    numbered = ((str(number), row) for number, row in enumerate(rows, 1))
    each(numbered, lambda row: check_parts(settings.parts, row, today))


def _relevant(rows: Rows, settings: Settings) -> Rows:
    return tuple(relevant_parts(settings.parts, row) for row in rows)


def _check_count(count: int, settings: Settings) -> None:
    least, most = _bounds(settings)
    if count < least:
        sentence = ngettext(
            "Remplissez au moins {count} ligne.", "Remplissez au moins {count} lignes.", least
        )
        raise Refused(sentence.format(count=least))
    if count > most:
        sentence = ngettext(
            "Remplissez {count} ligne au plus.", "Remplissez {count} lignes au plus.", most
        )
        raise Refused(sentence.format(count=most))


def _show(rows: Rows, settings: Settings) -> str:
    """One line a row."""
    return "\n".join(show_parts(settings.parts, row) for row in rows) or _("Aucune ligne")


def _pack(rows: Rows, settings: Settings) -> Json:
    return [pack_parts(settings.parts, row) for row in rows]


def _unpack(packed: Json, settings: Settings) -> tuple[dict[str, Any], ...]:
    assert isinstance(packed, list)
    return tuple(unpack_parts(settings.parts, row) for row in packed)


def _raw(rows: Rows, settings: Settings) -> Raw:
    return [raw_parts(settings.parts, row) for row in rows]


def _read(rows: Rows, settings: Settings) -> tuple[dict[str, Any], ...]:
    return tuple(read_parts(settings.parts, row) for row in rows)


_CHILD = (
    Part("nom", "Nom", text.FIELD_TYPE),
    Part("naissance", "Né(e) le", day_type.FIELD_TYPE, optional=True),
)
_CHILDREN = Settings(parts=_CHILD)
_AWA = {"nom": "Awa", "naissance": date(2015, 1, 31)}

FIELD_TYPE = FieldType(
    name="list",
    title=_("Liste"),
    control=Control.ROWS,
    expression=_expression,
    parse=_parse,
    check=_check,
    relevant=_relevant,
    show=_show,
    pack=_pack,
    unpack=_unpack,
    raw=_raw,
    read=_read,
    keys={
        "item": Key(Kind.FIELDS, _("Les questions de chaque ligne, dans l’ordre."), True),
        "min": Key(Kind.INTEGER, _("Le plus petit nombre de lignes (1 si rien n’est dit).")),
        "max": Key(
            Kind.INTEGER,
            _("Le plus grand nombre de lignes (50 si rien n’est dit, 100 au plus)."),
        ),
    },
    bounds=_bounds,
    accepts=(
        Accepts(
            [{"nom": "Awa", "naissance": "31/01/2015"}, {"nom": "Binta"}],
            (_AWA, {"nom": "Binta"}),
            f"Nom{NBSP}: Awa{THIN}; Né(e) le{NBSP}: 31{NBSP}janvier{NBSP}2015\nNom{NBSP}: Binta",
            _CHILDREN,
        ),
        Accepts(
            [{"nom": "", "naissance": ""}, {"nom": "Binta", "naissance": " "}],
            ({"nom": "Binta"},),
            f"Nom{NBSP}: Binta",
            _CHILDREN,
        ),
        Accepts([], (), "Aucune ligne", Settings({"min": 0}, parts=_CHILD)),
    ),
    refuses=(
        Refuses([{"nom": ""}], "Répondez à cette question.", _CHILDREN),
        Refuses("Awa", "Répondez séparément dans chaque case.", _CHILDREN),
        Refuses(["Awa"], "Répondez séparément dans chaque case.", _CHILDREN, "1"),
        Refuses(
            [{"nom": "Awa"}, {}, {"naissance": "31/01/2015"}],
            "Répondez à cette question.",
            _CHILDREN,
            "3.nom",
        ),
        Refuses(
            [{"nom": "Awa"}, {"nom": "Binta"}],
            "Remplissez 1 ligne au plus.",
            Settings({"max": 1}, parts=_CHILD),
        ),
        Refuses(
            [{"nom": "Awa"}],
            "Remplissez au moins 2 lignes.",
            Settings({"min": 2}, parts=_CHILD),
        ),
    ),
)
