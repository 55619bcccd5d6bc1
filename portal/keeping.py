"""What a form tells and joins is kept; what is refused comes back with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..engine.dossier import commands as do
from ..engine.fields.field_type import Control, Raw
from ..engine.fields.types.list import USUAL_ROWS
from ..engine.page.page import Page, Question
from ..renderers.html.names import DO, Posted, count
from .ask import Ask
from .remaining import left_over
from .uploads import joined

Refused = dict[str, str]
"""By name, its reasons, a line each."""

Faults = tuple[Mapping[str, str], Mapping[str, str]]
"""All that is refused, by name, with its reason; and what of it one would lose by leaving."""


def kept(ask: Ask, page: Page, told: Posted) -> Faults:
    """Everything that was typed, ticked, chosen and joined."""
    typed, lost = kept_typed(ask, page, told)
    files = joined_files(ask, page)
    return lines(typed, files), lines(lost, files)


def kept_typed(ask: Ask, page: Page, told: Posted) -> Faults:
    """All of it but files."""
    typed: dict[str, str] = {}
    if told.raws or told.ticks:
        command = do.Answer(page.id, told.raws, told.ticks)
        typed |= ask.house.runtime.handle(ask.place["dossier"], command, is_judged=True).refused
    typed |= typed_documents(ask, page, told)
    left = left_over(ask, told, typed)
    return typed, {name: why for name, why in typed.items() if name not in left}


def resized(page: Page, told: Posted, verb: str, target: str) -> tuple[Posted, str]:
    """With one more row in a list, or one less; and the row where its person goes on, where the
    page has such a list."""
    name, _colon, number = target.partition(":")
    held = told.raws.get(name)
    if isinstance(held, str | Mapping | None) or name not in _lists(page):
        return told, ""
    rows, place = list(held), count(number)
    if verb == "add":
        rows, place = [*rows, {}], len(rows) + 1
    else:
        rows = [row for index, row in enumerate(rows, 1) if index != place]
        place = min(place, len(rows))
    return replace(told, raws={**told.raws, name: rows}), f"{name}.{max(place, 1)}"


def lengthened(page: Page, row: str) -> dict[str, Raw]:
    """The list of that row with blank ones up to it, as far as the page offers to add any."""
    name, _dot, number = row.rpartition(".")
    question = _lists(page).get(name)
    if question is None:
        return {}
    held = [] if isinstance(question.raw, str | Mapping) else list(question.raw)
    most = min(count(number), question.limits.get("max", USUAL_ROWS))
    return {name: [*held, *[{}] * (most - len(held))]}


def _lists(page: Page) -> dict[str, Question]:
    return {one.name: one for one in page.questions if one.control in ROWS}


ROWS = (Control.ROWS.value, Control.REQUEST.value)
"""Controls that hold a list."""
RESIZING = ("add", "remove")
"""Buttons of a list: what is kept is the form as it is after them."""


def kept_documents(ask: Ask, page: Page, told: Posted) -> Refused:
    """Choices, codes, dates and files."""
    return lines(typed_documents(ask, page, told), joined_files(ask, page))


def typed_documents(ask: Ask, page: Page, told: Posted) -> Refused:
    """All of it but files."""
    found = (
        ask.house.runtime.handle(ask.place["dossier"], command, is_judged=True).refused
        for command in _about_documents(ask, page, told)
    )
    return lines(*found)


def joined_files(ask: Ask, page: Page) -> Refused:
    """Each file that is refused by its name."""
    slots = (slot for document in page.documents for slot in document.every_slot)
    return _lines(fault for slot in slots for fault in joined(ask, slot))


def lines(*refused: Mapping[str, str]) -> Refused:
    """All of those."""
    return _lines(fault for one in refused for fault in one.items())


def _lines(refused: Iterable[tuple[str, str]]) -> Refused:
    found: Refused = {}
    for name, why in refused:
        found[name] = f"{found[name]}\n{why}" if name in found else why
    return found


def _about_documents(ask: Ask, page: Page, told: Posted) -> Iterator[do.Command]:
    chosen = {one.name: one.chosen for one in page.documents}
    for name, element in told.chosen.items():
        if element and element != chosen[name]:
            yield do.Choose(name, element)
    for name, raw in told.codes.items():
        if raw:
            yield do.Code(name, raw)
    for name, raw in told.dates.items():
        if raw and any(raw.values() if isinstance(raw, Mapping) else raw):
            yield do.Date(name, raw)
    verb, _colon, target = ask.form.text(DO).partition(":")
    if verb == "detach":
        slot, _colon, digest = target.rpartition(":")
        yield do.Detach(slot, digest)
