"""One control as it is drawn: its box, its choices, what is in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...engine.fields.field_type import Raw
from ...engine.page.page import Choice, Question
from ...engine.source.wording import _
from .blocks import AT, Data, tall

MOST_RADIOS = 8
"""Beyond so many answers, a drop-down list; the administration's design system says five to ten."""

SHORT = 34
"""Letters of all the answers together that hold on one line."""

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")
_FRENCH = re.compile(r"(?:([0-9]{1,2})[/.])?(?:([0-9]{1,2})[/.])?([0-9]{4})")
_UNITS = {"money": "€"}


def titled(one: Question, name: str) -> Data:
    optional = _("(facultatif)") if one.is_optional else ""
    # A callout means the column of a list, whichever its row.
    return {"label": one.label, "optional": optional, AT: tuple(filter(None, (name, one.name)))}


def field(one: Question, raw: Raw, width: float, name: str) -> Data:
    """All that the template needs of one control, where it has that width (in em)."""
    example = _("Exemple : {example}").format(example=one.example) if one.example else ""
    hint = "\n".join(filter(None, (" ".join(filter(None, (one.hint, one.more))), example)))
    control = _control(one, raw)
    if control.get("wide", 0) > width:
        control["wide"] = 0
    return {**titled(one, name), "hint": hint, "error": one.error, **control}


def _control(one: Question, raw: Raw) -> Data:
    match one.control:
        case "long_text":
            return {"control": "area", "value": _text(raw)}
        case "date":
            return {"control": "date", "boxes": boxes(raw)}
        case "yes_no":
            return _radios(one, raw)
        case "one_of":
            return _select(one, raw) if is_select(one) else _radios(one, raw)
        case "some_of":
            chosen = {raw} if isinstance(raw, str) else {str(each) for each in raw}
            return {"control": "checks", "inline": False, "choices": _choices(one, chosen, True)}
        case "secret":
            return _line("•" * min(len(_text(raw)), 12), 24)
    # A telephone number is held in one piece, and read in pairs of digits.
    is_read = one.control == "text" and one.shown and not one.error
    return _line(one.shown if is_read else _text(raw), _wide(one), _UNITS.get(one.type, ""))


def _line(value: str, wide: int, unit: str = "") -> Data:
    return {"control": "text", "value": value, "wide": wide, "unit": unit}


def _wide(one: Question) -> int:
    """In em, for as many letters as may be typed; 0 for the whole width."""
    longest = one.limits.get("max_length")
    if one.control == "number" or one.type == "postal_code":
        return 12
    return max(7, round(longest * 0.62) + 2) if isinstance(longest, int) and longest < 40 else 0


def _text(raw: Raw) -> str:
    return raw if isinstance(raw, str) else ""


def is_select(one: Question) -> bool:
    """Whether its answers are in a drop-down list."""
    return one.control == "one_of" and len(one.choices) > MOST_RADIOS


def is_inline(one: Question) -> bool:
    """Whether its answers hold side by side."""
    told = sum(len(choice.label) + 5 for choice in one.choices)
    return told <= SHORT and len(one.choices) < 4 and not any(c.text for c in one.choices)


def _select(one: Question, raw: Raw) -> Data:
    labels = {choice.id: choice.label for choice in one.choices}
    told = _text(raw)
    return {"control": "select", "value": labels.get(told, told)}


def _radios(one: Question, raw: Raw) -> Data:
    chosen = {_text(raw)}
    inline = is_inline(one)
    return {"control": "radio", "inline": inline, "choices": _choices(one, chosen, False)}


def _choices(one: Question, chosen: set[str], is_several: bool) -> list[Data]:
    states = (_("Coché"), _("Non coché")) if is_several else (_("Choisi"), _("Non choisi"))
    return [_choice(choice, choice.id in chosen, states, one.name) for choice in one.choices]


def _choice(choice: Choice, is_on: bool, states: tuple[str, str], name: str) -> Data:
    return {
        "label": choice.label,
        "text": choice.text,
        "on": is_on,
        "state": states[0] if is_on else states[1],
        AT: (f"{name}.{choice.id}".lstrip("."),),
    }


def boxes(raw: Raw) -> list[Data]:
    """Day, month and year; what no calendar reads stands whole in the last box."""
    if isinstance(raw, Mapping):
        day, month, year = (_text(raw.get(name, "")) for name in ("day", "month", "year"))
    elif found := _ISO.fullmatch(_text(raw).strip()):
        year, month, day = (part or "" for part in found.groups())
    elif found := _FRENCH.fullmatch(_text(raw).strip()):
        first, second, year = (part or "" for part in found.groups())
        day, month = (first, second) if second else ("", first)
    else:
        day, month, year = "", "", _text(raw)
    told = ((_("Jour"), day), (_("Mois"), month), (_("Année"), year))
    return [{"label": label, "value": value} for label, value in told]


def high(one: Question, data: Data, width: float) -> float:
    """Of a whole field, in em."""
    title = f"{one.label} {data['optional']}    "
    above = tall(title, width) + tall(data["hint"], width, 0.88)
    return above + 0.5 + _drawn_high(data, width) + 1.2 * tall(one.error, width)


def _drawn_high(data: Data, width: float) -> float:
    match data["control"]:
        case "date":
            return 3.4
        case "radio" | "checks" if data["inline"]:
            return 1.6
        case "radio" | "checks":
            each = (
                tall(c["label"], width - 4) + tall(c["text"], width - 4, 0.88)
                for c in data["choices"]
            )
            return sum(each) + 0.6 * len(data["choices"])
        case "area":
            return max(4.2, tall(data["value"], width - 2) + 1.2)
    wide = data.get("wide") or width
    return max(1.9, tall(data["value"], min(wide, width) - 3) + 1.0)
