"""What was typed in a form that gave it back: whether a control holds anything."""

from __future__ import annotations

from collections.abc import Mapping

from ..engine.fields.field_type import Raw
from ..renderers.html.names import Posted


def is_typed(told: Posted, name: str) -> bool:
    """Whether the fault of that name is about something typed, or not about a question at all.

    A question left blank is no fault of who only saves.
    """
    question = next((one for one in told.raws if f"{name}.".startswith(f"{one}.")), None)
    if question is None:
        return True
    raw = told.raws[question]
    for part in name.removeprefix(question).split(".")[1:]:
        raw = _part(raw, part)
    return not _is_blank(raw)


def _part(raw: Raw, part: str) -> Raw:
    """Of a group by its name, of a list by its number, from 1."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, Mapping):
        return raw.get(part, "")
    return raw[int(part) - 1] if part.isdigit() and 0 < int(part) <= len(raw) else ""


def _is_blank(raw: Raw) -> bool:
    if isinstance(raw, str):
        return not raw.strip()
    return all(map(_is_blank, raw.values() if isinstance(raw, Mapping) else raw))
