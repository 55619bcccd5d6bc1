"""A condition's text into tokens, faulty ones too: those keep the name of their fault."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .syntax import Place


@dataclass(frozen=True, slots=True)
class Token:
    """kind: name, number, text, op or end; for a fault, the name of its group below."""

    kind: str
    text: str
    place: Place


INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
"""What a copy from a web page or a word processor hides between letters (Unicode, Cf)."""

_UNITS = "€|%|euros?|eur|ans?|années?|annees?|years?|mois|months?|jours?|days?|semaines?|weeks?"
_AMOUNT = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,]\d+)?"

_TOKEN = re.compile(
    rf"""(?P<blank>[\s\u00a0\u202f]+)
    |(?P<invisible>[{INVISIBLE}]+)
    |(?P<date>\d{{4}}[-/]\d{{2}}[-/]\d{{2}}(?!\w)|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}(?!\w))
    |(?P<unit>{_AMOUNT}[ \u00a0\u202f]*(?i:{_UNITS})(?![\w(.]))
    |(?P<spaced>\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?:[.,]\d+)?(?!\w))
    |(?P<number>\d+(?:\.\d+)?)(?!\w)
    |(?P<elided>(?i:n['’]est|aujourd['’]hui)(?!\w))
    |(?P<name>[^\W\d][\w{INVISIBLE}]*(?:\.[^\W\d][\w{INVISIBLE}]*)*)
    |(?P<text>'[^'\n]*'|"[^"\n]*")
    |(?P<foreign>&&|\|\||!==|[<>=!][ ]+=(?!=)|={{3,}}|=[!<>\u2039\u203a]|<>
        |[&|/%:;?≤≥≠×\u2039\u203a\u2212\u2013])
    |(?P<op>==|!=|<=|>=|[<>()\[\],*+-])
    |(?P<equal>=)
    |(?P<bang>!)
    |(?P<brace>[{{}}]+)
    |(?P<open_quote>['"].*)
    |(?P<curly>[‘’“”«][^‘’“”»]*[‘’“”»]|[‘’“”«»])
    |(?P<other>\d+\w*|.)""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> list[Token]:
    """All tokens without the blanks, closed by an `end`."""
    found = [
        Token(str(match.lastgroup), match.group(), Place(match.start(), match.end()))
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "blank"
    ]
    return [*found, Token("end", "", Place(len(text), len(text)))]
