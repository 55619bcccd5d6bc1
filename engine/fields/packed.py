"""Whether JSON that comes from elsewhere is what a type writes of a value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ..expr.types import BOOLEAN, DATE, DECIMAL, INTEGER, TEXT, Basic, Choice, Choices, Listed, Type
from .composite import read_named, typed_named
from .field_type import FieldType, Json, Settings

_PYTHON = {BOOLEAN: bool, INTEGER: int, DECIMAL: Decimal, DATE: date, TEXT: str}
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What `unpack` and `read` raise on what no journal holds."""


def is_packed(type_: FieldType, settings: Settings, packed: Json) -> bool:
    """Whether conditions may read it; whether it still stands is `check`'s to say."""
    try:
        values = read_named("", type_, settings, type_.unpack(packed, settings))
        types = dict(typed_named("", type_, settings))
        return all(_is_of(value, types[name]) for name, value in values.items() if name in types)
    except _FAULTS:
        return False


def _is_of(value: Any, type_: Type) -> bool:
    match type_:
        case Choice():
            return isinstance(value, str)
        case Choices():
            return isinstance(value, frozenset)
        case Listed(parts):
            return all(
                _is_of(row[name], part) for row in value for name, part in parts if name in row
            )
        case Basic():
            return type_ not in _PYTHON or type(value) is _PYTHON[type_]
