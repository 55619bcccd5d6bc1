"""The first reading of what people type: one clean text, or a sentence saying what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from ..source.wording import _
from .field_type import Raw, Refused

LONGEST_LINE = 1000
"""No answer but a text comes near; beyond it, nothing is even looked at."""

JOINERS = "\u200c\u200d"
"""Invisible, yet part of the spelling of Persian, of Indian scripts and of emoji."""


def empty() -> Refused:
    """The refusal of an answer that holds nothing."""
    return Refused(_("Répondez à cette question."))


def is_blank(raw: Raw) -> bool:
    """Whether a raw holds nothing visible, at any depth.

    A stack and no recursion: an attacker's nesting must not exhaust Python's.
    """
    waiting: list[object] = [raw]
    while waiting:
        match waiting.pop():
            case str(text) if text.isascii():
                if text and not text.isspace():
                    return False
            case str(text):
                if not all(c.isspace() or unicodedata.category(c) == "Cf" for c in text):
                    return False
            case Mapping() as parts:
                waiting.extend(parts.values())
            case Sequence() as rows:
                waiting.extend(rows)
            case _other:
                return False
    return True


def squeezed(text: str) -> str:
    """Without blanks at the ends, and with one space for each run of blanks or line breaks."""
    return " ".join(text.split())


def visible(text: str, kept: str = "") -> str:
    """The text without the invisible marks that copying brings (direction, soft hyphen, BOM).

    Left in, those that change direction make a name read otherwise than it is kept. Raises Refused
    for what has no place in a text: control characters, lone surrogates, private characters.
    """
    if text.isprintable():
        return text
    letters = []
    for letter in text:
        category = unicodedata.category(letter)
        if letter in kept or category[0] != "C" or _is_newer(letter, category):
            letters.append(letter)
        elif category != "Cf":
            raise Refused(
                _(
                    "Votre réponse contient un caractère qui ne peut pas être conservé : "
                    "effacez-la et écrivez-la de nouveau au clavier."
                )
            )
    return "".join(letters)


def _is_newer(letter: str, category: str) -> bool:
    """A character of a Unicode version younger than this Python, but never a « noncharacter »."""
    code = ord(letter)
    return category == "Cn" and code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF


def text_of(raw: Raw) -> str:
    """One line of text, in Unicode's composed form (NFC), blanks made single."""
    if not isinstance(raw, str):
        raise Refused(_("Écrivez une seule réponse, dans la case prévue."))
    text = squeezed(visible(squeezed(raw)))
    if not text:
        raise empty()
    return unicodedata.normalize("NFC", text)


def lines_of(raw: Raw) -> str:
    """Several lines of text, separated by `\\n`; inner blanks and tabs stay as typed."""
    if not isinstance(raw, str):
        raise Refused(_("Écrivez une seule réponse, dans la case prévue."))
    text = visible("\n".join(raw.splitlines()), kept=f"\n\t{JOINERS}")
    if is_blank(text):
        raise empty()
    return unicodedata.normalize("NFC", text).strip()


def line_of(raw: Raw, wrong: str) -> str:
    """A short line in plain characters: full-width letters and the digits of any script become
    ours. The sentence `wrong` answers what is no line, or one far too long."""
    if not isinstance(raw, str) or len(raw) > LONGEST_LINE:
        raise Refused(wrong)
    text = text_of(raw)
    if text.isascii():  # most are, and nothing below changes them
        return text
    plain = unicodedata.normalize("NFKC", text)
    return squeezed("".join(_digit(letter) for letter in plain))


def _digit(letter: str) -> str:
    """٣ → 3: an Arabic or Bengali keyboard types numbers as well as ours."""
    value = unicodedata.decimal(letter, -1)
    return letter if value < 0 else str(value)


def code_of(raw: Raw, wrong: str) -> str:
    """A code's letters, in capitals, and digits, without the blanks, hyphens and dots between.

    Raises Refused with the sentence `wrong` for anything else.
    """
    code = "".join(
        letter
        for letter in line_of(raw, wrong)
        if letter not in " ." and unicodedata.category(letter) != "Pd"
    )
    if not (code.isascii() and code.isalnum()):
        raise Refused(wrong)
    return code.upper()


def folded(text: str) -> str:
    """A text for comparison: no case, accents, apostrophes or hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return squeezed("".join(kept))
