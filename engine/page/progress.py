"""« Étape 2 sur 5 », « 1/3 »: what still counts is what is not decided to be passed."""

from __future__ import annotations

from ..dossier.situation import Situation, Visit
from ..expr.decide import decide
from ..machine.compiled import Compiled
from ..model.definitions import Condition, Step
from .page import Progress


def progress_of(compiled: Compiled, here: Situation, visit: Visit) -> Progress | None:
    """None for a screen that stands outside any step."""
    if not visit.step.id:
        return None
    met = {one.screen.id for one in here.visits}
    steps = [
        step
        for step in compiled.procedure.steps
        if step.id and (_met(step, met) or _may(compiled, here, step.when))
    ]
    screens = [
        screen
        for screen in visit.step.screens
        if screen.id in met or _may(compiled, here, screen.when)
    ]
    ids = [screen.id for screen in screens]
    return Progress(
        visit.step.title,
        [step.id for step in steps].index(visit.step.id) + 1,
        len(steps),
        ids.index(visit.screen.id) + 1,
        len(screens),
    )


def _met(step: Step, met: set[str]) -> bool:
    return any(screen.id in met for screen in step.screens)


def _may(compiled: Compiled, here: Situation, when: Condition | None) -> bool:
    """Whether it is not decided that this is passed."""
    if when is None:
        return True
    return decide(when.expr, compiled.names, here.values, pending(compiled, here)) is not False


def pending(compiled: Compiled, here: Situation) -> frozenset[str]:
    """Names that may still be answered: those of the screens not met yet, and of this one."""
    done = {
        question.field.id
        for visit in here.visits
        if visit.is_completed
        for question in visit.questions
    }
    return frozenset(
        name
        for name in compiled.names.names()
        if name not in here.values and name.partition(".")[0] not in done
    )
