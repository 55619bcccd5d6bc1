"""What was worked out for a value is not worked out again, and memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")

ROOM = 16_384
"""Values remembered at once."""

WORTH = 4
"""One recall for so many values remembered, at least: names and numbers seldom come back."""


class Memo(Generic[Made]):
    """A function of a raw or a JSON value, which remembers. What it raises is not remembered.

    It forgets all when its room is taken, and remembers no more if that was of little use.
    """

    def __init__(self, make: Callable[[Any], Made], room: int = ROOM) -> None:
        self._make, self._room = make, room
        self._kept: dict[object, Made] = {}
        self._recalled = 0

    def __call__(self, given: Any) -> Made:
        """What the function makes of it. What differs is told apart: 1, True and "1" are three."""
        key = given if type(given) is str else (repr(given),)
        if key in self._kept:
            self._recalled += 1
            return self._kept[key]
        found = self._make(given)
        self._keep(key, found)
        return found

    def _keep(self, key: object, found: Made) -> None:
        if len(self._kept) >= self._room:
            self._room = 0 if self._recalled * WORTH < self._room else self._room
            self._recalled = 0
            self._kept.clear()
        if self._room:
            self._kept[key] = found
