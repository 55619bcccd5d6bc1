"""A condition's text into tokens; what is not one becomes a token with its cure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..source.wording import _
from .problem import Problem
from .syntax import Place


@dataclass(frozen=True, slots=True)
class Token:
    """kind: name, number, text, op, bad or end."""

    kind: str
    text: str
    place: Place


_TOKEN = re.compile(
    r"""(?P<blank>[\s\u00a0\u202f]+)
    |(?P<date>\d{4}-\d{2}-\d{2})
    |(?P<number>\d+(?:\.\d+)?)(?!\w)
    |(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    |(?P<text>'[^'\n]*'|"[^"\n]*")
    |(?P<op>==|!=|<=|>=|[<>()\[\],*+-])
    |(?P<foreign>&&|\|\||===|<>|[=!&|/%{}:;?≤≥≠×\u2212\u2013])
    |(?P<open_quote>['"].*)
    |(?P<curly>[‘’“”«][^‘’“”»]*[‘’“”»]|[‘’“”«»])
    |(?P<other>\d+\w*|.)""",
    re.VERBOSE | re.DOTALL,
)
MAX_DIGITS = 15


def tokens(text: str) -> tuple[list[Token], list[Problem]]:
    """All tokens, closed by an `end`, and what was wrong in them."""
    found: list[Token] = []
    problems: list[Problem] = []
    for match in _TOKEN.finditer(text):
        kind, value = str(match.lastgroup), match.group()
        place = Place(match.start(), match.end())
        if kind == "blank":
            continue
        if kind == "number" and len(value) > MAX_DIGITS:
            kind = "long_number"
        if kind in ("name", "number", "text", "op"):
            found.append(Token(kind, value, place))
            continue
        problems.append(_problem(kind, value, place))
        found.append(_repaired(kind, value, place))
    found.append(Token("end", "", Place(len(text), len(text))))
    return found, problems


_REPAIRS = {
    "=": "==",
    "===": "==",
    "<>": "!=",
    "&&": "and",
    "||": "or",
    "!": "not",
    "&": "and",
    "|": "or",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "\u2212": "-",
    "\u2013": "-",
}


def _repaired(kind: str, value: str, place: Place) -> Token:
    """The token that was meant, so that parsing goes on without a second complaint."""
    if kind == "foreign" and value in _REPAIRS:
        meant = _REPAIRS[value]
        return Token("name" if meant.isalpha() else "op", meant, place)
    return Token("bad", value, place)


def _problem(kind: str, value: str, place: Place) -> Problem:
    match kind:
        case "date":
            message = _("Une date s’écrit autrement dans une condition.")
            cure = _("Écrivez date('{date}').").replace("{date}", value)
        case "foreign" if value in _REPAIRS:
            message = _("« {sign} » n’existe pas dans une condition.").format(sign=value)
            cure = _("Écrivez « {meant} ».").format(meant=_REPAIRS[value])
        case "open_quote":
            message = _("Ce guillemet est ouvert et jamais fermé.")
            cure = _("Fermez-le à la fin du texte.")
            place = Place(place.start, place.start + 1)
        case "curly":
            message = _("Un texte se met ici entre apostrophes droites.")
            cure = _("Écrivez {example}.").format(example=f"'{value.strip(_CURLY)}'")
        case "long_number":
            message = _("Ce nombre a plus de {limit} chiffres.").format(limit=MAX_DIGITS)
            cure = _("Raccourcissez-le.")
        case _:
            message = _("« {sign} » n’a pas de sens ici.").format(sign=value)
            cure = _(
                "Une condition se compose de noms, nombres, textes entre ' ', and, or, not, in."
            )
    return Problem("condition-syntax", message, place, cure)


_CURLY = "‘’“”«»\u00a0\u202f "
