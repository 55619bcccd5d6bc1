"""What a person wrote, held apart inside a text that is read as markup: it stays words."""

from __future__ import annotations

import re

OPEN, CLOSE = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and its end (UAX 9): invisible wherever such a text is shown unread, and a
name written from right to left leaves the sentence around it in order."""

HELD = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}?")
_HARMLESS = re.compile(r"\w(?:[\w ,'’\u00a0\u202f-]*\w)?")
_BOUNDS = {ord(OPEN): None, ord(CLOSE): None}


def held(value: str) -> str:
    """The value between its bounds, which it cannot leave. Words and numbers need none: they make
    neither a link nor an item, and an author may end an address by them."""
    is_harmless = not value.strip() or _HARMLESS.fullmatch(value)
    return value if is_harmless else f"{OPEN}{freed(value)}{CLOSE}"


def freed(text: str) -> str:
    """The text without bounds: no longer to be read as markup."""
    return text.translate(_BOUNDS)
