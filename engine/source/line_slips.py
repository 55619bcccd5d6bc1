"""A line that lacks its dash or its key, or begins with a sign that only looks like a dash."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .diagnostic import Diagnostic
from .invisible import BLANKS, blank_name
from .text import Source
from .tree import Scalar, Style
from .wording import _

_BULLET = re.compile(
    r"\s*(?P<sign>[\u2010-\u2015\u2212\u2022\u25cf\u25aa\u25a0\u25e6\u2023\u00b7\u2219\u25cb\u27a2\u2192*])[\s\u00a0\u202f]+\S"
)
_AFTER_SIGN = re.compile(rf"\s*(?:-\s+)*(?:(?P<key>[\w.-]+):|-)(?P<blank>[{BLANKS}])")
_BEFORE = re.compile(rf" *(?P<blank>[{BLANKS}])[{BLANKS} ]*\S")
_ENTRY = re.compile(r"(?P<indent>\s*(?:-\s+)*)(?P<key>[\w.-]+):(?:\s+(?P<value>[^\s#].*))?")
_ITEM = re.compile(r"\s*-\s+(?:\{\s*)?(?P<key>[\w.-]+)")
_HOLDERS = {"screen": "screens", "step": "flow", "when": "next", "to": "next", "that": "checks"}


@dataclass(frozen=True, slots=True)
class Slip:
    """What stopped the reading; `lines` are those to read on with, where that is safe."""

    diagnostic: Diagnostic
    lines: tuple[str, ...] | None = None


def line_slip(source: Source, number: int, last: Scalar | None) -> Slip | None:
    """The slip of this line or of the one before, which libyaml sees only when it reads on."""
    number = min(number, len(source.lines) - 1)
    for culprit in (number, _before(source, number)):
        found = _bullet(source, culprit) or _no_break(source, culprit)
        if found and not _is_quoted(last, culprit):
            return found
    return _without_dash(source, number) or _without_key(source, number)


def _is_quoted(last: Scalar | None, number: int) -> bool:
    """Inside a text in quotes or a block, where every sign is right."""
    return (
        last is not None
        and last.style != Style.PLAIN
        and last.span.line < number + 1 <= last.span.end_line
    )


def _before(source: Source, number: int) -> int:
    """The line before that holds something, or this one."""
    return next((it for it in range(number - 1, -1, -1) if source.lines[it].strip()), number)


def _bullet(source: Source, number: int) -> Slip | None:
    found = _BULLET.match(source.lines[number])
    if not found:
        return None
    column = found.start("sign")
    diagnostic = Diagnostic(
        "yaml",
        _("« {sign} » n'est pas un tiret de liste.").format(sign=found["sign"]),
        source.span((number, column), (number, column + 1)),
        _("Remplacez-le par « - » (le signe moins du clavier), suivi d'une espace."),
    )
    return Slip(diagnostic, _retyped(source, number, column, "-"))


def _no_break(source: Source, number: int) -> Slip | None:
    """A blank of a word processor where YAML wants one of the keyboard."""
    text = source.lines[number]
    found = _AFTER_SIGN.match(text) or _BEFORE.match(text)
    if not found:
        return None
    column = found.start("blank")
    sign = text[column - 1] if found.re is _AFTER_SIGN else ""
    blank = blank_name(found["blank"])
    message = (
        _("{blank} suit « {sign} ».").format(blank=blank, sign=sign)
        if sign
        else _("{blank} est en début de ligne.").format(blank=blank)
    )
    diagnostic = Diagnostic(
        "yaml",
        message,
        source.span((number, column), (number, column + 1)),
        _("Effacez-la et retapez une espace ordinaire."),
    )
    return Slip(diagnostic, _retyped(source, number, column, " "))


def _retyped(source: Source, number: int, column: int, sign: str) -> tuple[str, ...]:
    text = source.lines[number]
    text = f"{text[:column]}{sign}{text[column + 1 :]}"
    return (*source.lines[:number], text, *source.lines[number + 1 :])


def dash_trap(scalar: Scalar) -> Diagnostic | None:
    """`title: Vous` and a list of names below it: for YAML, the end of the title."""
    span, source = scalar.span, scalar.source
    if scalar.style != Style.PLAIN or span.line == span.end_line or source is None:
        return None
    slip = _without_key(source, span.line)
    return slip.diagnostic if slip else None


def _without_key(source: Source, number: int) -> Slip | None:
    """A list right under `title: …`: the key that should hold it was forgotten."""
    item = _ITEM.match(source.lines[number])
    above = _ENTRY.match(source.lines[_before(source, number)])
    if not item or not above or not above["value"] or above["value"][0] in "|>":
        return None
    dash = len(source.lines[number]) - len(source.lines[number].lstrip())
    if len(above["indent"]) > dash:
        return None
    holder = _HOLDERS.get(item["key"], "fields")
    return Slip(
        Diagnostic(
            "yaml",
            _("Il manque une clé avant cette liste, par exemple « {key}: ».").format(key=holder),
            source.span((number, dash), (number, len(source.lines[number].rstrip()))),
            _("Écrivez « {key}: » seul sur la ligne d'avant, aligné sur « {above}: ».").format(
                key=holder, above=above["key"]
            ),
        )
    )


def _without_dash(source: Source, number: int) -> Slip | None:
    """The first item of a list without its dash, where the next ones have theirs."""
    text = source.lines[number]
    indent = len(text) - len(text.lstrip())
    if text.lstrip().startswith("- "):
        first = _first_below_parent(source, number, indent)
    else:
        first = _before(source, number)
        if not _is_followed_by_items(source, first, indent):
            return None
    found = _ENTRY.match(source.lines[first]) if first is not None else None
    if first is None or first == number or not found or "-" in found["indent"]:
        return None
    item = _ITEM.match(text)
    if item and len(found["indent"]) == indent and found["key"] != item["key"]:
        return None
    column = len(found["indent"])
    return Slip(
        Diagnostic(
            "yaml",
            _("Il manque « - » au début de cette ligne : elle commence un élément de liste."),
            source.span((first, column), (first, column + len(found["key"]))),
            _("Écrivez « - {key}: », aligné sur les autres tirets de la liste.").format(
                key=found["key"]
            ),
        )
    )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _first_below_parent(source: Source, number: int, indent: int) -> int | None:
    """The first line of the block this line is in: below a bare key further to the left."""
    above = (it for it in range(number - 1, -1, -1) if source.lines[it].strip())
    first = None
    for it in above:
        if _indent(source.lines[it]) < indent:
            parent = _ENTRY.match(source.lines[it])
            return first if parent and not parent["value"] else None
        first = it
    return None


def _is_followed_by_items(source: Source, first: int, indent: int) -> bool:
    """`screen: a`, deeper lines, then `- screen: b` at its level."""
    own = _indent(source.lines[first])
    if indent <= own:
        return False
    for text in source.lines[first + 1 :]:
        if text.strip() and _indent(text) <= own:
            return _indent(text) == own and text.lstrip().startswith("- ")
    return False


def too_deep(source: Source, number: int) -> Slip | None:
    """`  ends:` at the level of the dashes of `flow:`."""
    found = _ENTRY.match(source.lines[number])
    if not found or found["value"] or "-" in found["indent"]:
        return None
    own = len(found["indent"])
    lines = (source.lines[it] for it in range(number - 1, -1, -1))
    above = next((text for text in lines if text.strip() and _indent(text) < own), "")
    parent = _ENTRY.match(above)
    if not parent or parent["value"]:
        return None
    return Slip(
        Diagnostic(
            "yaml",
            _("« {key} » est en retrait : elle est lue dans la liste de « {above} ».").format(
                key=found["key"], above=parent["key"]
            ),
            source.span((number, own), (number, own + len(found["key"]))),
            _("Alignez « {key}: » sur « {above}: ».").format(key=found["key"], above=parent["key"]),
        )
    )


def emptied(source: Source, number: int) -> tuple[str, ...] | None:
    """The lines without the value at fault, of which only the key stays; None if that is unsafe."""
    text = source.lines[number]
    found = _ENTRY.match(text)
    if not found or text.count("{") != text.count("}") or text.count("[") != text.count("]"):
        return None
    lines = list(source.lines)
    lines[number] = text[: found.end("key") + 1]
    for it in range(number + 1, len(lines)):
        if lines[it].strip() and _indent(lines[it]) <= len(found["indent"]):
            break
        lines[it] = ""
    return tuple(lines)


def untabbed(source: Source) -> tuple[str, ...]:
    """Blanks for the tabs at the beginning of lines, which are told once."""
    lines: list[str] = []
    level = 0
    for text in source.lines:
        rest = text.lstrip(" \t")
        if "\t" in text[: len(text) - len(rest)]:
            lines.append(" " * level + rest)
            continue
        lines.append(text)
        if rest and not rest.startswith("#"):
            level = _indent(text) + (2 if re.search(r":\s*(#.*)?$", rest) else 0)
    return tuple(lines)


def read_on(source: Source, lines: tuple[str, ...]) -> Source:
    """The source with these lines in place of its own."""
    return replace(source, text="\n".join(lines), lines=lines)
