"""What a person receives: messages, and documents issued."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ...engine.dossier.effects import Effect, Issue, Send
from . import blank
from .seen import of_said
from .slides import Slide
from .tales import Tale, Told, drawings
from .variants import variant

Among = Callable[[Tale], Iterable[Effect]]
"""The part of a tale where it is looked for."""


def letters(told: Told, name: str, heading: str, among: Among) -> Iterator[Slide]:
    """A notice as the mail that is sent, one slide for each of its variants."""
    notice = told.procedure.notices[name]
    conditions = tuple(of_said(notice.mail or notice.text))
    found = list(drawings(conditions, told.tales, lambda tale: _sent(among(tale), name)))
    for index, drawing in enumerate(found or [None]):
        send = drawing.content if drawing else blank.send(told, notice)
        slide = variant(told, drawing, index, notice.span, heading, send.title)
        yield replace(
            slide,
            key=("mail", slide.key),
            mail=send,
            sender=told.compiled.service.get("name", ""),
            attached=titles(told, send),
        )


def papers(told: Told, name: str, heading: str, among: Among) -> Iterator[Slide]:
    """A document issued, one slide for each of its variants."""
    deliverable = told.procedure.deliverables[name]
    conditions = tuple(of_said(deliverable.text))
    found = list(drawings(conditions, told.tales, lambda tale: _given(among(tale), name)))
    for index, drawing in enumerate(found or [None]):
        issue = drawing.content if drawing else blank.issue(told, deliverable)
        slide = variant(told, drawing, index, deliverable.span, heading, issue.title)
        yield replace(slide, key=("paper", slide.key), paper=issue)


def titles(told: Told, send: Send) -> tuple[str, ...]:
    """Of the documents that a message carries."""
    return tuple(told.procedure.deliverables[name].title for name in send.attach)


def _sent(effects: Iterable[Effect], name: str) -> Send | None:
    return next((e for e in effects if isinstance(e, Send) and e.notice == name), None)


def _given(effects: Iterable[Effect], name: str) -> Issue | None:
    return next((e for e in effects if isinstance(e, Issue) and e.deliverable == name), None)
