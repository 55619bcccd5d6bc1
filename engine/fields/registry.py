"""All field types: one file each in `types/`, and those that other packages add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from . import types as folder
from .field_type import FieldType

ENTRY_POINTS = "parcours.fields"


@lru_cache(maxsize=1)
def field_types() -> Mapping[str, FieldType]:
    """By name. An entry point of the group `parcours.fields` names a FieldType value.

    Raises ValueError when two types bear the same name.
    """
    own = [
        import_module(f"{folder.__name__}.{module.name}").FIELD_TYPE
        for module in iter_modules(folder.__path__)
    ]
    others = [point.load() for point in entry_points(group=ENTRY_POINTS)]
    return by_name((*own, *others))


def by_name(types: Iterable[FieldType]) -> dict[str, FieldType]:
    """The types under their names. Raises ValueError when two bear the same one."""
    found: dict[str, FieldType] = {}
    for type_ in types:
        if type_.name in found:
            raise ValueError(f"two field types are named {type_.name!r}")
        found[type_.name] = type_
    return found
