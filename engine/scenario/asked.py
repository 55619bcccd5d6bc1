"""Everything that was asked of a person, announced or offered to them on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..dossier.events import Recorded
from ..dossier.examining import possible
from ..dossier.situation import Situation
from ..machine.compiled import Compiled
from .moments import moments


def asked(compiled: Compiled, here: Situation, history: Iterable[Recorded]) -> frozenset[str]:
    """Ids of questions, documents and actions."""
    return frozenset((*_in_flow(compiled, here), *_in_examination(compiled, history)))


def _in_flow(compiled: Compiled, here: Situation) -> Iterator[str]:
    for visit in here.visits:
        yield from (question.field.id for question in visit.questions)
        yield from (wanted.document.id for wanted in visit.documents)
    yield from announced_later(compiled, here)


def announced_later(compiled: Compiled, here: Situation) -> tuple[str, ...]:
    """Documents that this person is told to keep for later, if a screen announced documents."""
    if not any(visit.screen.announce for visit in here.visits):
        return ()
    return tuple(
        document.id
        for document in compiled.procedure.documents.values()
        if document.later and compiled.asks(document.when, here.values)
    )


def _in_examination(compiled: Compiled, history: Iterable[Recorded]) -> Iterator[str]:
    for dossier, at in moments(history):
        for one in possible(compiled, dossier, at):
            yield one.action.id
            yield from (question.field.id for question in one.questions)
            yield from (wanted.document.id for wanted in one.documents)
