"""A whole page as lines of text: pure, so that the same page always reads the same."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.page.page import Document, Page, Question, Tick
from ...engine.source.wording import _
from . import blocks
from .wrapping import Paper, stacked

USUAL = Paper()


def show(page: Page, paper: Paper = USUAL) -> str:
    """Everything on the page, in the order of its screen, ending with a line end."""
    return stacked(_blocks(page, paper)) + "\n"


def _blocks(page: Page, paper: Paper) -> Iterator[str]:
    yield blocks.head(page, paper, is_named=True)
    for question in page.questions:
        if question.is_asked and not question.is_verified:
            yield _question(question, page, paper)
    for tick in page.ticks:
        yield _tick(tick, page, paper)
    for document in page.documents:
        yield _document(document, page, paper)
    yield blocks.review(page, paper)
    yield blocks.given(page, paper)
    yield blocks.notes(page, paper, "button")
    for number, button in enumerate(page.buttons, 1):
        is_way_on = len(page.buttons) == 1 and not button.is_aside
        yield paper.lines(button.label, "> " if is_way_on else f"{number}. ", "   ")


def _question(question: Question, page: Page, paper: Paper) -> str:
    told = blocks.question(question, page, paper)
    if not question.shown:
        return told
    answer = _("Votre réponse : {answer}").format(answer=question.shown)
    return f"{told}\n{paper.lines(answer, indent='  ')}"


def _tick(tick: Tick, page: Page, paper: Paper) -> str:
    state = _("Cochée") if tick.is_ticked else _("Non cochée")
    return f"{blocks.tick(tick, page, paper)}\n{paper.lines(state)}"


def _document(document: Document, page: Page, paper: Paper) -> str:
    alone = len(document.slots) == 1 and document.slots[0].name == document.name
    code = document.code
    return stacked(
        (
            blocks.document(document, page, paper),
            blocks.choices(document.choices, paper),
            *(blocks.slot(slot, paper, alone) for slot in document.slots),
            paper.lines(_("Code : {code}").format(code=code.raw)) if code and code.raw else "",
        )
    )
