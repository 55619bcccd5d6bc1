"""Answers made of named parts: read, checked and shown part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..expr.types import Type
from ..source.wording import _
from .field_type import Control, FieldType, Json, Part, Raw, Refused, Settings
from .reading import empty, is_blank

Parts = Sequence[Part]
Value = Mapping[str, Any]
"""Part name to value; an optional part left empty is absent."""


def parts_of(type_: FieldType, settings: Settings) -> tuple[Part, ...]:
    """The parts that conditions name, as `conjoint.nom`; a list's are read through `item`."""
    return settings.parts if type_.control is Control.PARTS and settings.parts else type_.fixed_parts


def refuse(faults: Sequence[Refused]) -> None:
    """Raises the first fault with the others, if there are any."""
    if faults:
        first, *others = faults
        raise Refused(first.sentence, first.part, others)


def parse_parts(parts: Parts, raw: Raw, today: date) -> dict[str, Any]:
    """The value of each part, or all their faults at once."""
    if not isinstance(raw, Mapping):
        raise empty() if is_blank(raw) else Refused(_("Répondez séparément dans chaque case."))
    value, faults = {}, []
    for part in parts:
        given = raw.get(part.name, "")
        if part.optional and is_blank(given):
            continue
        try:
            value[part.name] = part.type.parse(given, part.settings, today)
        except Refused as fault:
            faults.extend(fault.under(part.name))
    refuse(faults)
    return value


def check_parts(parts: Parts, value: Value, today: date) -> None:
    """Raises Refused when a part no longer stands, or one that now applies is missing."""
    faults: list[Refused] = []
    for part in parts:
        try:
            if part.name in value:
                part.type.check(value[part.name], part.settings, today)
            elif not part.optional:
                raise empty()
        except Refused as fault:
            faults.extend(fault.under(part.name))
    refuse(faults)


def _answered(parts: Parts, value: Value) -> Iterator[tuple[Part, Any]]:
    return ((part, value[part.name]) for part in parts if part.name in value)


def show_parts(parts: Parts, value: Value) -> str:
    """« Nom : DIALLO ; Prénoms : Awa »."""
    told = (
        _("{label} : {answer}").format(
            label=part.label, answer=part.type.show(answer, part.settings)
        )
        for part, answer in _answered(parts, value)
    )
    return _(" ; ").join(told)


def pack_parts(parts: Parts, value: Value) -> dict[str, Json]:
    """The JSON form of each part answered."""
    return {part.name: part.type.pack(v, part.settings) for part, v in _answered(parts, value)}


def unpack_parts(parts: Parts, packed: Json) -> dict[str, Any]:
    """The value of each part packed. Raises TypeError for what no journal holds."""
    if not isinstance(packed, dict):
        raise TypeError(f"parts are packed as an object, not as {type(packed).__name__}")
    return {part.name: part.type.unpack(v, part.settings) for part, v in _answered(parts, packed)}


def raw_parts(parts: Parts, value: Value) -> dict[str, Raw]:
    """What the controls of the parts hold."""
    return {part.name: part.type.raw(v, part.settings) for part, v in _answered(parts, value)}


def read_parts(parts: Parts, value: Value) -> dict[str, Any]:
    """The parts as conditions see them, under the names they are read by below the whole."""
    names: dict[str, Any] = {}
    for part, answer in _answered(parts, value):
        names |= read_named(part.name, part.type, part.settings, answer)
    return names


def read_named(name: str, type_: FieldType, settings: Settings, value: Any) -> dict[str, Any]:
    """Every name that conditions may read of an answer: `conjoint`, `conjoint.nom`."""
    whole = type_.read(value, settings)
    if not parts_of(type_, settings):
        return {name: whole}
    return {name: whole, **{f"{name}.{part}": read for part, read in whole.items()}}


def typed_named(name: str, type_: FieldType, settings: Settings) -> tuple[tuple[str, Type], ...]:
    """Those names with their types."""
    below = (
        (f"{name}.{inner}", inner_type)
        for part in parts_of(type_, settings)
        for inner, inner_type in typed_named(part.name, part.type, part.settings)
    )
    return ((name, type_.expression(settings)), *below)
