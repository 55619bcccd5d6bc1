"""An anonymous draft becomes somebody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ..dossier.commands import Know
from ..dossier.decide import Decision
from ..dossier.dossier import fold
from ..dossier.events import Recorded, SignedIn
from ..dossier.not_allowed import NotAllowed
from ..source.wording import _


def claimed(decision: Decision, holder: str, command: Know, now: datetime) -> Decision:
    """With an event that tells of it. Raises NotAllowed where the draft is somebody's."""
    if holder:
        raise NotAllowed(_("Cette demande est déjà celle d’une autre personne."))
    if decision.events:
        return decision
    events = (Recorded(now, SignedIn(command.account)),)
    return replace(decision, events=events, dossier=fold(events, decision.dossier))
