"""What the scenarios of a procedure should meet: screens, branches, documents, transitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ..machine.table import action_trigger, clock_trigger, timer_trigger
from ..model.definitions import Action, Clock, Document, Procedure, Screen, State
from ..model.placing import actions_in, attested, collected, screens
from ..source.position import Span
from .branches import branches


class Kind(Enum):
    """What is counted, in the order of the report."""

    SCREEN = "screens"
    BRANCH = "branches"
    DOCUMENT = "documents"
    ATTESTATION = "attestations"
    END = "ends"
    TRANSITION = "transitions"
    NOTICE = "notices"
    DELIVERABLE = "deliverables"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to meet. `name` is its id; `side` what is to be seen of it: for a branch, whether
    it holds; for a transition, the state it starts from."""

    kind: Kind
    name: str
    span: Span
    side: str = ""


HOLDS, FAILS = "true", "false"
"""Sides of a branch."""


def items(procedure: Procedure) -> tuple[Item, ...]:
    """In the order of the kinds, then of the file."""
    return tuple(_items(procedure))


def _items(procedure: Procedure) -> Iterator[Item]:
    for _step, screen in screens(procedure):
        yield Item(Kind.SCREEN, screen.id, screen.span)
    for branch in branches(procedure):
        for side in (HOLDS,) if branch.is_last else (HOLDS, FAILS):
            yield Item(Kind.BRANCH, branch.name, branch.condition.span, side)
    for document in _asked(procedure):
        yield from _document(document)
    for attestation in procedure.attestations.values():
        if any(attestation in attested(procedure, screen) for _step, screen in screens(procedure)):
            yield Item(Kind.ATTESTATION, attestation.id, attestation.span)
    for end in procedure.ends.values():
        yield Item(Kind.END, end.id, end.span)
    yield from _transitions(procedure)
    for notice in procedure.notices.values():
        yield Item(Kind.NOTICE, notice.id, notice.span)
    for deliverable in procedure.deliverables.values():
        yield Item(Kind.DELIVERABLE, deliverable.id, deliverable.span)


def _asked(procedure: Procedure) -> Iterator[Document]:
    """Those some screen or action collects; what is only announced is never joined."""
    places: list[Screen | Action] = [screen for _step, screen in screens(procedure)]
    examination = procedure.examination
    for state in examination.states if examination else ():
        places += actions_in(examination, state) if examination else ()
    taken = {one.id for place in places for one in collected(procedure, place)}
    yield from (one for one in procedure.documents.values() if one.id in taken)


def _document(document: Document) -> Iterator[Item]:
    """Itself, and each element that holds files: asked and joined at least once."""
    yield Item(Kind.DOCUMENT, document.id, document.span)
    for element in document.elements:
        yield from _document(element)


def _transitions(procedure: Procedure) -> Iterator[Item]:
    examination = procedure.examination
    if examination is None:
        return
    for state in examination.states:
        for action in actions_in(examination, state):
            yield Item(Kind.TRANSITION, action_trigger(action.id), action.span, state.id)
        yield from _timers(state)
    for clock in examination.clocks:
        yield from _clock(clock)


def _timers(state: State) -> Iterator[Item]:
    for index, timer in enumerate(state.timers):
        yield Item(Kind.TRANSITION, timer_trigger(state.id, index), timer.span, state.id)


def _clock(clock: Clock) -> Iterator[Item]:
    for ref in clock.runs_in:
        yield Item(Kind.TRANSITION, clock_trigger(clock.id), clock.span, ref.name)
