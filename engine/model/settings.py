"""A question as its type needs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..expr.syntax import Call, Expr, Name
from ..fields.field_type import Control, Part, Settings
from ..fields.field_type import Option as OfferedOption
from .definitions import Field


def settings_of(field: Field) -> Settings:
    """All its options offered; a part whose type is unknown is left out (already reported)."""
    return Settings(
        field.values,
        tuple(OfferedOption(option.id, option.label, option.text) for option in field.options),
        tuple(
            Part(part.local, part.label, part.type, settings_of(part), part.optional)
            for part in field.parts
            if part.type is not None
        ),
    )


def settings_anywhere(field: Field) -> Settings:
    """The same where nobody knows which conditions hold: what stands under one may be missing."""
    settings, own = settings_of(field), {part.local: part for part in field.parts}
    parts = (
        replace(part, optional=part.optional or own[part.name].when is not None)
        for part in settings.parts
    )
    return replace(settings, parts=tuple(parts))


def is_list(field: Field) -> bool:
    """Whether its parts are columns."""
    return field.type is not None and field.type.control is Control.ROWS


def part_conditions(field: Field) -> Iterator[Expr]:
    """Of its parts and their options; those of a list, as asked of whoever has such a row."""
    for part in field.parts:
        for when in (part.when, *(option.when for option in part.options)):
            if when:
                yield Call("any", (Name(field.id), when.expr)) if is_list(field) else when.expr


def is_conditional(part: Field) -> bool:
    """Whether something decides that it is asked, or with which of its options."""
    return part.when is not None or any(option.when for option in part.options)
