"""Characters that nobody sees: those that break or disguise a text, named at their place."""

from __future__ import annotations

import re
from dataclasses import replace

from .diagnostic import Diagnostic
from .position import Span
from .text import Source
from .tree import Scalar, Style
from .wording import _

BLANKS = "\u00a0\u202f\u2007\u200b\u2060\ufeff"
"""Blanks that are no blanks for YAML: a letter of the name they are glued to."""

_TOLD = 10
_BREAKS = "\x85\u2028\u2029"
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_HIDDEN = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff{_DIRECTIONS}]")
_TURNING = re.compile(f"[{_DIRECTIONS}]")
_NAME = re.compile(r"[\w.-]+")
_NAMES = {
    "\u00a0": _("Une espace insécable (U+00A0)"),
    "\u202f": _("Une espace fine insécable (U+202F)"),
    "\u2007": _("Une espace de chiffre (U+2007)"),
    "\u200b": _("Une espace invisible, de largeur nulle (U+200B)"),
    "\u2060": _("Une liaison invisible (U+2060)"),
    "\ufeff": _("Une marque d'ordre des octets (U+FEFF)"),
}


def blank_name(character: str) -> str:
    """« Une espace insécable (U+00A0) »."""
    return _NAMES[character]


def unhidden(source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text with its hidden characters blanked, each place kept; the first ones are told."""
    found: list[Diagnostic] = []
    for match in _HIDDEN.finditer(source.text):
        if len(found) == _TOLD:
            break
        found.append(_hidden(source, match.start()))
    return (_HIDDEN.sub(_blanked, source.text) if found else source.text), tuple(found)


def _blanked(match: re.Match[str]) -> str:
    """A sign of direction is taken out of its text later: a blank would cut a name in two."""
    return match[0] if _TURNING.match(match[0]) else " "


def unturned(text: str) -> str:
    """Without signs of direction."""
    return _TURNING.sub("", text)


def _hidden(source: Source, index: int) -> Diagnostic:
    character = source.text[index]
    line = source.text.count("\n", 0, index)
    column = index - (source.text.rfind("\n", 0, index) + 1)
    span = source.span((line, column), (line, column + 1))
    code = f"U+{ord(character):04X}"
    if _TURNING.match(character):
        message = _("Un caractère invisible ({code}) inverse le sens de lecture de ce texte.")
        cure = _("Effacez-le : l'usager lirait autre chose que ce qui est écrit.")
    elif character in _BREAKS:
        message = _("Un caractère invisible ({code}) coupe cette ligne en deux.")
        cure = _("Effacez-le ; tapez au besoin une espace ou un retour à la ligne ordinaire.")
    else:
        message = _("Ce fichier contient un caractère invisible que YAML interdit ({code}).")
        cure = _("Effacez-le et retapez la ligne.")
    return Diagnostic("yaml", message.format(code=code), span, cure)


def trimmed(scalar: Scalar, *, is_key: bool = False) -> tuple[Scalar, Diagnostic | None]:
    """Without the blanks glued to it; told of a name, for a text has no use for them either."""
    text = scalar.text.strip(BLANKS + " ")
    stripped = scalar.text.strip(BLANKS)
    is_name = is_key or _NAME.fullmatch(text)
    if stripped == scalar.text or not text or not (is_name or scalar.style == Style.PLAIN):
        return scalar, None
    if scalar.span.line != scalar.span.end_line:
        return scalar, None
    start = len(scalar.text) - len(scalar.text.lstrip(BLANKS + " "))
    if scalar.style != Style.PLAIN:
        return replace(scalar, text=text), _glued(scalar, text, scalar.span)
    first = scalar.span.column + start
    span = replace(scalar.span, column=first, end_column=first + len(text))
    told = _glued(scalar, text, _blank(scalar, start, len(text))) if is_name else None
    return replace(scalar, text=text, span=span), told


def _blank(scalar: Scalar, start: int, length: int) -> Span:
    before, column = scalar.span.column, scalar.span.column + start + length
    if start:
        return replace(scalar.span, column=before, end_column=before + start)
    return replace(scalar.span, column=column)


def _glued(scalar: Scalar, text: str, span: Span) -> Diagnostic:
    blank = next(character for character in scalar.text if character in BLANKS)
    return Diagnostic(
        "yaml",
        _("{blank} est collée à « {text} ».").format(blank=blank_name(blank), text=text),
        span,
        _("Effacez-la ; tapez au besoin des espaces ordinaires."),
    )
