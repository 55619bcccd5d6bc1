"""A screen answered as a person would: every question, box and document, then the button."""

from __future__ import annotations

from ..dossier import commands as do
from ..dossier.asked import Question
from ..dossier.situation import Visit
from ..fields.field_type import Raw
from ..fields.reading import is_blank
from .invent_draw import OFTEN, SOMETIMES
from .walk_documents import join_all
from .walker import Walker

MOST_TRIES = 40
"""Answers drawn for a screen whose checks or documents do not hold, before going back."""

RARELY = 0.05


def pass_screen(walker: Walker, visit: Visit) -> bool:
    """Whether the screen was passed; what it lacks otherwise is for the caller to say."""
    screen = visit.screen.id
    if visit.needs_account:
        if walker.is_told:
            return False
        walker.sign_in()
        return True
    for attempt in range(1 if walker.is_told else MOST_TRIES):
        _answer(walker, screen, is_anew=attempt > 0)
        join_all(walker, "", screen)
        here = walker.visit()
        if here is None or here.screen.id != screen:
            return True
        if here.is_ready and _go_on(walker, here):
            return True
        if attempt and attempt % 10 == 0:
            _think_again(walker)
    return False


def wander(walker: Walker) -> None:
    """Now and then, back to a screen already met, to change an answer there."""
    if not walker.is_told and walker.happens(RARELY):
        _think_again(walker)


def _think_again(walker: Walker) -> None:
    visits = walker.situation().visits
    visit = walker.chance.choice(visits)
    walker.do(do.Go(visit.screen.id))
    asked = [one for one in visit.questions if not (one.is_verified or one.is_secret)]
    if asked and not visit.needs_account:
        _one(walker, visit.screen.id, walker.chance.choice(asked))


def _answer(walker: Walker, screen: str, is_anew: bool) -> None:
    """All at once, then one by one what the first answers called up or changed."""
    done: set[str] = set()
    while visit := _here(walker, screen):
        open_ = [one for one in _open(visit, is_anew) if one.field.id not in done]
        ticks = {item.id: True for item in visit.attestations}
        if not open_ and (done or not ticks):
            return
        raws = {one.field.id: raw for one in open_ if (raw := _raw(walker, one)) is not None}
        done |= {one.field.id for one in open_} or {screen}
        refused = walker.do(do.Answer(screen, raws, ticks)).refused
        for name in {name.partition(".")[0] for name in refused}:
            _again(walker, screen, name)


def _here(walker: Walker, screen: str) -> Visit | None:
    return walker.situation().visit(screen)


def _open(visit: Visit, is_anew: bool) -> list[Question]:
    return [
        one
        for one in visit.questions
        if (is_anew or one.value is None or one.fault) and not (one.is_verified or one.is_secret)
    ]


def _raw(walker: Walker, question: Question) -> Raw | None:
    """None where the question is passed over."""
    if question.field.optional and not walker.is_told and walker.happens(SOMETIMES):
        return ""
    raw = walker.answer(question)
    return "" if raw is None and question.field.optional else raw


def _again(walker: Walker, screen: str, name: str) -> None:
    """An answer above may have changed what the question accepts: asked alone, it takes it."""
    visit = _here(walker, screen)
    asked = [one for one in visit.questions if one.field.id == name] if visit else []
    if asked and not walker.is_told:
        _one(walker, screen, asked[0])


def _one(walker: Walker, screen: str, question: Question) -> None:
    raw = walker.invented(question)
    if raw is None:
        return
    refused = walker.do(do.Answer(screen, {question.field.id: raw})).refused
    walker.faults += [f"{name}: {sentence} ({raw!r})" for name, sentence in refused.items()]


def _go_on(walker: Walker, visit: Visit) -> bool:
    """Press, file, or what was awaited happens."""
    screen = visit.screen
    if screen.submit:
        walker.do(do.Submit(screen.id, _secrets(walker, visit)))
        return walker.dossier.filed is not None
    if screen.await_:
        if not walker.is_told and walker.happens(OFTEN):
            walker.do(do.Resend(screen.id))
        walker.do(do.Tell(screen.await_.event))
    else:
        walker.do(do.Press(screen.id))
    return walker.situation().current != screen.id


def _secrets(walker: Walker, visit: Visit) -> dict[str, Raw]:
    asked = [question for question in visit.questions if question.is_secret]
    found = {one.field.id: _raw(walker, one) for one in asked}
    return {name: raw for name, raw in found.items() if raw is not None and not is_blank(raw)}
