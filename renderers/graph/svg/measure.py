"""How wide a text is, from the published widths of Helvetica, and where its lines are cut."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Adobe's Font Metrics of Helvetica, in thousandths of the size. Arial and Liberation Sans have the
# same ones; SLACK covers the fonts that stand in for them.
_WIDTHS = {
    **dict.fromkeys("abdeghnopqu0123456789«»?$_–L", 556),
    **dict.fromkeys("ckvxyzsJ", 500),
    **dict.fromkeys("ft .,:;!/\\|[]I\u00a0", 278),
    **dict.fromkeys("ijl’‘'", 222),
    **dict.fromkeys("r()-`\u202f", 333),
    **dict.fromkeys("wCDHNRU", 722),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("W@œŒ…—%æÆ", 1000),
    **dict.fromkeys("+=<>~", 584),
    '"': 355,
}
_BLANKS = re.compile(r"[ \t\r\n]+")  # a no-break space is no blank
_UNKNOWN, _WIDE, _BOLD, SLACK = 700, 1050, 1.08, 1.04


@lru_cache(maxsize=4096)
def width(text: str, size: float, bold: bool = False) -> float:
    """In the unit of the size; never less than what a browser takes with Arial or its like."""
    total = sum(_character(character) for character in text)
    return round(total * size * (_BOLD if bold else 1) * SLACK / 1000, 2)


@lru_cache(maxsize=4096)
def _character(character: str) -> int:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE
    base = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS.get(base, _UNKNOWN)


def wrapped(text: str, limit: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Lines no wider than the limit, cut at spaces; a longer word is cut where it must."""
    lines: list[str] = []
    line = ""
    for word in _BLANKS.split(text.strip(" \t\r\n")):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) <= limit:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, limit, size, bold)
        lines += full
    return (*lines, line) if line or not lines else tuple(lines)


def _cut(word: str, limit: float, size: float, bold: bool) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        if piece and width(piece + character, size, bold) > limit:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def balanced(text: str, limit: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """As few lines as `wrapped`, and as even as can be: no line with a word left alone."""
    lines = wrapped(text, limit, size, bold)
    narrower = limit
    while len(lines) > 1 and narrower > limit / 2:
        narrower -= 6
        again = wrapped(text, narrower, size, bold)
        if len(again) > len(lines):
            break
        lines = again
    return lines
