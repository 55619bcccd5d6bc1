"""Events as plain versioned JSON, and back.

Shape: {"v": 1, "type": "answered", …the fields of the event…}; dates are AAAA-MM-JJ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, get_args

from .events import Event, File

VERSION = 1


class Unreadable(Exception):
    """An entry of a journal that this version cannot read; the sentence says why, in English."""


def _tag(type_: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type_.__name__).lower()


_TAGS: dict[type, str] = {type_: _tag(type_) for type_ in get_args(Event)}
_TYPES = {tag: type_ for type_, tag in _TAGS.items()}
_NAMES = {type_: tuple(each.name for each in fields(type_)) for type_ in (*_TAGS, File)}


def to_json(event: Event) -> dict[str, Any]:
    """The JSON object of an event."""
    return {"v": VERSION, "type": _TAGS[type(event)], **_object(event)}


def _object(told: Event | File) -> dict[str, Any]:
    return {name: _plain(getattr(told, name)) for name in _NAMES[type(told)]}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, File):
        return _object(value)
    return list(value) if isinstance(value, tuple) else value


def from_json(entry: dict[str, Any]) -> Event:
    """The event of a JSON object; Unreadable when it is none that this version knows."""
    type_ = _TYPES.get(str(entry.get("type")))
    if entry.get("v") != VERSION or type_ is None:
        raise Unreadable(f"an entry of version {entry.get('v')!r}, type {entry.get('type')!r}")
    try:
        event: Event = _made(type_, entry)
    except (LookupError, TypeError, ValueError) as error:
        raise Unreadable(f"{entry['type']}: {error!r}") from error
    return event


def _made(type_: type, entry: Mapping[str, Any]) -> Any:
    return type_(**{name: read(entry[name]) for name, read in _reading(type_)})


@cache
def _reading(type_: type) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((each.name, _READ[str(each.type)]) for each in fields(type_))


def _as(*types: type) -> Callable[[Any], Any]:
    """Raises TypeError for a value of any other type."""

    def read(value: Any) -> Any:
        if type(value) not in types:
            raise TypeError(f"{value!r} is no {types[0].__name__}")
        return value

    return read


def _texts(value: Any) -> dict[str, str]:
    return {name: _TEXT(text) for name, text in _OBJECT(value).items()}


_TEXT, _OBJECT, _LIST = _as(str), _as(dict), _as(list)
_READ: Mapping[str, Callable[[Any], Any]] = {
    "str": _TEXT,
    "int": _as(int),
    "bool": _as(bool),
    "date": date.fromisoformat,
    "File": lambda value: _made(File, _OBJECT(value)),
    "Json": _as(str, int, float, bool, list, dict, type(None)),
    "Mapping[str, Json]": _OBJECT,
    "Mapping[str, str]": _texts,
    "tuple[str, ...]": lambda value: tuple(_TEXT(one) for one in _LIST(value)),
}
"""By the type of a field of an event, as it is written there."""
