"""The chapter of the deposit: each screen, its variants, and what the act of filing brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...engine.dossier.effects import Issue, Send
from ...engine.model.definitions import Screen, Step
from ...engine.model.placing import screens
from ...engine.page.page import Page
from ...engine.source.position import Span
from ...engine.source.wording import _, ngettext
from ..graph.words import prose
from . import blank
from .brought import letters, papers
from .seen import on_screen, on_way
from .slides import Block, Chapter, Group, Slide
from .tales import Told, drawings
from .variants import blocks, packed, sentences, variant


def deposit(told: Told) -> Chapter:
    """« Dépôt de la demande », step by step; what precedes the first step is told elsewhere."""
    steps = [step for step in told.procedure.steps if step.id]
    groups = [*_in_order(told), Group(2 * len(steps) + 2, tuple(_brought(told, _last(told))))]
    return Chapter(
        "deposit",
        _("Dépôt de la demande"),
        ngettext("{n} étape", "{n} étapes", len(steps)).format(n=len(steps)) if steps else "",
        tuple(group for group in groups if group.slides),
    )


def _last(told: Told) -> str:
    """The heading of what filing brings: the last step's, or the last screen's, outside any."""
    step, screen = list(screens(told.procedure))[-1]
    if step.id:
        return step_line(sum(bool(one.id) for one in told.procedure.steps), step.title)
    return prose(screen.title, told.compiled.names) if screen.title else ""


def before(told: Told) -> tuple[Slide, ...]:
    """The screens that stand before the first step: the preamble."""
    found: list[Slide] = []
    for step, screen in screens(told.procedure):
        if step.id:
            break
        found += screen_slides(told, step, screen)
    return tuple(found)


def _in_order(told: Told) -> Iterator[Group]:
    """Steps stand in even places, the screens between them and after them in odd ones."""
    number, between = 0, dict[int, list[Slide]]()
    for step in told.procedure.steps:
        if step.id:
            number += 1
            yield Group(2 * number, tuple(_step(told, step)))
        elif number:
            between.setdefault(number, []).extend(_step(told, step))
    for after, slides in between.items():
        yield Group(2 * after + 1, tuple(slides))


def _step(told: Told, step: Step) -> Iterator[Slide]:
    for screen in step.screens:
        yield from screen_slides(told, step, screen)


def screen_slides(told: Told, step: Step, screen: Screen, is_whole: bool = True) -> Iterator[Slide]:
    """The screen of the first tale, then what it shows in other situations.

    What nobody meets is drawn blank if the guide tells of the whole procedure.
    """
    seen = tuple(on_screen(told.procedure, screen))
    conditions = (one.condition for one in seen)
    tales = [tale for tale in told.tales if screen.id in tale.run.screens]
    found = list(drawings(conditions, tales, lambda tale: tale.screens.get(screen.id)))
    if not found and not is_whole:
        return
    bare = blank.screen(told, step, screen)
    page = found[0].content if found else bare
    span = told.procedure.screens.get(screen.id, screen).span
    first = variant(told, found[0] if found else None, 0, span, heading(page, step), page.title)
    met = sentences(told, on_way(step, screen))
    yield replace(first, when=met, page=page)
    others: list[Block] = []
    left = {one.condition.span for one in seen} if found and is_whole else set[Span]()
    for index, drawing in enumerate(found):
        shown = {condition.span for condition in drawing.shows}
        left -= shown
        others += blocks(told, drawing.content, shown, seen) if index else ()
    for row in packed([*others, *blocks(told, bare, left, seen)]):
        said = frozenset(block.when for block in row)
        yield replace(first, key=(first.key, said), when=met, example=(), blocks=row)


def heading(page: Page, step: Step) -> str:
    """« Étape 1 : Vérifier les informations (1/3) »."""
    if page.progress is None or not step.id:
        return ""
    at = page.progress
    said = step_line(at.number, at.step)
    return f"{said} ({at.part}/{at.parts})" if at.parts > 1 else said


def step_line(number: int, title: str) -> str:
    """« Étape 1 : Vérifier les informations »."""
    return _("Étape {n} : {title}").format(n=number, title=title)


def _brought(told: Told, line: str) -> Iterator[Slide]:
    """The messages and the documents that filing brings, with their variants."""
    filed = [one.submit for _step, one in screens(told.procedure) if one.submit]
    met = [one for tale in told.tales for one in tale.filing]
    sent = [one.notice for one in met if isinstance(one, Send)]
    given = [one.deliverable for one in met if isinstance(one, Issue)]
    for name in dict.fromkeys((*sent, *(ref.name for one in filed for ref in one.notices))):
        yield from letters(told, name, line, lambda tale: tale.filing)
    for name in dict.fromkeys((*given, *(ref.name for one in filed for ref in one.deliver))):
        yield from papers(told, name, line, lambda tale: tale.filing)
