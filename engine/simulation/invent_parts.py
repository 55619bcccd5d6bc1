"""Invented choices, and answers made of several: groups, addresses, lists, requests."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from ..fields.composite import applying, is_conditional, parts_of
from ..fields.field_type import Part, Raw
from ..fields.reading import is_blank
from ..fields.types.documents_request import MOST_DOCUMENTS, REASONS
from .invent_draw import NEVER, OFTEN, SOMETIMES, Draw

MANY_ROWS = 5
"""Lists longer than this are drawn only at their bounds, or where conditions count."""

TITLES = ("Acte de décès", "Traduction du jugement", "Autre preuve de résidence")


def boolean(draw: Draw) -> Raw:
    """Yes or no."""
    return draw.chance.choice(("oui", "non"))


def choice(draw: Draw) -> Raw | None:
    """One of the options offered; None where there is none."""
    offered = [option.id for option in draw.type.options(draw.settings)]
    if not offered:
        return None
    known = [option for option in offered if option in draw.interesting]
    return draw.one_of(known, lambda: draw.chance.choice(offered))


def choices(draw: Draw) -> Raw | None:
    """Some of them, as few or as many as allowed more often than not."""
    offered = [option.id for option in draw.settings.options]
    assert draw.type.bounds is not None
    least, most = draw.type.bounds(draw.settings)
    if least > most:
        return None
    count = draw.one_of((least, most), lambda: draw.chance.randint(least, most))
    chosen = draw.chance.sample(offered, count)
    known = [one for one in offered if one in draw.interesting and one not in chosen]
    if known and chosen and draw.happens(OFTEN):
        chosen[0] = draw.chance.choice(known)
    return list[Raw](chosen)


def group(draw: Draw) -> Raw | None:
    """Every part that must be answered, and some of the others."""
    return _parts(draw, parts_of(draw.type, draw.settings))


def _parts(draw: Draw, parts: Sequence[Part]) -> dict[str, Raw] | None:
    """None where no answer is found that holds something: a wholly blank one would be none."""
    for share in (OFTEN, *[NEVER] * 5):
        made = _made(draw, parts, share)
        if any(raw is None for raw in made.values()):
            return None
        if not is_blank(kept := {name: raw for name, raw in made.items() if raw is not None}):
            return kept
    return None


def _made(draw: Draw, parts: Sequence[Part], share: float) -> dict[str, Raw | None]:
    """Part after part: what is drawn for one decides which of those below it apply."""
    made: dict[str, Raw | None] = {}
    reads = is_conditional(parts)

    def answer(part: Part) -> Any:
        raw = made[part.name] = _part(draw, part, share)
        if not reads or raw is None or is_blank(raw):
            return None
        return part.type.parse(raw, part.settings, draw.today)

    deque(applying(parts, answer), maxlen=0)
    return made


def _part(draw: Draw, part: Part, left_empty: float) -> Raw | None:
    """An optional part may be left empty, and is where nothing can be answered."""
    if part.optional and draw.happens(left_empty):
        return ""
    raw = draw.below(part)
    return "" if raw is None and part.optional else raw


def rows(draw: Draw) -> Raw | None:
    """As few rows as allowed, as many, or as conditions count; None where no row can be filled."""
    assert draw.type.bounds is not None
    least, most = draw.type.bounds(draw.settings)
    if least > most:
        return None
    usual = max(least, min(most, MANY_ROWS))
    known = [n for n in draw.interesting if isinstance(n, int) and least <= n <= most]
    count = draw.one_of(
        (least, min(least + 1, most), most, *known), lambda: draw.chance.randint(least, usual)
    )
    made = [_parts(draw, draw.settings.parts) for _ in range(count)]
    filled = [row for row in made if row is not None]
    return list[Raw](filled) if len(filled) >= least else None


def request(draw: Draw) -> Raw:
    """Some documents of the procedure, or another one, each with its reason."""
    offered = [option.id for option in draw.settings.options]
    count = min(len(offered), MOST_DOCUMENTS - 1, draw.chance.choice((0, 1, 1, 2, 50)))
    asked: list[dict[str, str]] = [{"document": id_} for id_ in draw.chance.sample(offered, count)]
    if not asked or draw.happens(SOMETIMES):
        asked.append({"title": draw.chance.choice(TITLES)})
    for one in asked:
        one["reason"] = draw.chance.choice(REASONS).id
        if one["reason"] == "other" or draw.happens(SOMETIMES):
            one["message"] = "Joignez une copie lisible.\nMerci."
    return list[Raw](asked)
