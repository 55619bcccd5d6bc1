"""What was done to a dossier and where it stands, for those who drive one in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ..machine.compiled import Compiled
from .commands import Command
from .decide import Decision
from .dossier import Dossier
from .situation import Situation, situation


@dataclass(frozen=True, slots=True)
class Done:
    """A command carried out, the dossier before it, and what came of it."""

    at: datetime
    before: Dossier
    command: Command
    decision: Decision


class Whereabouts:
    """Where a request stands: asked many times between two commands, followed once."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._last: tuple[Dossier, date, Situation] | None = None

    def of(self, dossier: Dossier, day: date) -> Situation:
        """On that day."""
        if self._last is None or self._last[0] is not dossier or self._last[1] != day:
            self._last = dossier, day, situation(self._compiled, dossier, day)
        return self._last[2]
