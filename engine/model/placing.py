"""Which attestation, document and question stands on which screen, `all` resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from .definitions import (
    ALL,
    Action,
    Attestation,
    Chosen,
    Document,
    Examination,
    Procedure,
    Ref,
    Screen,
    State,
    Step,
)

T = TypeVar("T")


def screens(procedure: Procedure) -> Iterator[tuple[Step, Screen]]:
    """Every screen with its step, in file order."""
    for step in procedure.steps:
        for screen in step.screens:
            yield step, screen


def actions(procedure: Procedure) -> Iterator[Action]:
    """Every action, of states then of the whole examination."""
    examination = procedure.examination
    if examination:
        for state in examination.states:
            yield from state.actions
        yield from examination.actions


def actions_in(examination: Examination, state: State) -> tuple[Action, ...]:
    """Those of the state itself, then the general ones that name it."""
    general = (
        action
        for action in examination.actions
        if any(ref.name == state.id for ref in action.states)
    )
    return (*state.actions, *general)


def attested(procedure: Procedure, place: Screen | Action) -> tuple[Attestation, ...]:
    """Those ticked there, where they apply."""
    if place.attest != ALL:
        return _named(place.attest, procedure.attestations)
    elsewhere = _elsewhere(procedure, place, "attest")
    return tuple(item for item in procedure.attestations.values() if item.id not in elsewhere)


def collected(procedure: Procedure, place: Screen | Action) -> tuple[Document, ...]:
    """Those joined there, where they apply; an action may name a documents_request instead."""
    if place.collect != ALL:
        return _named(place.collect, procedure.documents)
    elsewhere = _elsewhere(procedure, place, "collect")
    return tuple(
        item for item in procedure.documents.values() if item.id not in elsewhere and not item.later
    )


def _named(chosen: Chosen, known: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(known[ref.name] for ref in chosen if isinstance(ref, Ref) and ref.name in known)


def _elsewhere(procedure: Procedure, place: Screen | Action, key: str) -> frozenset[str]:
    """Names that another screen takes for itself."""
    return frozenset(
        ref.name
        for _step, screen in screens(procedure)
        if screen is not place
        for ref in getattr(screen, key)
        if isinstance(ref, Ref)
    )
