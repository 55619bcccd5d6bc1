"""After filing: the clock moves, and whoever may act does so, until a state is final."""

from __future__ import annotations

from datetime import MAXYEAR, timedelta

from ..dossier import commands as do
from ..dossier.examining import Possible, possible
from ..dossier.settling import values_at
from ..dossier.time import Due, next_due, state_of
from ..fields.field_type import Raw
from ..model.basics import APPLICANT
from .invent_draw import OFTEN, SOMETIMES
from .walk_documents import join_all
from .walker import Walker

MOST_STEPS = 150
"""Acts and waits after filing; later ones prefer what leads on."""


MOST_DOUBTS = 2

RARELY = 0.1


def examine(walker: Walker) -> bool:
    """One act or one wait; False where nothing can happen any more."""
    state = state_of(walker.compiled, walker.dossier)
    if state is None or state.final:
        return False
    due = next_due(
        walker.compiled, walker.dossier, values_at(walker.compiled, walker.dossier, walker.now)
    )
    offered = list(possible(walker.compiled, walker.dossier, walker.now))
    while offered and not (due and walker.happens(RARELY)):
        chosen = _chosen(walker, offered)
        if _act(walker, chosen):
            return True
        offered.remove(chosen)
    if due is None:
        return False
    _wait(walker, due)
    return True


def _chosen(walker: Walker, offered: list[Possible]) -> Possible:
    """What closes the request is taken less often, so that walks go far."""
    chosen = walker.chance.choice(offered)
    for _again in range(MOST_DOUBTS):
        if not _closes(walker, chosen):
            break
        chosen = walker.chance.choice(offered)
    return chosen


def _closes(walker: Walker, chosen: Possible) -> bool:
    examination, to = walker.compiled.procedure.examination, chosen.action.to
    assert examination is not None
    return to is not None and any(one.final and one.id == to.name for one in examination.states)


def _wait(walker: Walker, due: Due) -> None:
    """Until what comes due, a little before or a little after it."""
    if walker.happens(SOMETIMES) and due.at > walker.now:
        walker.now += (due.at - walker.now) * walker.chance.random()
        walker.do(do.Tick())
        if walker.happens(OFTEN):
            return
    if due.at > walker.now:
        walker.now = due.at
    if walker.happens(SOMETIMES) and walker.now.year < MAXYEAR:
        walker.now += timedelta(hours=walker.chance.randint(0, 72))
    walker.do(do.Tick())


def _act(walker: Walker, chosen: Possible) -> bool:
    """Whether it was done; an action whose documents somebody else joins is not."""
    action = chosen.action
    raws: dict[str, Raw] = {}
    for question in chosen.questions:
        is_left = question.field.optional and walker.happens(SOMETIMES)
        raw = None if is_left else walker.answer(question)
        if raw is not None:
            raws[question.field.id] = raw
        elif not question.field.optional:
            return False
    if action.by == APPLICANT:
        join_all(walker, action.id)
    ticks = {item.id: True for item in chosen.attestations}
    decision = walker.do(do.Act(action.id, action.by, raws, ticks))
    names = {question.field.id for question in chosen.questions}
    walker.faults += [
        f"{name}: {sentence} ({raws.get(name)!r})"
        for name, sentence in decision.refused.items()
        if name.partition(".")[0] in names
    ]
    return not decision.refused
