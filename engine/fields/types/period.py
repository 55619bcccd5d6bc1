"""A period: from one day to another, both counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...expr.types import OPAQUE
from ...source.wording import _
from ..composite import (
    Value,
    each,
    pack_parts,
    parse_parts,
    raw_parts,
    read_parts,
    unpack_parts,
)
from ..day import check_day, french_date
from ..field_type import Accepts, Control, FieldType, Json, Part, Raw, Refused, Refuses, Settings
from . import date as day_type

PARTS = (
    Part("start", _("Date de début"), day_type.FIELD_TYPE),
    Part("end", _("Date de fin"), day_type.FIELD_TYPE),
)


def _parse(raw: Raw, settings: Settings, today: date) -> dict[str, Any]:
    value = parse_parts(PARTS, raw, today)
    _check(value, settings, today)
    return value


def _check(value: Value, settings: Settings, today: date) -> None:
    each(value.items(), lambda day: check_day(day, settings, today))
    if value["end"] < value["start"]:
        sentence = _("Indiquez une date de fin qui ne précède pas le début, le {start}.")
        raise Refused(sentence.format(start=french_date(value["start"])), "end")


def _show(value: Value, _settings: Settings) -> str:
    return _("du {start} au {end}").format(
        start=french_date(value["start"]), end=french_date(value["end"])
    )


def _pack(value: Value, _settings: Settings) -> Json:
    return pack_parts(PARTS, value)


def _unpack(packed: Json, _settings: Settings) -> dict[str, Any]:
    return unpack_parts(PARTS, packed)


def _raw(value: Value, _settings: Settings) -> Raw:
    return raw_parts(PARTS, value)


def _read(value: Value, _settings: Settings) -> dict[str, Any]:
    return read_parts(PARTS, value)


_MARCH = {"start": date(2026, 3, 1), "end": date(2026, 3, 31)}

FIELD_TYPE = FieldType(
    name="period",
    title=_("Période"),
    control=Control.PARTS,
    expression=lambda _settings: OPAQUE,
    parse=_parse,
    check=_check,
    show=_show,
    pack=_pack,
    unpack=_unpack,
    raw=_raw,
    read=_read,
    keys=day_type.DAY_KEYS,
    parts=PARTS,
    accepts=(
        Accepts(
            {"start": "01/03/2026", "end": "31/03/2026"},
            _MARCH,
            "du 1er\u00a0mars\u00a02026 au 31\u00a0mars\u00a02026",
        ),
        Accepts(
            {"start": {"day": "1", "month": "3", "year": "2026"}, "end": "2026-03-31"},
            _MARCH,
            "du 1er\u00a0mars\u00a02026 au 31\u00a0mars\u00a02026",
            Settings({"before": "today"}),
        ),
        Accepts(
            {"start": "01/03/2026", "end": "1 mars 2026"},
            {"start": date(2026, 3, 1), "end": date(2026, 3, 1)},
            "du 1er\u00a0mars\u00a02026 au 1er\u00a0mars\u00a02026",
        ),
    ),
    refuses=(
        Refuses(" ", "Répondez à cette question."),
        Refuses("mars 2026", "Répondez séparément dans chaque case."),
        Refuses({"start": "01/03/2026"}, "Répondez à cette question.", part="end"),
        Refuses(
            {"start": "31/03/2026", "end": "01/03/2026"},
            "Indiquez une date de fin qui ne précède pas le début, le 31\u00a0mars\u00a02026.",
            part="end",
        ),
        Refuses(
            {"start": "01/03/2026", "end": "01/03/2027"},
            "Indiquez une date avant le 2\u00a0novembre\u00a02026.",
            Settings({"before": "today"}),
            part="end",
        ),
    ),
)
