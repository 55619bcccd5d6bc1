"""What a person wrote, held apart inside a text that is read as markup: it stays words."""

from __future__ import annotations

import re

OPEN, CLOSE = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and its end (UAX 9): invisible where such a text is shown unread."""

HELD = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}?")
_SIGNS = re.compile(f"[][()/:\n\r{OPEN}{CLOSE}]|^\\s*-")
"""Of links, of addresses, of lines and of items."""
_BOUNDS = {ord(OPEN): None, ord(CLOSE): None}


def held(value: str) -> str:
    """The value between its bounds, which it cannot leave; what has no sign of the markup, as
    nearly all that people write, needs none."""
    is_read = value.strip() and _SIGNS.search(value)
    return f"{OPEN}{freed(value)}{CLOSE}" if is_read else value


def freed(text: str) -> str:
    """The text without bounds: no longer to be read as markup."""
    return text.translate(_BOUNDS)
