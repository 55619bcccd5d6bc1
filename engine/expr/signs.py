"""One sign or word that is none of the language: what is said of it, and what stands for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..source.wording import _
from . import meant
from .lexer import INVISIBLE, Token
from .problem import Problem
from .syntax import Place

MAX_DIGITS = 15

OTHERWISE = {
    "===": "==",
    "!==": "!=",
    "=!": "!=",
    "<>": "!=",
    "=<": "<=",
    "=\u2039": "<=",
    "=>": ">=",
    "=\u203a": ">=",
    "\u2039": "<",
    "\u203a": ">",
    "&&": "and",
    "||": "or",
    "&": "and",
    "|": "or",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "\u2212": "-",
    "\u2013": "-",
    "=": "==",
    "!": "not",
    "aujourd'hui": "today",
    "n'est": "!=",
}
"""Signs of other languages, of a keyboard's corrector and of mathematics."""

_CURLY = "‘’“”«»\u00a0\u202f "
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_DIGITS = re.compile(r"[\d \u00a0\u202f.,]*\d")


@dataclass(frozen=True, slots=True)
class Slip:
    """`count` tokens that stand for those `meant`, and what is said of them."""

    count: int
    meant: tuple[Token, ...]
    problem: Problem


def slip(
    over: tuple[Token, ...],
    means: tuple[Token, ...],
    message: str,
    cure: str,
    at: Place | None = None,
) -> Slip:
    """These tokens, told at their place unless another is given."""
    place = at or Place(over[0].place.start, over[-1].place.end)
    return Slip(len(over), means, Problem("condition-syntax", message, place, cure))


def faulty(token: Token, following: Token, before: Token | None) -> Slip | None:
    """What is wrong with that token by itself; None when it is one of the language."""
    match token.kind:
        case "name":
            return _hidden_inside(token)
        case "number" if len(token.text) > MAX_DIGITS:
            message = _("Ce nombre a plus de {limit} chiffres.").format(limit=MAX_DIGITS)
            return slip((token,), (_bad(token),), message, _("Raccourcissez-le."))
        case "number" | "text" | "op" | "bad" | "end":
            return None
        case "date":
            return _day(token)
        case "unit" | "spaced":
            return _amount(token, before)
        case "foreign" | "equal" | "bang" | "elided":
            return _otherwise(token, following)
        case "invisible":
            return _hidden(token, 0, token.text[0], _("Effacez-le."), ())
    return _unknown(token)


def _bad(token: Token) -> Token:
    return Token("bad", token.text, token.place)


def _unknown(token: Token) -> Slip:
    place = token.place
    match token.kind:
        case "open_quote":
            message = _("Ce guillemet est ouvert et jamais fermé.")
            cure = _("Fermez-le à la fin du texte.")
            place = Place(place.start, place.start + 1)
        case "curly":
            message = _("Un texte se met ici entre apostrophes droites.")
            text = token.text.strip(_CURLY) or _("texte")
            cure = _("Écrivez {example}.").format(example=f"'{text}'")
        case _:
            message = _("« {sign} » n’a pas de sens ici.").replace("{sign}", token.text)
            cure = _(
                "Une condition se compose de noms, nombres, textes entre ' ', and, or, not, in."
            )
    return slip((token,), (_bad(token),), message, cure, place)


def _otherwise(token: Token, following: Token) -> Slip:
    sign = token.text.replace(" ", "").replace("’", "'").lower()
    means = OTHERWISE.get(sign, sign)
    if token.kind == "foreign" and means not in OTHERWISE.values():
        return _unknown(token)
    message = _("« {sign} » n’existe pas dans une condition.").replace("{sign}", token.text)
    said = means
    if means == "not" and following.kind == "name":
        said = f"not {following.text}"
    kind = "name" if means.isalpha() else "op"
    cure = _("Écrivez « {meant} ».").replace("{meant}", said)
    return slip((token,), (Token(kind, means, token.place),), message, cure)


def _hidden_inside(token: Token) -> Slip | None:
    found = _HIDDEN.search(token.text)
    if not found:
        return None
    name = _HIDDEN.sub("", token.text)
    cure = _("Effacez-le, ou tapez de nouveau « {name} ».").format(name=name)
    return _hidden(token, found.start(), found[0], cure, (Token("name", name, token.place),))


def _hidden(token: Token, at: int, sign: str, cure: str, means: tuple[Token, ...]) -> Slip:
    start = token.place.start + at
    message = _("Un caractère invisible se cache ici ({code}).").format(code=f"U+{ord(sign):04X}")
    return slip((token,), means, message, cure, Place(start, start + 1))


def _day(token: Token) -> Slip:
    found = meant.day(token.text)
    means = (Token("text", f"'{token.text}'", token.place),)
    if found is None:
        message = _("Cette date n’existe pas dans le calendrier.")
        return slip((token,), means, message, _("Corrigez le jour, le mois ou l’année."))
    message = _("Une date s’écrit autrement dans une condition.")
    cure = _("Écrivez date('{day}').").replace("{day}", found.isoformat())
    return slip((token,), means, message, cure)


def _amount(token: Token, before: Token | None) -> Slip:
    found = _DIGITS.match(token.text)
    assert found is not None, "its pattern begins with a digit"
    number = re.sub(r"[ \u00a0\u202f]", "", found[0]).replace(",", ".")
    unit = token.text[found.end() :].strip("\u00a0\u202f ")
    means = (Token("number", number, token.place),)
    if unit:
        message = _("Un nombre s’écrit ici sans unité : « {unit} » est de trop.").format(unit=unit)
    else:
        message = _("Un nombre s’écrit ici sans espaces, et avec un point.")
    is_shift = before is not None and before.text in ("+", "-")
    return slip((token,), means, message, _amount_cure(number, unit.casefold(), is_shift))


def _amount_cure(number: str, unit: str, is_shift: bool) -> str:
    if unit.startswith(("jour", "day")):
        cure = _("Écrivez {number} : une date plus ou moins un nombre compte des jours.")
    elif not unit.startswith(("an", "year", "mo", "sem", "week")):
        cure = _("Écrivez {number}.")
    elif is_shift or unit.startswith(("sem", "week")):
        cure = _(
            "Une date se décale de jours : écrivez un nombre de jours, "
            "ou comptez les mois écoulés par months_since(…)."
        )
    elif unit.startswith("mo"):
        cure = _("Écrivez {number} : months_since(…) compte des mois.")
    else:
        cure = _("Écrivez {number} : age(…) compte des années.")
    return cure.format(number=number)
