"""What something written otherwise was surely meant to be: a day, an option, a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from ..source.suggest import nearest
from ..source.wording import _
from .functions import a_day
from .lexer import INVISIBLE

_FRENCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_OTHER_DAY = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", re.ASCII)
_HIDDEN = re.compile(f"[{INVISIBLE}\u00a0\u202f\u2000-\u200a]")


def day(text: str) -> date | None:
    """01/02/2008 or 2008/02/01, however it is written; None when there is no such day."""
    if found := _FRENCH_DAY.fullmatch(text.strip()):
        number, month, year = map(int, found.groups())
    elif found := _OTHER_DAY.fullmatch(text.strip()):
        year, month, number = map(int, found.groups())
    else:
        return None
    return a_day(f"{year:04}-{month:02}-{number:02}")


def is_like_a_day(text: str) -> bool:
    """Whether it is written as a day, were it one that never comes."""
    return bool(_FRENCH_DAY.fullmatch(text.strip()) or _OTHER_DAY.fullmatch(text.strip()))


def folded(text: str) -> str:
    """Without case, accents, hidden characters nor outer blanks; « ’ » as « ' »."""
    plain = unicodedata.normalize("NFKD", _HIDDEN.sub(_shown_blank, text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.replace("’", "'").split())


def _shown_blank(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else ""


def option(written: str, options: Iterable[str], labels: Iterable[tuple[str, str]]) -> str | None:
    """The option of that id or label, case and accents aside; else the one of the nearest id."""
    known, wanted = tuple(options), folded(written)
    by_words = {folded(label): id_ for id_, label in labels if id_ in known}
    by_words |= {folded(id_): id_ for id_ in known}
    by_words.pop("", None)
    return by_words.get(wanted) or nearest(written, known) or by_words.get(_near(wanted, by_words))


def _near(word: str, known: Iterable[str]) -> str:
    return nearest(word, known) or ""


def strange(text: str) -> str:
    """What the eye cannot tell in that word, as a sentence; "" when there is nothing.

    A hidden character or a blank that is none; a letter of another alphabet.
    """
    if found := _HIDDEN.search(text):
        form = _("Un caractère invisible ou une espace insécable s’y cache ({code}).")
        return form.format(code=f"U+{ord(found[0]):04X}")
    for letter in text:
        if letter.isalpha() and not unicodedata.name(letter, "LATIN").startswith("LATIN"):
            form = _("« {letter} » y est une lettre d’un autre alphabet ({code}).")
            return form.format(letter=letter, code=f"U+{ord(letter):04X}")
    return ""
