"""Effects as a store keeps them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..dossier.effects import Effect, HandOver, Issue, Send, Wake
from ..fields.day import PartialDate
from ..store.store import Effect as Kept

VERSION = 1
WAKE = "wake"
"""The key of a dossier's next instant: a newer one takes the place of the former."""

_TYPES = {"send": Send, "issue": Issue, "hand_over": HandOver, "wake": Wake}
_NAMES = {type_: name for name, type_ in _TYPES.items()}


def kept(effect: Effect, now: datetime) -> Kept:
    """Due now, a wake at its instant."""
    body = {field.name: _plain(getattr(effect, field.name)) for field in fields(effect)}
    data = {"v": VERSION, "type": _NAMES[type(effect)], **body}
    if isinstance(effect, Wake):
        return Kept(data, effect.at, WAKE)
    return Kept(data, now, is_secret=is_secret(effect))


def is_secret(effect: Effect) -> bool:
    """Whether it carries a password, or an address that opens a door once."""
    match effect:
        case HandOver():
            return bool(effect.secrets)
        case Send():
            return bool(effect.awaits)
    return False


def effect_of(data: Mapping[str, Any]) -> Effect:
    """What `kept` wrote, values and types; what was not written yet has its default.

    Raises ValueError for what this version cannot read.
    """
    type_ = _TYPES.get(str(data.get("type")))
    if data.get("v") != VERSION or type_ is None:
        raise ValueError(f"an effect of version {data.get('v')!r}, type {data.get('type')!r}")
    names = (field.name for field in fields(type_) if field.name in data)
    effect: Effect = type_(**{name: _read(data[name]) for name in names})
    return effect


def _plain(value: Any) -> Any:
    """What is not JSON by itself becomes an object with one key, beginning with $."""
    match value:
        case datetime():
            return {"$instant": value.isoformat()}
        case date():
            return {"$day": value.isoformat()}
        case PartialDate():
            return {"$partial_day": str(value)}
        case Decimal():
            return {"$number": str(value)}
        case frozenset():
            return {"$options": sorted(value)}
        case tuple():
            return {"$row": [_plain(one) for one in value]}
        case list():
            return [_plain(one) for one in value]
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
    return value


def _read(value: Any) -> Any:
    match value:
        case {"$instant": str(text)}:
            return datetime.fromisoformat(text)
        case {"$day": str(text)}:
            return date.fromisoformat(text)
        case {"$partial_day": str(text)}:
            return PartialDate(*(int(piece) for piece in text.split("-")))
        case {"$number": str(text)}:
            return Decimal(text)
        case {"$options": list(options)}:
            return frozenset(options)
        case {"$row": list(row)}:
            return tuple(_read(one) for one in row)
        case list():
            return [_read(one) for one in value]
        case dict():
            return {key: _read(one) for key, one in value.items()}
    return value
