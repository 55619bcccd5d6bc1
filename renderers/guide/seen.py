"""What may be seen of a procedure, each thing with the condition under which it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...engine.model.definitions import (
    Condition,
    Document,
    Field,
    Procedure,
    Prose,
    Said,
    Screen,
    Step,
)
from ...engine.model.placing import attested, collected
from ...engine.page.page import Page

TEXT, WARNING, ITSELF = "text", "warning", ""
"""Of a screen: what has no name of its own, and the screen as notes mean it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that a condition brings to a screen: its name there, or TEXT, WARNING or ITSELF.

    A `warning` is read on the screen after it.
    """

    condition: Condition
    name: str
    warning: Prose | None = None


def on_screen(procedure: Procedure, screen: Screen) -> Iterator[Seen]:
    """In the order of a page."""
    yield from _said(screen.text, TEXT)
    for ref in (*screen.verify, *screen.fields):
        if ref.name in procedure.fields:
            yield from _field(procedure.fields[ref.name], ref.name)
    for attestation in attested(procedure, screen):
        yield from _when(attestation.when, attestation.id)
        yield from _said(attestation.text, attestation.id)
    for document in collected(procedure, screen):
        yield from _document(document, document.id)
    for variant in screen.warnings:
        if variant.when:
            yield Seen(variant.when, WARNING, variant.prose)
    for note in screen.notes:
        yield from _when(note.when, _below(note.at.name if note.at else ITSELF))
    for ref in screen.deliver:
        yield from _when(procedure.deliverables[ref.name].when, ref.name)


def on_way(step: Step, screen: Screen) -> Iterator[Condition]:
    """The conditions under which a screen is met at all."""
    yield from (condition for condition in (step.when, screen.when) if condition)


def of_said(*said: Said) -> Iterator[Condition]:
    """Of texts with variants."""
    for one in said:
        yield from (seen.condition for seen in _said(one, TEXT))


def extract(page: Page, names: frozenset[str]) -> Page:
    """The page with nothing left but those things, as a part of a drawing."""
    return replace(
        page,
        progress=None,
        text=page.text if TEXT in names else "",
        messages=(),
        errors=(),
        announced=None,
        questions=tuple(one for one in page.questions if one.name in names),
        ticks=tuple(one for one in page.ticks if one.name in names),
        documents=tuple(one for one in page.documents if one.name in names),
        review=(),
        given=tuple(one for one in page.given if one.name in names),
        notes=tuple(one for one in page.notes if _below(one.at) in names),
        buttons=(),
        back="",
    )


def is_bare(page: Page) -> bool:
    """Whether nothing of what conditions bring is on it."""
    parts = (page.questions, page.ticks, page.documents, page.given, page.notes, page.messages)
    return not page.text and not any(parts)


def weight(page: Page) -> int:
    """How many fields are drawn."""
    asked = [one for one in page.questions if one.is_asked]
    slots = (max(1, len(one.slots)) for one in page.documents)
    return sum(max(1, len(one.parts)) for one in asked) + len(page.ticks) + sum(slots)


def _below(name: str) -> str:
    """What a callout tells of: an option or a part stands in its question."""
    return name.partition(".")[0]


def _field(field: Field, name: str) -> Iterator[Seen]:
    yield from _when(field.when, name)
    for option in field.options:
        yield from _when(option.when, name)
    for part in field.parts:
        yield from _field(part, name)


def _document(document: Document, name: str) -> Iterator[Seen]:
    yield from _when(document.when, name)
    for element in document.elements:
        yield from _document(element, name)


def _said(said: Said, name: str) -> Iterator[Seen]:
    for variant in said:
        yield from _when(variant.when, name)


def _when(condition: Condition | None, name: str) -> Iterator[Seen]:
    if condition:
        yield Seen(condition, name)
