"""The map of a procedure: its steps side by side, its screens below one another, the ways out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...engine.expr.sentence import if_sentence
from ...engine.model.definitions import Condition, Screen, Step
from ..graph.words import prose
from .tales import Told


@dataclass(frozen=True, slots=True)
class Exit:
    """A way off the straight line: where to, and « si … » (empty: always)."""

    to: str
    when: str


@dataclass(frozen=True, slots=True)
class Box:
    """A screen; `when` is the condition to meet it at all."""

    title: str
    when: str
    is_filing: bool
    exits: tuple[Exit, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A step; the number is 0 for what stands before or between steps."""

    number: int
    title: str
    when: str
    boxes: tuple[Box, ...]


def columns(told: Told) -> tuple[Column, ...]:
    """Steps in order; screens outside any step share a column with their neighbours."""
    found: list[Column] = []
    number = 0
    for step in told.procedure.steps:
        boxes = tuple(_box(told, step, screen) for screen in step.screens)
        if step.id:
            number += 1
            found.append(Column(number, step.title, _when(told, step.when), boxes))
        elif found and found[-1].number == 0:
            found[-1] = Column(0, "", "", (*found[-1].boxes, *boxes))
        else:
            found.append(Column(0, "", "", boxes))
    return tuple(found)


def _box(told: Told, step: Step, screen: Screen) -> Box:
    title = prose(screen.title, told.compiled.names) if screen.title else step.title
    return Box(title, _when(told, screen.when), bool(screen.submit), tuple(_exits(told, screen)))


def _exits(told: Told, screen: Screen) -> Iterator[Exit]:
    pages = {one.id: (step, one) for step in told.procedure.steps for one in step.screens}
    for way in screen.next:
        end = told.procedure.ends.get(way.to.name)
        if end:
            yield Exit(end.title, _when(told, way.when))
        else:
            step, one = pages[way.to.name]
            title = prose(one.title, told.compiled.names) if one.title else step.title
            yield Exit(title, _when(told, way.when))


def _when(told: Told, condition: Condition | None) -> str:
    return if_sentence(condition.expr, told.compiled.names) if condition else ""
