"""Texts that strangers wrote, made drawable: what the font lacks becomes a replacement mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from .worker import FONTS

LACKING = "\ufffd"
BREAK = "\u200b"
"""Where an overlong word may go on in the next line; `base.typ` draws it as nothing at all."""

LONGEST = 20
"""Letters of a word that are never parted: the narrowest column holds as many."""

_PIECE = 5
_AFTER_SIGN = re.compile(r"(?<=[@./_-])(?![@./_-])")
_OVERLONG = re.compile(rf"\S{{{LONGEST + 1},}}")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# The shaper draws this one as a narrower space; every other space has a glyph or becomes U+0020.
_DRAWN_AS_SPACE = "\u202f"


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG among the data. Its author writes the markup, and escapes what strangers wrote."""

    svg: str


def cleaned(data: Any) -> Any:
    """The same data with every text drawable; raises TypeError for what JSON does not know.

    A mapping's keys are names that a template reads: they are left as they are.
    """
    match data:
        case str():
            return _breakable(drawable(data))
        case Picture():
            return drawable(data.svg)
        case None | bool() | int() | float():
            return data
        case Mapping():
            return {key: cleaned(value) for key, value in data.items()}
        case Sequence() if not isinstance(data, bytes | bytearray):
            return [cleaned(value) for value in data]
    raise TypeError(f"{type(data).__name__} is no data for a template")


def drawable(text: str) -> str:
    """The text in NFC without controls, every sign that the font lacks replaced by U+FFFD."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    if text.isascii() and text.isprintable():
        return text
    signs = ""
    for sign in text:
        signs += _drawn(sign, signs[-1:])
    return signs


def _drawn(sign: str, before: str) -> str:
    """What stands for one sign; nothing for a control, of bidirectional text too (UAX 9)."""
    if sign == "\n":
        return sign
    category = unicodedata.category(sign)
    if category == "Zs" or sign == "\t":
        return sign if ord(sign) in covered() or sign == _DRAWN_AS_SPACE else " "
    if category in {"Cc", "Cf"} or unicodedata.name(sign, "").startswith("VARIATION SELECTOR"):
        return ""
    if category.startswith("M"):
        return _mark(sign, before)
    return sign if ord(sign) in covered() else LACKING


def _mark(sign: str, before: str) -> str:
    """A mark on the letter before it; on a replacement it belongs to what was replaced."""
    if before == LACKING:
        return ""
    # Without a letter below, it would be drawn on a dotted circle, which the font lacks.
    is_drawn = ord(sign) in covered() and before and not before.isspace()
    return sign if is_drawn else LACKING


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The code points that have a glyph in every face of the font."""
    faces = [TTFont(path, lazy=True) for path in sorted(FONTS.glob("*.ttf"))]
    coverage = [frozenset(face.getBestCmap() or ()) for face in faces]
    for face in faces:
        face.close()
    return frozenset.intersection(*coverage)


def _breakable(text: str) -> str:
    """The text with places to break inside every word that no line could hold."""
    return _OVERLONG.sub(lambda word: _parted(word[0]), text)


def _parted(word: str) -> str:
    """After the signs of an address where it has any; what is overlong even so, anywhere."""
    found = [one for one in _AFTER_SIGN.split(word) if one]
    return BREAK.join(_cut(one) if len(one) > LONGEST else one for one in found)


def _cut(word: str) -> str:
    """Pieces of a few letters each, a letter never parted from its marks."""
    pieces: list[str] = [""]
    for sign in word:
        if len(pieces[-1]) >= _PIECE and not unicodedata.combining(sign):
            pieces.append("")
        pieces[-1] += sign
    return BREAK.join(pieces)
