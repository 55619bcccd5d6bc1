"""Where things stand in a page: the ids of its elements, where the link of an error leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from ...engine.fields.day import PartialDate, day_of
from ...engine.fields.field_type import Control, Raw, Refused
from ...engine.page.around import DOORS
from ...engine.page.page import Button, Document, FileSlot, Page, Question
from ...engine.source.wording import _, listed, quoted

MANY = 12
"""More choices than that are a list that opens; fewer are all seen."""

QUESTION, TICK, DOCUMENT, SLOT = "q", "t", "d", "f"
"""What an id begins with: names of different kinds may be the same."""

BOXES = ("day", "month", "year")

SIGNS = {".": "-", "/": "---"}


def identifier(name: str, *more: str, kind: str = QUESTION) -> str:
    """An id that style sheets, scripts and links write as it is; names hold no hyphen."""
    return "--".join((f"{kind}-{_plain(name)}", *map(_plain, more)))


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", lambda s: SIGNS.get(s[0], f"_{ord(s[0]):x}_"), name)


def is_long(question: Question) -> bool:
    """Whether its choices are a list that opens."""
    return question.control == Control.ONE_OF.value and len(question.choices) > MANY


@dataclass(frozen=True, slots=True)
class Target:
    """The id of the control that the link of a fault leads to, and what that control asks."""

    id: str
    label: str


def targets(page: Page) -> dict[str, Target]:
    """By the name of a fault: of a date its first box, of a group or a list itself. The first that
    bears a name has it."""
    found: dict[str, Target] = {}
    for name, target in _targets(page):
        found.setdefault(name, target)
    return found


def linked(message: str, links: Iterable[tuple[str, str]]) -> Markup:
    """That sentence of ours, where a link stands for each address and label: `{labels}`."""
    link = Markup('<a href="{}">{}</a>')
    named = listed(quoted(link.format(*one)) for one in links)
    return Markup(message).format(labels=Markup(named))  # noqa: S704 - each is escaped


def _targets(page: Page) -> Iterator[tuple[str, Target]]:
    for question in page.questions:
        yield from _of(question, question.name, question.raw)
    for tick in page.ticks:
        label = tick.title or _("Attestation sur l’honneur")
        yield tick.name, Target(identifier(tick.name, kind=TICK), label)
    for document in page.documents:
        yield from _joined(document)


def _of(
    question: Question, name: str, raw: Raw, number: int | None = None
) -> Iterator[tuple[str, Target]]:
    """`number` is that of the row, in a list."""
    label = question.label
    if number is not None:
        label = _("{label}, n° {number}").format(label=label, number=number)
    yield name, Target(identifier(name, *_first(question)), label)
    for part, place, held, row in below(question, name, raw):
        yield from _of(part, place, held, row)


def _first(question: Question) -> tuple[str, ...]:
    """What is added to the id of the whole."""
    if question.is_verified or is_long(question):
        return ()
    match question.control:
        case Control.DATE.value:
            return ("day",)
        case Control.YES_NO.value | Control.ONE_OF.value | Control.SOME_OF.value:
            return ("is", question.choices[0].id) if question.choices else ()
    return ()


def below(
    question: Question, name: str, raw: Raw
) -> Iterator[tuple[Question, str, Raw, int | None]]:
    """The parts of a group, the columns of the rows drawn: the name of each, what it holds, and the
    number of its row."""
    if question.control == Control.PARTS.value:
        held = raw if isinstance(raw, Mapping) else {}
        for part in question.parts:
            yield part, f"{name}.{part.local}", held.get(part.local, ""), None
    if question.control in (Control.ROWS.value, Control.REQUEST.value):
        for number, row, columns in rows(question, raw):
            for part in columns:
                yield part, f"{name}.{number}.{part.local}", row.get(part.local, ""), number


def rows(
    question: Question, raw: Raw
) -> Iterator[tuple[int, Mapping[str, Raw], tuple[Question, ...]]]:
    """The rows drawn, one at least: the number, what it holds, the columns asked there."""
    held: Any = [] if isinstance(raw, str | Mapping) else raw
    for index, row in enumerate(held or [{}]):
        columns = question.rows[index] if index < len(question.rows) else question.parts
        yield index + 1, row if isinstance(row, Mapping) else {}, columns


def _joined(document: Document) -> Iterator[tuple[str, Target]]:
    if document.code:
        yield document.name, Target(identifier(document.code.name), document.title)
        return
    for slot in document.slots:
        yield slot.name, Target(_slot(slot), slot.title)
    yield document.name, Target(identifier(document.name, kind=DOCUMENT), document.title)


def _slot(slot: FileSlot) -> str:
    """Where one joins; where enough is joined, what remains to be said of it."""
    if slot.files and slot.asks_day and not slot.day:
        return identifier(slot.name, "day", kind=SLOT)
    more = ("files",) if len(slot.files) < slot.most else ()
    return identifier(slot.name, *more, kind=SLOT)


def boxes(raw: Raw) -> Mapping[str, Any]:
    """The three boxes of a date, whatever the form it was given in; what is no date stays whole."""
    if isinstance(raw, Mapping):
        return raw
    typed = raw.split("/") if isinstance(raw, str) else []
    if len(typed) == len(BOXES) and len(typed[0]) < len("2026"):
        return dict(zip(BOXES, typed, strict=True))  # as they were typed, one by one
    try:
        day: PartialDate = day_of(raw, partial=True)
    except Refused:
        return {"day": raw} if isinstance(raw, str) and raw.strip() else {}
    return {"day": str(day.day or ""), "month": str(day.month or ""), "year": str(day.year)}


def is_brick(button: Button, page: Page) -> bool:
    """Whether it is a large one, in a list: what says more of itself, and the ways in of a home."""
    is_way_in = page.kind == "home" and button.kind == "open" and button.target != DOORS[1]
    return bool(button.text) or is_way_in
