"""One person walked through a procedure to its very end, or to what stops them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from ..dossier.done import Done
from ..dossier.dossier import Dossier
from ..dossier.effects import Effect
from ..dossier.events import Recorded
from ..dossier.lacking import lacking
from ..dossier.not_allowed import NotAllowed
from ..dossier.saying import Speaker
from ..dossier.situation import Situation, Visit
from ..dossier.time import state_of
from ..source.wording import _
from .walk_examination import MOST_STEPS, examine
from .walk_screens import pass_screen, wander
from .walker import Endless, Plan, Walker

MOST_SCREENS = 300
"""Screens passed, those come back to included."""


class Stop(Enum):
    """Why a walk goes no further."""

    END = "end"
    OUTCOME = "outcome"
    FINAL = "final"
    FILED = "filed"
    LACKING = "lacking"
    STUCK = "stuck"
    LONG = "long"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of it.

    END: a page says politely why it stops; OUTCOME: handed over at filing; FINAL: a final state of
    the examination; FILED: filed, and followed no further (answers were told, not invented).
    LACKING: an answer is not told, or refused; STUCK: nothing can happen any more; LONG: no end
    within the bound; FAULT: the engine refused what it should not. `why` is French.
    """

    stop: Stop
    why: str
    here: Situation
    dossier: Dossier
    history: tuple[Recorded, ...]
    effects: tuple[Effect, ...]
    now: datetime
    faults: tuple[str, ...]
    done: tuple[Done, ...]

    @property
    def screens(self) -> tuple[str, ...]:
        """Those of the path at last, the one where it stops included."""
        return tuple(visit.screen.id for visit in self.here.visits)

    @property
    def states(self) -> tuple[str, ...]:
        """Of the examination, in order."""
        return tuple(stay.state for stay in self.dossier.stays)

    @property
    def is_ended(self) -> bool:
        """It came to an end that the procedure knows."""
        return self.stop in (Stop.END, Stop.OUTCOME, Stop.FINAL, Stop.FILED)


def walk(plan: Plan) -> Walk:
    """The whole way. Deterministic: the same plan and chance give the same walk."""
    walker = Walker(plan)
    try:
        walker.begin()
        stop, why = _fill(walker)
        if stop is None:
            stop, why = _followed(walker)
    except NotAllowed as refused:
        stop, why = Stop.FAULT, refused.sentence
    except Endless:
        stop, why = Stop.LONG, _("Aucune fin après {n} gestes.").format(n=walker.commands)
    if walker.faults and not walker.is_told:
        stop, why = Stop.FAULT, walker.faults[0]
    return Walk(
        stop,
        why,
        walker.situation(),
        walker.dossier,
        tuple(walker.history),
        tuple(walker.effects),
        walker.now,
        tuple(walker.faults),
        tuple(walker.done),
    )


def _fill(walker: Walker) -> tuple[Stop | None, str]:
    """Screen after screen; None once it is filed."""
    for _screen in range(MOST_SCREENS):
        here = walker.situation()
        if here.end:
            return Stop.END, ""
        visit = here.visit(here.current)
        if walker.dossier.filed or visit is None:
            return None, ""
        if not pass_screen(walker, visit):
            return _stopped(walker)
        if not walker.dossier.filed:
            wander(walker)
    return Stop.LONG, _("Aucune fin après {n} écrans.").format(n=MOST_SCREENS)


def _stopped(walker: Walker) -> tuple[Stop, str]:
    """At a screen that cannot be passed, and what it says."""
    visit = walker.visit()
    stop = Stop.LACKING if walker.is_told else Stop.STUCK
    said = _lacking(walker, visit) if visit else []
    told = _("L’écran « {screen} » n’est pas passé.").format(
        screen=visit.screen.id if visit else ""
    )
    return stop, " ".join([told, *said])


def _lacking(walker: Walker, visit: Visit) -> list[str]:
    if visit.needs_account:
        return [_("Il faut s’y connecter.")]
    speaker = Speaker(walker.compiled, walker.dossier, visit.values)
    checks = tuple(speaker.prose(check.otherwise) for check in visit.checks)
    found = lacking(visit, walker.dossier.ticked, checks)
    told = walker.plan.told or {}
    for question in visit.questions:
        if question.is_secret and not question.field.optional and question.field.id not in told:
            found[question.field.id] = _("Répondez à cette question.")
    return [f"{name} : {sentence}" for name, sentence in found.items()]


def _followed(walker: Walker) -> tuple[Stop, str]:
    """After filing, as far as it goes."""
    filed = walker.dossier.filed
    if filed is None:
        return Stop.STUCK, _("Le parcours s’achève sans dépôt.")
    if filed.outcome:
        return Stop.OUTCOME, ""
    if walker.is_told or walker.dossier.stay is None:
        return Stop.FILED, ""
    for _step in range(MOST_STEPS):
        if not examine(walker):
            break
    state = state_of(walker.compiled, walker.dossier)
    if state is None or state.final:
        return Stop.FINAL, ""
    told = _("L’état « {state} » n’est pas final, et {n} gestes n’en ont pas fait sortir.")
    return Stop.STUCK, told.format(state=state.id, n=MOST_STEPS)
