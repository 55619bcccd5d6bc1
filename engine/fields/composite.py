"""Answers made of named parts: read, checked and shown part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
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


def applying(parts: Parts, answer: Callable[[Part], Any]) -> Iterator[tuple[Part, Any]]:
    """Each part that applies beside those above it, in order, with its answer (None: it has none).

    A part set aside is not asked and counts as unanswered for those below it; what it holds already
    is dormant: kept beside the rest, and no part of what counts.
    """
    if not is_conditional(parts):
        for part in parts:
            yield part, answer(part)
        return
    above: dict[str, Any] = {}
    for part in parts:
        if asked := part.asked(above):
            value = answer(asked)
            if value is not None:
                above |= read_named(part.name, part.type, asked.settings, value)
            yield asked, value


def is_conditional(parts: Parts) -> bool:
    """Whether what is asked depends on what is answered above."""
    return any(part.beside for part in parts)


def asked_parts(parts: Parts, raw: Raw, today: date) -> tuple[Part, ...]:
    """The parts that apply beside what is typed in those above; what is refused answers nothing."""
    if not is_conditional(parts):
        return tuple(parts)
    typed = raw if isinstance(raw, Mapping) else {}

    def answer(part: Part) -> Any:
        with suppress(Refused):
            return part.type.parse(typed.get(part.name, ""), part.settings, today)
        return None

    return tuple(part for part, _value in applying(parts, answer))


def is_left_blank(type_: FieldType, settings: Settings, raw: Raw, today: date) -> bool:
    """Whether nothing is typed where something is asked: a dormant part is not seen."""
    is_rows = type_.control is Control.ROWS and not isinstance(raw, str | Mapping)
    rows = raw if is_rows else (raw,)
    return is_blank(raw) or all(is_blank_beside(settings.parts, row, today) for row in rows)


def is_blank_beside(parts: Parts, raw: Raw, today: date) -> bool:
    """The same of a group or a row; never so where no part has a condition."""
    if not (isinstance(raw, Mapping) and is_conditional(parts)):
        return False
    return all(is_blank(raw.get(part.name, "")) for part in asked_parts(parts, raw, today))


def _judged(parts: Parts, judge: Callable[[Part], Any]) -> dict[str, Any]:
    """What `judge` makes of each part that applies (None: unanswered), or all faults at once."""
    faults: list[Refused] = []

    def answer(part: Part) -> Any:
        try:
            return judge(part)
        except Refused as fault:
            faults.extend(fault.under(part.name))
            return None

    found = {part.name: value for part, value in applying(parts, answer)}
    refuse(faults)
    return found


def parse_parts(parts: Parts, raw: Raw, today: date) -> dict[str, Any]:
    """The value of each part, or all their faults at once; what is typed where nothing is asked
    is kept if it will do, and passed over if not."""
    if not isinstance(raw, Mapping):
        raise empty() if is_blank(raw) else Refused(_("Répondez séparément dans chaque case."))

    def judge(part: Part) -> Any:
        given = raw.get(part.name, "")
        return (
            None
            if part.optional and is_blank(given)
            else part.type.parse(given, part.settings, today)
        )

    found = _judged(parts, judge)
    for part in parts:
        if part.name not in found:
            with suppress(Refused):
                found[part.name] = part.type.parse(raw.get(part.name, ""), part.settings, today)
    return {name: value for name, value in found.items() if value is not None}


def check_parts(parts: Parts, value: Value, today: date) -> None:
    """Raises Refused when a part no longer stands, or one that now applies is missing."""

    def judge(part: Part) -> Any:
        if part.name in value:
            part.type.check(value[part.name], part.settings, today)
        elif not part.optional:
            raise empty()
        return value.get(part.name)

    _judged(parts, judge)


def relevant_parts(parts: Parts, value: Value) -> Value:
    """What counts of a group or a row: not the parts set aside."""
    if not is_conditional(parts):
        return value
    answers = applying(parts, lambda part: value.get(part.name))
    return {part.name: answer for part, answer in answers if answer is not None}


def as_read(value: Any, read: Any) -> Any:
    """A group or a list without the parts that conditions do not read: they were set aside."""
    if isinstance(value, Mapping):
        return {name: answer for name, answer in value.items() if name in read}
    return tuple(as_read(row, below) for row, below in zip(value, read, strict=True))


def _answered(parts: Parts, value: Value) -> Iterator[tuple[Part, Any]]:
    return ((part, value[part.name]) for part in parts if part.name in value)


def show_parts(parts: Parts, value: Value) -> str:
    """« Nom : DIALLO ; Prénoms : Awa »."""
    return f"{THIN}; ".join(told_parts(parts, value))


def told_parts(parts: Parts, value: Value) -> Iterator[str]:
    """« Nom : DIALLO », then « Prénoms : Awa »."""
    for label, answer in shown_parts(parts, value):
        yield _("{label} : {answer}").format(label=label, answer=answer)


def shown_parts(parts: Parts, value: Value) -> Iterator[tuple[str, str]]:
    """The label of each part answered, and its answer as people read it."""
    for part, answer in _answered(parts, value):
        yield part.label, part.type.show(answer, part.settings)


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
