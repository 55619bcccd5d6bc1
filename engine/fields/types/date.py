"""A day, or a birth date of which only the month or the year is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...expr.types import DATE
from ...source.wording import _
from ..day import PartialDate, check_day, day_of, french_date, last_day
from ..field_type import Accepts, Control, FieldType, Json, Key, Kind, Raw, Refuses, Settings

DAY_KEYS: Mapping[str, Key] = {
    "before": Key(
        Kind.DAY, _("La réponse précède ce jour : une date AAAA-MM-JJ, ou today pour le jour même.")
    ),
    "after": Key(
        Kind.DAY, _("La réponse suit ce jour : une date AAAA-MM-JJ, ou today pour le jour même.")
    ),
}


def _is_partial(settings: Settings) -> bool:
    return bool(settings.values.get("partial"))


def _parse(raw: Raw, settings: Settings, today: date) -> date | PartialDate:
    found = day_of(raw, _is_partial(settings))
    day = found if _is_partial(settings) else found.last
    check_day(day, settings, today)
    return day


def _show(day: date | PartialDate, _settings: Settings) -> str:
    return french_date(day)


def _pack(day: date | PartialDate, _settings: Settings) -> str:
    return str(day)


def _unpack(packed: Json, settings: Settings) -> date | PartialDate:
    """Raises ValueError for a text that is no date."""
    if not _is_partial(settings):
        return date.fromisoformat(str(packed))
    return PartialDate(*(int(piece) for piece in str(packed).split("-")))


def _raw(day: date | PartialDate, _settings: Settings) -> Raw:
    return {"day": str(day.day or ""), "month": str(day.month or ""), "year": str(day.year)}


def _read(day: date | PartialDate, _settings: Settings) -> date:
    return last_day(day)


_PARTIAL: dict[str, Any] = {"partial": True}
_PARTIAL_BIRTH = Settings({"partial": True, "before": "today"})

FIELD_TYPE = FieldType(
    name="date",
    title=_("Date"),
    control=Control.DATE,
    expression=lambda _settings: DATE,
    parse=_parse,
    check=check_day,
    show=_show,
    pack=_pack,
    unpack=_unpack,
    raw=_raw,
    read=_read,
    keys={
        **DAY_KEYS,
        "partial": Key(
            Kind.BOOLEAN, _("Si true, le jour, ou le jour et le mois, peuvent être inconnus.")
        ),
    },
    purposes=("bday",),
    accepts=(
        Accepts("31/01/2026", date(2026, 1, 31), "31\u00a0janvier\u00a02026"),
        Accepts("2026-01-31", date(2026, 1, 31), "31\u00a0janvier\u00a02026"),
        Accepts("31.1.2026", date(2026, 1, 31), "31\u00a0janvier\u00a02026"),
        Accepts("1er AOUT 2026", date(2026, 8, 1), "1er\u00a0août\u00a02026"),
        Accepts("31 janv. 2026", date(2026, 1, 31), "31\u00a0janvier\u00a02026"),
        Accepts(
            {"day": "29", "month": "2", "year": "2024"},
            date(2024, 2, 29),
            "29\u00a0février\u00a02024",
        ),
        Accepts("05/1980", PartialDate(1980, 5), "mai\u00a01980", Settings(_PARTIAL)),
        Accepts("00/00/1980", PartialDate(1980), "1980", Settings(_PARTIAL)),
        Accepts(
            {"day": "", "month": "mai", "year": "1980"},
            PartialDate(1980, 5),
            "mai\u00a01980",
            _PARTIAL_BIRTH,
        ),
        Accepts(
            "17/05/1980", PartialDate(1980, 5, 17), "17\u00a0mai\u00a01980", Settings(_PARTIAL)
        ),
    ),
    refuses=(
        Refuses({"day": "", "month": " ", "year": ""}, "Répondez à cette question."),
        Refuses(
            "hier",
            "Écrivez une date avec le jour, le mois et l'année, par exemple « 31/01/1990 ».",
        ),
        Refuses(
            "05/1980",
            "Écrivez une date avec le jour, le mois et l'année, par exemple « 31/01/1990 ».",
        ),
        Refuses("31/01/90", "Écrivez l'année avec quatre chiffres, par exemple « 1990 »."),
        Refuses(
            "29/02/2026",
            "Cette date n'existe pas : vérifiez le jour et le mois, par exemple « 28/02/2026 ».",
        ),
        Refuses(
            "peut-être en mai",
            "Écrivez une date, par exemple « 31/01/1990 », ou « 01/1990 » ou « 1990 » "
            "si le jour ou le mois est inconnu.",
            Settings(_PARTIAL),
        ),
        Refuses(
            "17/00/1980",
            "Indiquez aussi le mois, ou laissez le jour vide.",
            Settings(_PARTIAL),
        ),
        Refuses(
            "02/11/2026",
            "Indiquez une date avant le 2\u00a0novembre\u00a02026.",
            Settings({"before": "today"}),
        ),
        Refuses(
            "2026",
            "Précisez le mois et le jour, pour montrer que cette date est avant le "
            "2\u00a0novembre\u00a02026.",
            _PARTIAL_BIRTH,
        ),
        Refuses(
            "31/12/2025",
            "Indiquez une date après le 1er\u00a0janvier\u00a02026.",
            Settings({"after": date(2026, 1, 1)}),
        ),
    ),
)
