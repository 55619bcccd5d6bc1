"""A file's text made safe for a terminal: nothing hides, nothing acts, every width is known."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

TAB = "    "

_HIDDEN = {"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"}
"""Controls, directions and other invisible signs, unassigned code points, half ones, line ends."""

_NO_WIDTH = {"Mn", "Me"}


@lru_cache(maxsize=4096)
def glyph(character: str) -> str:
    """The character as it is drawn: `<U+202E>` for what a terminal would obey or hide."""
    if character == "\t":
        return TAB
    if character != " " and unicodedata.category(character) in _HIDDEN:
        return f"<U+{ord(character):04X}>"
    return character


@lru_cache(maxsize=4096)
def width(character: str) -> int:
    """How many columns of a terminal its glyph takes."""
    drawn = glyph(character)
    if len(drawn) > 1:
        return len(drawn)
    if unicodedata.category(drawn) in _NO_WIDTH or "\u1160" <= drawn <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(drawn) in "WF" else 1


def safe(text: str) -> str:
    """A sentence that may quote a file; its own line ends stay."""
    return "\n".join("".join(map(glyph, line)) for line in text.split("\n"))
