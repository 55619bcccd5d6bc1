"""What is said of a drawing: when it is met, whom it shows, and in which of the procedures."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from typing import Any

from ...engine.expr.sentence import if_sentence, sentence
from ...engine.expr.syntax import Expr
from ...engine.expr.types import Scope
from ...engine.model.definitions import Condition
from ...engine.page.page import Page
from ...engine.source.position import Span
from . import blank
from .seen import Seen, extract, is_bare, weight
from .slides import Block, Slide
from .tales import Drawing, Told

MOST_TOLD = 3
"""Conditions told on one slide: the table of branches tells them all."""

MOST_FIELDS = 8
"""Drawn on one slide: more cannot be read."""


def variant(
    told: Told,
    drawing: Drawing[Any] | None,
    index: int,
    span: Span,
    heading: str,
    title: str,
    page: Page | None = None,
) -> Slide:
    """The slide of a drawing: the first is an example, the others are exceptions."""
    shows = drawing.shows if drawing else ()
    return Slide(
        key=(span, heading, frozenset(one.span for one in shows) if index else None),
        heading=heading,
        title=title,
        when=sentences(told, shows) if index else (),
        example=() if index else sentences(told, shows, sentence),
        cases=(case_of(told),),
        page=page,
    )


def case_of(told: Told) -> str:
    """How a guide calls the procedure."""
    return told.procedure.case or told.procedure.title


def sentences(
    told: Told, conditions: Iterable[Condition], said: Callable[[Expr, Scope], str] = if_sentence
) -> tuple[str, ...]:
    """« si … » or the bare clause, each once, the first ones only."""
    found = dict.fromkeys(said(condition.expr, told.compiled.names) for condition in conditions)
    return tuple(found)[:MOST_TOLD]


def blocks(told: Told, page: Page, shown: Container[Span], seen: Iterable[Seen]) -> Iterator[Block]:
    """What each of those conditions brings to the screen, as that page has it."""
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        if one.condition.span in shown:
            said = if_sentence(one.condition.expr, told.compiled.names)
            groups.setdefault(said, []).append(one)
    for said, brought in groups.items():
        part = extract(page, frozenset(one.name for one in brought))
        warned = tuple(blank.prose(told, one.warning) for one in brought if one.warning)
        block = Block(said, replace(part, messages=warned))
        if not is_bare(block.page):
            yield block


def packed(found: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """As many on a slide as can be read."""
    row: list[Block] = []
    fields = 0
    for block in found:
        more = max(1, weight(block.page))
        if row and fields + more > MOST_FIELDS:
            yield tuple(row)
            row, fields = [], 0
        row.append(block)
        fields += more
    if row:
        yield tuple(row)
