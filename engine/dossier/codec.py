"""Events as plain versioned JSON, and back.

Shape: {"v": 1, "type": "answered", …the fields of the event…}; dates are AAAA-MM-JJ.
"""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from datetime import date
from typing import Any, get_args

from .events import Attached, Event, File

VERSION = 1


class Unreadable(Exception):
    """An entry of a journal that this version cannot read; the sentence says why, in English."""


def _tag(type_: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type_.__name__).lower()


_TYPES: dict[str, type] = {_tag(type_): type_ for type_ in get_args(Event)}


def to_json(event: Event) -> dict[str, Any]:
    """The JSON object of an event."""
    body = {key: _plain(value) for key, value in asdict(event).items()}
    return {"v": VERSION, "type": _tag(type(event)), **body}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_json(entry: dict[str, Any]) -> Event:
    """The event of a JSON object; Unreadable when it is none that this version knows."""
    type_ = _TYPES.get(str(entry.get("type")))
    if entry.get("v") != VERSION or type_ is None:
        raise Unreadable(f"an entry of version {entry.get('v')!r}, type {entry.get('type')!r}")
    names = [field.name for field in fields(type_)]
    missing = [name for name in names if name not in entry]
    if missing:
        raise Unreadable(f"{entry['type']} without {', '.join(missing)}")
    try:
        event: Event = type_(**{name: _read(type_, name, entry[name]) for name in names})
    except (TypeError, ValueError) as error:
        raise Unreadable(f"{entry['type']}: {error}") from error
    return event


def _read(type_: type, name: str, value: Any) -> Any:
    if name == "day":
        return date.fromisoformat(value)
    if type_ is Attached and name == "file":
        return File(**value)
    return tuple(value) if name in ("documents", "attestations") else value
