"""What was typed in a form that gave it back: whether a control holds anything, and in a page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from ..engine.fields.field_type import Raw
from ..engine.page.page import Document, FileSlot, Page
from ..renderers.html.appeared import appeared
from ..renderers.html.names import DATED, Posted, Texts
from ..renderers.html.places import BOXES

Drawing = Callable[[Mapping[str, str]], Page]
"""The page with those faults."""


def left(drawing: Drawing, told: Posted, texts: Texts, refused: Mapping[str, str]) -> Page:
    """The page as its form was left. What it asks that the form did not hold, nobody had seen: it
    is told of, and is no fault yet."""
    page = given_back(drawing(refused), told)
    found = appeared(page, texts)
    if not found:
        return page
    return replace(given_back(drawing(_seen(refused, found)), told), appeared=found)


def _seen(refused: Mapping[str, str], unseen: Collection[str]) -> dict[str, str]:
    inside = tuple(f"{one}." for one in unseen)
    return {name: why for name, why in refused.items() if not f"{name}.".startswith(inside)}


def given_back(page: Page, told: Posted) -> Page:
    """That page, composed with the answers typed, as its form was left: what was ticked, chosen,
    and typed of documents, refused or not yet kept. Never a secret."""
    ticks = tuple(
        replace(one, is_ticked=told.ticks.get(one.name, one.is_ticked)) for one in page.ticks
    )
    return replace(page, ticks=ticks, documents=tuple(_left(one, told) for one in page.documents))


def _left(one: Document, told: Posted) -> Document:
    code = one.code and replace(one.code, raw=told.codes.get(one.name) or one.code.raw)
    chosen = told.chosen.get(one.name) or one.chosen
    slots, others = one.slots, dict(one.others)
    if chosen in others:
        slots, others = (
            others.pop(chosen),
            {**others, **({one.chosen: slots} if one.chosen else {})},
        )
    dated = tuple((choice, _dated(found, told)) for choice, found in others.items())
    return replace(one, code=code, slots=_dated(slots, told), chosen=chosen, others=dated)


def _dated(slots: tuple[FileSlot, ...], told: Posted) -> tuple[FileSlot, ...]:
    return tuple(
        replace(slot, day=_day(told.dates.get(slot.name, "")) or slot.day) for slot in slots
    )


def _day(raw: Raw) -> str:
    """The boxes as they were typed, in one text."""
    if isinstance(raw, Mapping):
        boxes = [str(raw.get(box, "")) for box in BOXES]
        return "/".join(boxes) if any(box.strip() for box in boxes) else ""
    return raw if isinstance(raw, str) else ""


def is_typed(told: Posted, name: str) -> bool:
    """Whether the fault of that name is about something typed, or not about a question at all.

    A question left blank is no fault of who only saves. A group or a list is answered whole or not
    at all: what is blank in one that was begun keeps the rest of it from being an answer.
    """
    question = _asked(told, name)
    return question is None or not is_blank(told.raws[question])


def _asked(told: Posted, name: str) -> str | None:
    """The question that the fault of that name is about."""
    return next((one for one in told.raws if f"{name}.".startswith(f"{one}.")), None)


def control(told: Posted, name: str) -> str | None:
    """The control whose text the fault of that name is about, as `controls` names it."""
    names = (_asked(told, name), name, f"{DATED}.{name}")
    return next((one for one in names if one in controls(told)), None)


def controls(told: Posted) -> dict[str, Raw]:
    """All the texts typed, each under the name of its control: questions, codes, dates."""
    dates = {f"{DATED}.{name}": raw for name, raw in told.dates.items()}
    return {**told.raws, **told.codes, **dates}


def as_posted(texts: Mapping[str, Raw]) -> Posted:
    """The other way round: a form that held those texts alone."""
    start = f"{DATED}."
    dates = {one.removeprefix(start): raw for one, raw in texts.items() if one.startswith(start)}
    raws = {one: raw for one, raw in texts.items() if not one.startswith(start)}
    return Posted(raws=raws, ticks={}, dates=dates, codes=raws, chosen={}, secrets={})


def is_blank(raw: Raw) -> bool:
    """Whether nothing is typed in any box of it."""
    if isinstance(raw, str):
        return not raw.strip()
    return all(map(is_blank, raw.values() if isinstance(raw, Mapping) else raw))
