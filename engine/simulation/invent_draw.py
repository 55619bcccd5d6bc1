"""What an invented answer is drawn from: chance, the day, the question, and values worth trying."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from ..fields.field_type import FieldType, Part, Raw, Refused, Settings

T = TypeVar("T")

NEVER, SOMETIMES, OFTEN = 0.0, 0.2, 0.5


class Chance(Protocol):
    """What is used of `random.Random`: the same seed gives the same answers."""

    def random(self) -> float:
        """From 0 to 1, excluded."""

    def randint(self, a: int, b: int) -> int:
        """From a to b, both included."""

    def choice(self, seq: Sequence[T]) -> T:
        """One of these."""

    def sample(self, population: Sequence[T], k: int) -> list[T]:
        """So many of these, each once."""


@dataclass(frozen=True, slots=True)
class Ago:
    """The day so many months before the day of the answer, whichever it is (after it: negative)."""

    months: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """The day so many days after the day of the answer (before it: negative)."""

    days: int


@dataclass(frozen=True, slots=True)
class Draw:
    """One question put to chance.

    `interesting` are values that conditions single out: numbers, texts, options, days (dates, Ago,
    Ahead); for a list, counts of rows. `below` invents the answer to a part, which may be None.
    """

    type: FieldType
    settings: Settings
    today: date
    chance: Chance
    interesting: tuple[Any, ...]
    below: Callable[[Part], Raw | None]

    def happens(self, share: float) -> bool:
        """True that often."""
        return self.chance.random() < share

    def one_of(self, interesting: Sequence[T], ordinary: Callable[[], T]) -> T:
        """An interesting value half of the time, where there are any."""
        if interesting and self.happens(OFTEN):
            return self.chance.choice(interesting)
        return ordinary()

    def accepted(self, raws: Iterable[Raw]) -> list[Raw]:
        """Those that the type reads."""
        return [raw for raw in raws if reads(self.type, raw, self.settings, self.today)]


def reads(type_: FieldType, raw: Raw, settings: Settings, today: date) -> bool:
    """Whether the type accepts this answer."""
    try:
        type_.parse(raw, settings, today)
    except Refused:
        return False
    return True
