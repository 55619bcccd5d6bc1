"""The names one row of a list adds to those outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .types import Declared, Scope, Type


def inside(scope: Scope, path: str) -> ItemScope:
    """The scope of one row of the list of that name."""
    declared = scope.declared(path)
    assert declared is not None
    return ItemScope(scope, declared, getattr(declared.type, "parts", ()))


@dataclass(frozen=True, slots=True)
class ItemScope:
    """Inside any(…) and all(…): the names outside, and item.<part>."""

    outer: Scope
    owner: Declared
    parts: tuple[tuple[str, Type], ...]

    def declared(self, name: str) -> Declared | None:
        """The part under its full name in the procedure, read here as item.<part>."""
        if not name.startswith("item."):
            return self.outer.declared(name)
        part = name.removeprefix("item.")
        if not any(known == part for known, _type in self.parts):
            return None
        found = self.outer.declared(f"{self.owner.name}[].{part}")
        type_ = dict(self.parts)[part]
        return found or Declared(name, type_)

    def names(self) -> Iterable[str]:
        """Outer names, then the parts."""
        yield from self.outer.names()
        yield from (f"item.{part}" for part, _type in self.parts)
