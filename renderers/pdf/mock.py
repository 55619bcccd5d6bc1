"""A page of the engine as a drawn screen: blocks in order, cut into parts that each hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ...engine.page.page import Note, Page
from ...engine.source.wording import _
from .blocks import AT, Block, Data, tall
from .questions import blocks, group, with_rows
from .showing import above, below, heading, known, rows

MOST_FIELDS = 8


@dataclass(frozen=True, slots=True)
class Room:
    """Where one part must hold, in em of its letters: `width` is the inside of the card.

    `beside` is that inside where callouts stand in the margin; `height` is the whole card's.
    """

    width: float
    beside: float
    height: float
    fields: int = MOST_FIELDS


SHEET = Room(width=50.0, beside=36.0, height=77.0)
"""An A4 sheet, upright, with letters of 9.5 points (`page.typ`)."""

SLIDE = Room(width=56.0, beside=56.0, height=48.0)
"""An A4 sheet lying on its side, with letters of 9 points, below a title."""


def parts(page: Page, room: Room = SHEET) -> tuple[Data, ...]:
    """The screen as the template `screen.typ` draws it: one part, or several of at most 8 fields.

    Each part is plain data. Callouts are numbered through the whole screen, in the order of what
    they tell of; one that tells of something this person does not see is left out.
    """
    width = room.beside if page.notes else room.width
    own, drawn, notes = _numbered(page.notes, tuple(_blocks(page, width)))
    packed = _packed(drawn, room.height - _head_high(page, width), room.fields)
    return tuple(
        _part(page, [data for _block, data in inside], own, notes, place, len(packed))
        for place, inside in enumerate(packed, 1)
    )


def _blocks(page: Page, width: float) -> Iterator[Block]:
    errors = dict(page.errors)
    yield from above(page, width)
    verified = [question for question in page.questions if question.is_verified]
    if verified:
        title = heading(_("Informations connues de l’administration"), width)
        yield from group(title, rows(known(question, width) for question in verified))
    for question in page.questions:
        if question.is_asked and not question.is_verified:
            yield from blocks(with_rows(question, errors), question.raw, width)
    yield from below(page, width)


def _head_high(page: Page, width: float) -> float:
    """The bar with the service's name, the way back, the progress, the title; and the mention of
    what follows."""
    told = tall(page.procedure_title, width, 0.92) + tall(f"{page.title} (9/9)", width, 1.6)
    back, step = 2.0 * bool(page.back), tall(_step_told(page), width, 0.88)
    return 4.6 + told + back + step + 1.6 * bool(step)


Drawn = tuple[Block, Data]


def _packed(drawn: Sequence[Drawn], height: float, fields: int) -> list[list[Drawn]]:
    """In order, as many as hold; what stands under one title goes together where it can."""

    def hold(some: Sequence[Drawn]) -> bool:
        high = sum(block.room for block, _data in some)
        return high <= height and sum(block.fields for block, _data in some) <= fields

    found: list[list[Drawn]] = [[]]
    for start, run in _runs(drawn):
        whole = _whole(drawn, start, len(run))
        together = whole if hold(whole) else run
        if found[-1] and not hold([*found[-1], *together]):
            again = (title.again() for title in run[0][0].under)
            found.append([(title, _with_numbers(title.as_data(), {})) for title in again])
        found[-1] += run
    return found


def _runs(drawn: Sequence[Drawn]) -> Iterator[tuple[int, list[Drawn]]]:
    """What cannot be parted, and where it starts."""
    start = 0
    for place, (block, _data) in enumerate(drawn, 1):
        if not block.leads or place == len(drawn):
            yield start, list(drawn[start:place])
            start = place


def _whole(drawn: Sequence[Drawn], start: int, length: int) -> Sequence[Drawn]:
    """All that stands under the title that starts there."""
    title, end = drawn[start][0], start + length
    while end < len(drawn) and any(one is title for one in drawn[end][0].under):
        end += 1
    return drawn[start:end]


Told = tuple[list[int], list[Drawn], Mapping[int, Note]]


def _numbered(notes: Sequence[Note], found: Sequence[Block]) -> Told:
    """Numbers of the screen itself, the blocks with theirs, and the notes by number.

    A name that stands twice (a column, on every row of a list) has its numbers the first time.
    """
    names = {name: place for place, name in enumerate(dict.fromkeys(_names(found)), 1)}
    order = {"": 0, **names}
    seen = sorted((note for note in notes if note.at in order), key=lambda note: order[note.at])
    numbers: dict[str, list[int]] = {}
    for number, note in enumerate(seen, 1):
        numbers.setdefault(note.at, []).append(number)
    own = numbers.pop("", [])
    drawn = [(block, _with_numbers(block.as_data(), numbers)) for block in found]
    return own, drawn, dict(enumerate(seen, 1))


def _names(found: Sequence[Block]) -> Iterator[str]:
    for block in found:
        yield from _values(block.data, AT)


def _values(data: Any, key: str) -> Iterator[Any]:
    """All that stands under that key, at any depth, in the order of the drawing."""
    match data:
        case Mapping():
            yield from data.get(key, ())
            for value in data.values():
                yield from _values(value, key)
        case list():
            for value in data:
                yield from _values(value, key)


def _with_numbers(data: Any, left: dict[str, list[int]]) -> Any:
    """The same with numbers for names; each number is used up."""
    match data:
        case Mapping():
            names = data.get(AT)
            mine = {} if names is None else {"badges": _taken(names, left)}
            rest = {key: _with_numbers(value, left) for key, value in data.items() if key != AT}
            return {**rest, **mine}
        case list():
            return [_with_numbers(value, left) for value in data]
    return data


def _taken(names: Sequence[str], left: dict[str, list[int]]) -> list[int]:
    return sorted(number for name in dict.fromkeys(names) for number in left.pop(name, []))


def _part(
    page: Page,
    drawn: Sequence[Data],
    own: Sequence[int],
    notes: Mapping[int, Note],
    place: int,
    count: int,
) -> Data:
    own = own if place == 1 else []
    callouts = [_callout(number, notes, -1) for number in own]
    for index, data in enumerate(drawn):
        callouts += [_callout(number, notes, index) for number in sorted(_values(data, "badges"))]
    if place < count:
        mention = _("La suite de cet écran est à la page suivante.")
        drawn = [*drawn, Block("mention", {"text": mention}, 0.0, before=0.4).as_data()]
    for one, following in pairwise([*drawn, {"depth": 0}]):
        one["ends"] = one["depth"] > following["depth"]
    return {
        "service": page.procedure_title or _("Mes démarches"),
        "step": _step(page),
        "title": page.title,
        "place": f"({place}/{count})" if count > 1 else "",
        "back": _("Retour") if page.back and place == 1 else "",
        "badges": list(own),
        "blocks": list(drawn),
        "callouts": callouts,
    }


def _callout(number: int, notes: Mapping[int, Note], block: int) -> Data:
    return {"number": number, "text": notes[number].text, "block": block}


def _step(page: Page) -> Data | None:
    progress = page.progress
    if progress is None:
        return None
    return {"told": _step_told(page), "number": progress.number, "total": progress.total}


def _step_told(page: Page) -> str:
    """« Étape 2 sur 5 – Le motif (1/3) »."""
    progress = page.progress
    if progress is None:
        return ""
    form = _("Étape {number} sur {total} – {step}")
    if progress.parts > 1:
        form = _("Étape {number} sur {total} – {step} ({part}/{parts})")
    return form.format(
        number=progress.number,
        total=progress.total,
        step=progress.step,
        part=progress.part,
        parts=progress.parts,
    )
