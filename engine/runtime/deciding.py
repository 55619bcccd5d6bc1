"""Commands decided with what the outside world draws: numbers, one-time addresses, digests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..dossier.commands import Command
from ..dossier.decide import Decision, decide
from ..dossier.dossier import Dossier
from ..dossier.effects import Send
from ..dossier.events import Filed
from ..dossier.not_allowed import NotAllowed
from ..machine.compiled import Compiled
from .sources import Sources


def decide_here(
    sources: Sources, compiled: Compiled, state: Dossier, command: Command, now: datetime, name: str
) -> Decision:
    """Numbers and addresses are drawn only for what bears one."""
    decision = decide(compiled, state, command, now)
    is_filed = any(isinstance(recorded.event, Filed) for recorded in decision.events)
    awaited = [each.to for each in decision.effects if isinstance(each, Send) and each.awaits]
    if is_filed or awaited:
        for to in awaited:
            sources.sends(name, to)
        number = sources.number() if is_filed else ""
        link = sources.link(name) if awaited else ""
        decision = decide(compiled, state, command, now, number, link)
    protected = sources.protected(decision.effects)
    return decision if protected is decision.effects else replace(decision, effects=protected)


def decide_all(
    sources: Sources,
    compiled: Compiled,
    state: Dossier,
    commands: Sequence[Command],
    now: datetime,
    name: str,
) -> tuple[Decision, NotAllowed | None]:
    """One after the other, up to the first that refuses something; and what forbade the next."""
    total = Decision(dossier=state)
    for command in commands:
        try:
            decision = decide_here(sources, compiled, total.dossier, command, now, name)
        except NotAllowed as fault:
            return total, fault
        total = total.then(decision)
        if decision.refused:
            break
    return total, None
