"""A question as its type needs it."""

from __future__ import annotations

from ..fields.field_type import Option as OfferedOption
from ..fields.field_type import Part, Settings
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
