"""What `parcours simulate` is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from ...engine.dossier.time import PARIS

Progress = Callable[[int, int], None]
"""Told how many persons are done, and of how many; 0 where nobody can know."""

FINE, OTHERWISE = 0, 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says; `count` persons are walked, `sample` ones only counted."""

    scenario: str = ""
    answers: str = ""
    count: int = 0
    sample: int = 0
    population: str = ""
    plot: str = ""
    seed: int = 0
    trace: bool = False
    today: date | None = None
    form: str = "text"

    @property
    def day(self) -> date:
        """The day told, else today in Paris."""
        return self.today or datetime.now(PARIS).date()


@dataclass(frozen=True, slots=True)
class Simulated:
    """The text to print, the picture to write and the status; or, instead, why the command cannot
    be obeyed."""

    text: str = ""
    status: int = FINE
    refusal: str = ""
    picture: bytes = b""


class Unfit(Exception):
    """A wish that cannot be obeyed; the sentence is French."""
