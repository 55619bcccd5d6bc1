"""Effects as a store keeps them, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from ..dossier.effects import Effect, HandOver, Issue, Send, Wake
from ..store.store import Effect as Kept

WAKE = "wake"
"""The key of a dossier's next instant: a newer one takes the place of the former."""

_TYPES = {"send": Send, "issue": Issue, "hand_over": HandOver, "wake": Wake}
_NAMES = {type_: name for name, type_ in _TYPES.items()}


def kept(effect: Effect, now: datetime) -> Kept:
    """Due now, a wake at its instant."""
    data = {"v": 1, "type": _NAMES[type(effect)], **_plain(asdict(effect))}
    if isinstance(effect, Wake):
        return Kept(data, effect.at, WAKE)
    return Kept(data, now)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
        case frozenset():
            return sorted(value)
        case datetime() | date():
            return value.isoformat()
        case None | bool() | int() | str():
            return value
    return str(value)
