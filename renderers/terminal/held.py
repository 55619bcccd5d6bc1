"""What a question holds already, as the person would type it; and what they type, as it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ...engine.fields.field_type import Raw
from ...engine.page.page import Choice, Question
from .blocks import MANY, said
from .wrapping import short

ERASE = "-"
_NUMBERS = re.compile(r"[0-9]+([\s,;]+(et\s+)?[0-9]+)*[\s,;]*")


def held(question: Question, raw: Raw) -> str:
    """In the brackets of a prompt: what Enter would keep."""
    match question.control:
        case "one_of":
            return _one(question.choices, raw)
        case "some_of":
            chosen = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
            return ", ".join(filter(None, (_one(question.choices, one) for one in chosen)))
        case "date":
            return date_of(raw)
    return raw if isinstance(raw, str) else ""


def _one(choices: tuple[Choice, ...], raw: Raw) -> str:
    """Its number, or its label where answers are not numbered."""
    for number, choice in enumerate(choices, 1):
        if raw == choice.id:
            return choice.label if len(choices) > MANY else str(number)
    return raw if isinstance(raw, str) else ""


def date_of(raw: Raw) -> str:
    """`31/01/1990`, or less where the day or the month is unknown."""
    if not isinstance(raw, Mapping):
        return raw if isinstance(raw, str) else ""
    day, month, year = (str(raw.get(name, "")) for name in ("day", "month", "year"))
    boxes = (day.zfill(2) if day else "", month.zfill(2) if month else "", year)
    return "/".join(filter(None, boxes))


def meant(question: Question, line: str) -> Raw:
    """What was typed: numbers stand for the answers listed."""
    match question.control:
        case "one_of":
            return _numbered(question.choices, line)
        case "some_of":
            return _several(question.choices, line)
    return line


def _numbered(choices: tuple[Choice, ...], line: str) -> str:
    number = line.rstrip(".)")
    if len(choices) <= MANY and number.isascii() and number.isdigit() and len(number) < 4:
        place = int(number)
        if 1 <= place <= len(choices):
            return choices[place - 1].id
    return line


def is_beyond(question: Question, line: str) -> bool:
    """Whether it is a number, and none of those listed."""
    is_listed = question.control == "one_of" and len(question.choices) <= MANY
    named = {name for choice in question.choices for name in (choice.id, choice.label)}
    is_number = line.isascii() and line.isdigit() and line not in named
    return is_listed and is_number and _numbered(question.choices, line) == line


def _several(choices: tuple[Choice, ...], line: str) -> list[Raw]:
    """« 1, 3 », « 1 3 », « 1 et 3 », or labels between commas."""
    apart = r"[\s,;]+(?:et\s+)?" if _NUMBERS.fullmatch(line) else r"\s*[,;]\s*"
    return [_numbered(choices, one) for one in re.split(apart, line) if one]


def told(question: Question, raw: Raw) -> str:
    """An answer in words."""
    if question.parts and isinstance(raw, Mapping):
        return told_parts(question.parts, raw)
    if question.control == "some_of":
        chosen = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
        return ", ".join(_label(question.choices, one) for one in chosen)
    if question.choices:
        return _label(question.choices, raw)
    return short(held(question, raw))


def told_parts(parts: Iterable[Question], raw: Raw) -> str:
    """A row of a list, or a group: the parts that are asked there."""
    held = raw if isinstance(raw, Mapping) else {}
    answers = ((part, told(part, held.get(part.local, ""))) for part in parts if part.is_asked)
    return " ; ".join(said(part.label, answer) for part, answer in answers if answer)


def _label(choices: tuple[Choice, ...], raw: Raw) -> str:
    labels = {choice.id: choice.label for choice in choices}
    return labels.get(raw, raw) if isinstance(raw, str) else ""
