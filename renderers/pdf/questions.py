"""Questions as blocks: one below the other, the parts of a group and the rows of a list inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...engine.fields.field_type import Raw
from ...engine.page.page import Question
from ...engine.source.wording import _
from .blocks import AT, Block, Data, tall
from .controls import field, high, is_inline, is_select, titled

INDENT = 1.6
"""Of what stands in a group, in em."""

_PAIRED = ("text", "number", "secret", "date", "yes_no", "one_of")

Narrow = tuple[Question, Raw, str]


def blocks(
    one: Question, raw: Raw, width: float, depth: int = 0, name: str = ""
) -> Iterator[Block]:
    """`raw` is what it holds, `name` its full name (rows count from 1), `width` in em.

    A list comes `with_rows`.
    """
    name = name or one.name
    match one.control:
        case "parts":
            inside = _parts(one, one.parts, raw, width, depth, name)
            yield from group(_legend(one, width, depth, name), inside)
        case "rows" | "request":
            yield from group(_legend(one, width, depth, name), _rows(one, raw, width, depth, name))
        case _:
            yield _field((one, raw, name), width, depth)


def group(title: Block, inside: Iterable[Block]) -> Iterator[Block]:
    """A title, and what stands under it."""
    yield title
    yield from (block.below(title) for block in inside)


def with_rows(one: Question, errors: Mapping[str, str]) -> Question:
    """A list with its columns in each of its rows, each with what was refused there."""
    if one.control not in ("rows", "request") or one.rows:
        return one
    held = () if isinstance(one.raw, str | Mapping) else one.raw
    rows = tuple(
        tuple(_in_row(part, f"{one.name}.{number}", errors) for part in one.parts)
        for number, _row in enumerate((*held, {}), 1)
    )
    return replace(one, rows=rows)


def _in_row(part: Question, row: str, errors: Mapping[str, str]) -> Question:
    return replace(part, error=errors.get(f"{row}.{part.local}", part.error))


def _rows(one: Question, raw: Raw, width: float, depth: int, name: str) -> Iterator[Block]:
    """Those there; a blank one where there is none yet."""
    rows = [{}] if isinstance(raw, str | Mapping) or not raw else raw
    for number, row in enumerate(rows, 1):
        inside = _parts(one, one.rows[number - 1], row, width, depth, f"{name}.{number}")
        yield from group(_row(one, number, width, depth + 1), inside)
    yield Block("add", {"label": _("Ajouter")}, 1.4, depth=depth + 1)


def _parts(
    one: Question, parts: Iterable[Question], raw: Raw, width: float, depth: int, name: str
) -> Iterator[Block]:
    """Those that apply, two side by side where both are narrow."""
    held = raw if isinstance(raw, Mapping) else {}
    width, depth = width - INDENT, depth + 1
    waiting: Narrow | None = None
    for part in parts:
        if not part.is_asked:
            continue
        if part.local == "title" and one.control == "request" and held.get("document"):
            continue
        there: Narrow = (part, held.get(part.local, ""), f"{name}.{part.local}")
        if waiting and _is_narrow(part):
            yield _pair(waiting, there, width, depth)
            waiting = None
            continue
        if waiting:
            yield _field(waiting, width, depth)
        waiting = there if _is_narrow(part) else None
        if not waiting:
            yield from blocks(part, there[1], width, depth, there[2])
    if waiting:
        yield _field(waiting, width, depth)


def _field(asked: Narrow, width: float, depth: int) -> Block:
    one, raw, name = asked
    data = field(one, raw, width, name)
    return Block("field", data, high(one, data, width), 1, depth)


def _pair(first: Narrow, second: Narrow, width: float, depth: int) -> Block:
    half = width / 2 - 0.8
    told: list[Data] = []
    heights = []
    for one, raw, name in (first, second):
        told.append(field(one, raw, half, name))
        heights.append(high(one, told[-1], half))
    return Block("pair", {"fields": told}, max(heights), 2, depth)


def _is_narrow(one: Question) -> bool:
    """Whether half of the width is enough for its control."""
    if one.control not in _PAIRED:
        return False
    return one.control != "one_of" or is_select(one) or is_inline(one)


def _legend(one: Question, width: float, depth: int, name: str) -> Block:
    hint = " ".join(filter(None, (one.hint, one.more)))
    data = {**titled(one, name), "hint": hint, "error": one.error}
    total = tall(one.label, width) + tall(hint, width, 0.88) + tall(one.error, width)
    return Block("legend", data, total, depth=depth, after=0.9, leads=True)


def _row(one: Question, number: int, width: float, depth: int) -> Block:
    told = _("{label} – n° {number}").format(label=one.label, number=number)
    data = {"label": told, "optional": "", AT: (), "hint": "", "error": ""}
    return Block("legend", data, tall(told, width), depth=depth, after=0.8, leads=True)
