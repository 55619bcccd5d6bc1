"""What was done to a dossier, for those who drive one in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .commands import Command
from .decide import Decision
from .dossier import Dossier


@dataclass(frozen=True, slots=True)
class Done:
    """A command carried out, the dossier before it, and what came of it."""

    at: datetime
    before: Dossier
    command: Command
    decision: Decision
