"""What a page asks that the form sent for it did not hold: nobody has seen it yet."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.fields.field_type import Raw
from ...engine.page.page import Document, Page, Question
from .names import CHOSEN, FILES, TICK, Texts, is_sent
from .places import below


def appeared(page: Page, texts: Texts) -> tuple[str, ...]:
    """Their names, as faults bear them, in the order of the page; of a whole its own alone."""
    return tuple(dict.fromkeys(_unseen(page, texts)))


def _unseen(page: Page, texts: Texts) -> Iterator[str]:
    for question in page.questions:
        if not question.is_verified:
            yield from _of(question, question.name, question.raw, texts)
    for document in page.documents:
        yield from (name for name, mark in _marks(document) if not is_sent(mark, texts))
    yield from (one.name for one in page.ticks if not is_sent(f"{TICK}.{one.name}", texts))


def _of(question: Question, name: str, raw: Raw, texts: Texts) -> Iterator[str]:
    if not question.is_asked:
        return
    if not is_sent(name, texts):
        yield name
        return
    for part, place, held, _row in below(question, name, raw):
        yield from _of(part, place, held, texts)


def _marks(document: Document) -> Iterator[tuple[str, str]]:
    """What is asked of it, and the control that carries its mark."""
    if document.code:
        yield document.name, document.name
    if document.choices:
        yield document.name, f"{CHOSEN}.{document.name}"
    for slot in document.slots:
        yield slot.name, f"{FILES}.{slot.name}"
