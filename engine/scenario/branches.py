"""Every condition of a procedure on which something turns, and what depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.definitions import (
    Action,
    Condition,
    Deliverable,
    Document,
    Field,
    Procedure,
    Prose,
    Said,
    Screen,
    Step,
)
from ..model.placing import actions


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition and what it decides.

    `kind` is step, screen, next, check, field, option, attestation, document, action, deliverable,
    seal, text, note or warning; `name` is the id of what depends on it, or of where it is said.
    """

    kind: str
    name: str
    condition: Condition
    is_last: bool = False
    """The last of alternatives of which one always holds: it is judged only where it does."""
    said: Prose | None = None
    """The text, the note or the warning that depends on it."""


def branches(procedure: Procedure) -> tuple[Branch, ...]:
    """In the order of the file's sections; a shared screen once."""
    return tuple(_branches(procedure))


def _branches(procedure: Procedure) -> Iterator[Branch]:
    for field in procedure.fields.values():
        yield from _field(field)
    for attestation in procedure.attestations.values():
        yield from _when("attestation", attestation.id, attestation.when)
        yield from _said("text", attestation.id, attestation.text)
    for document in procedure.documents.values():
        yield from _document(document)
    for step in procedure.steps:
        yield from _step(step)
    for end in procedure.ends.values():
        yield from _said("text", end.id, end.text)
    for state in procedure.examination.states if procedure.examination else ():
        yield from _said("text", state.id, state.text)
    for action in actions(procedure):
        yield from _action(action)
    for deliverable in procedure.deliverables.values():
        yield from _deliverable(deliverable)
    for notice in procedure.notices.values():
        yield from _said("text", notice.id, notice.text)
        yield from _said("text", notice.id, notice.mail)


def _when(
    kind: str, name: str, condition: Condition | None, said: Prose | None = None
) -> Iterator[Branch]:
    if condition:
        yield Branch(kind, name, condition, said=said)


def _said(kind: str, name: str, said: Said) -> Iterator[Branch]:
    for variant in said:
        yield from _when(kind, name, variant.when, variant.prose)


def _field(field: Field) -> Iterator[Branch]:
    yield from _when("field", field.id, field.when)
    for option in field.options:
        yield from _when("option", f"{field.id}.{option.id}", option.when)
    for part in field.parts:
        yield from _field(part)


def _document(document: Document) -> Iterator[Branch]:
    yield from _when("document", document.id, document.when)
    for element in document.elements:
        yield from _document(element)


def _step(step: Step) -> Iterator[Branch]:
    yield from _when("step", step.id, step.when)
    for screen in step.screens:
        yield from _screen(screen)


def _screen(screen: Screen) -> Iterator[Branch]:
    yield from _when("screen", screen.id, screen.when)
    yield from _said("text", screen.id, screen.text)
    for check in screen.checks:
        yield Branch("check", screen.id, check.that)
    yield from _said("warning", screen.id, screen.warnings)
    for note in screen.notes:
        yield from _when("note", screen.id, note.when, note.text)
    for way in screen.next:
        yield from _when("next", way.to.name, way.when)


def _action(action: Action) -> Iterator[Branch]:
    yield from _when("action", action.id, action.when)
    yield from _said("text", action.id, action.text)


def _deliverable(deliverable: Deliverable) -> Iterator[Branch]:
    yield from _when("deliverable", deliverable.id, deliverable.when)
    yield from _said("text", deliverable.id, deliverable.text)
    for value in deliverable.seal.values if deliverable.seal else ():
        conditions = [when for when, _content in value.variants if when]
        for when in conditions:
            is_last = len(conditions) > 1 and when is conditions[-1]
            yield Branch("seal", f"{deliverable.id}.{value.id}", when, is_last)
