"""Answers made of named parts: read, checked and shown part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from ..expr.types import Type
from ..source.wording import THIN, _
from .field_type import Control, FieldType, Json, Part, Raw, Refused, Settings
from .reading import empty, is_blank

Given = TypeVar("Given")
Result = TypeVar("Result")

Parts = Sequence[Part]
Value = Mapping[str, Any]
"""Part name to value; an optional part left empty is absent."""


def parts_of(type_: FieldType, settings: Settings) -> tuple[Part, ...]:
    """The parts that conditions name, as `conjoint.nom`; a list's are read through `item`."""
    return type_.parts or (settings.parts if type_.control is Control.PARTS else ())


def refuse(faults: Sequence[Refused]) -> None:
    """Raises the first fault with the others, if there are any."""
    if faults:
        first, *others = faults
        raise Refused(first.sentence, first.part, others)


def each(
    named: Iterable[tuple[str, Given]], judge: Callable[[Given], Result]
) -> list[tuple[str, Result]]:
    """What `judge` makes of each, or all their faults at once, told under their names."""
    results, faults = list[tuple[str, Result]](), list[Refused]()
    for name, given in named:
        try:
            results.append((name, judge(given)))
        except Refused as fault:
            faults.extend(fault.under(name))
    refuse(faults)
    return results


def rows_of(raw: Raw, names: Iterable[str]) -> list[tuple[str, Raw]]:
    """The rows that hold something in a part of these names, each under its number, from 1."""
    if isinstance(raw, str | Mapping) or not isinstance(raw, Sequence):
        raise empty() if is_blank(raw) else Refused(_("Répondez séparément dans chaque case."))
    known = tuple(names)
    return [
        (str(number), row)
        for number, row in enumerate(raw, 1)
        if not is_blank([row.get(name, "") for name in known] if isinstance(row, Mapping) else row)
    ]


def parse_parts(parts: Parts, raw: Raw, today: date) -> dict[str, Any]:
    """The value of each part, or all their faults at once."""
    if not isinstance(raw, Mapping):
        raise empty() if is_blank(raw) else Refused(_("Répondez séparément dans chaque case."))
    given = (
        (part.name, part)
        for part in parts
        if not (part.optional and is_blank(raw.get(part.name, "")))
    )
    return dict(
        each(given, lambda part: part.type.parse(raw.get(part.name, ""), part.settings, today))
    )


def check_parts(parts: Parts, value: Value, today: date) -> None:
    """Raises Refused when a part no longer stands, or one that now applies is missing."""

    def judge(part: Part) -> None:
        if part.name in value:
            part.type.check(value[part.name], part.settings, today)
        elif not part.optional:
            raise empty()

    each(((part.name, part) for part in parts), judge)


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
    return f"{THIN}; ".join(told)


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
