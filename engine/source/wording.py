"""French sentences: marked for translation, set with French typography."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

NBSP = "\u00a0"
THIN = "\u202f"

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_OPENING = re.compile(r"«[ \u00a0\u202f]?")
_CLOSING = re.compile(r"[ \u00a0\u202f]?»")
_COLON = re.compile(r"(?<=\S) :(?=\s|$)")
_HIGH = re.compile(r"(?<=\S) (?=[;?!](?:\s|$|[.»)]))")
_UNIT = re.compile(r"(?<=[\d}]) (?=[€%°])")
_HOUR = re.compile(r"(?<=[\d}]) h (?=[\d{])")
_NUMBER = re.compile(r"(?<=\b[nN]°) (?=[\d{]|%\()")


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """Non-breaking spaces and apostrophes as the Imprimerie nationale sets them.

    A hole, « { } » or « %( », is taken for a number, as most are beside « n° » or a unit.
    Idempotent; never changes a word, a digit or a line break.
    """
    text = _APOSTROPHE.sub("’", text)
    text = _OPENING.sub(f"«{NBSP}", text)
    text = _CLOSING.sub(f"{NBSP}»", text)
    text = _COLON.sub(f"{NBSP}:", text)
    text = _HIGH.sub(THIN, text)
    text = _UNIT.sub(NBSP, text)
    text = _HOUR.sub(f"{NBSP}h{NBSP}", text)
    return _NUMBER.sub(NBSP, text)


def _(sentence: str) -> str:
    """Mark a whole French sentence (the msgid) for translation, and set it."""
    return typeset(sentence)


def ngettext(one: str, several: str, count: int) -> str:
    """The singular or the plural; in French 0 and 1 are singular."""
    return typeset(one if abs(count) < 2 else several)


def quoted(text: str) -> str:
    """« text », the text untouched."""
    return f"«{NBSP}{text}{NBSP}»"


def capital(text: str) -> str:
    """With a capital at its beginning, the rest as it is: names keep theirs."""
    return text[:1].upper() + text[1:]


def listed(words: Iterable[str], last: str = "et") -> str:
    """« a, b et c »."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
