"""What a control holds, answered or only typed, as a page tells an answer: labels and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..fields.field_type import Control, Option, Raw, Refused, Settings
from ..fields.registry import field_types
from ..source.wording import _
from .page import Line, Question

NOTHING = "–"


def holding(question: Question, raw: Raw, label: str, *, is_kept: bool = False) -> Line:
    """A line a part, under whose it is; each row bears its number. Of what `is_kept`, the parts
    set aside say nothing; of what was typed, all is told."""
    match question.control:
        case Control.PARTS.value:
            parts = tuple(_parts(question.parts, raw, is_kept))
        case Control.ROWS.value | Control.REQUEST.value:
            parts = tuple(_rows(question, raw, is_kept))
        case _:
            return Line(label, words(question, raw))
    told = _("{label} : {answer}")
    shown = "\n".join(told.format(label=one.label, answer=one.shown) for one in parts)
    return Line(label, shown or NOTHING, parts)


def _rows(question: Question, raw: Raw, is_kept: bool) -> Iterator[Line]:
    rows = () if isinstance(raw, str | Mapping) else raw
    for number, row in enumerate(rows, 1):
        columns = question.rows[number - 1] if number <= len(question.rows) else question.parts
        parts = tuple(_parts(columns, row, is_kept))
        if parts:
            shown = ", ".join(one.shown for one in parts)
            yield Line(_("N° {number}").format(number=number), shown, parts)


def _parts(parts: tuple[Question, ...], raw: Raw, is_kept: bool) -> Iterator[Line]:
    held = raw if isinstance(raw, Mapping) else {}
    for part in parts:
        line = holding(part, held.get(part.local, ""), part.label, is_kept=is_kept)
        if line.shown != NOTHING and (part.is_asked or not is_kept):
            yield line


def words(question: Question, raw: Raw) -> str:
    """As its type shows an answer; what it would refuse, as it was typed."""
    if not any(text.strip() for text in _texts(raw)):
        return NOTHING
    type_ = field_types()[question.type]
    options = tuple(Option(one.id, one.label, one.text) for one in question.choices)
    settings = Settings({"partial": True}, options)
    try:
        return type_.show(type_.parse(raw, settings, date.min), settings)
    except Refused:
        labels = {one.id: one.label for one in question.choices}
        told = (labels.get(text, text) or NOTHING for text in _texts(raw))
        return ("/" if isinstance(raw, Mapping) else ", ").join(told)  # a date has boxes


def _texts(raw: Raw) -> list[str]:
    if isinstance(raw, str):
        return [raw]
    return [
        text for one in (raw.values() if isinstance(raw, Mapping) else raw) for text in _texts(one)
    ]
