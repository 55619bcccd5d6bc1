"""How each kind of answer is typed: a reminder in the prompt, a sentence behind « ? »."""

from __future__ import annotations

from ...engine.page.page import Question
from ...engine.source.wording import _
from .blocks import MANY


def form_of(question: Question) -> str:
    """What the answer looks like, in a few words."""
    match question.control:
        case "yes_no":
            return _("oui ou non")
        case "date" if question.limits.get("partial"):
            return _("jj/mm/aaaa, mm/aaaa ou aaaa")
        case "date":
            return _("jj/mm/aaaa")
        case "one_of" if 0 < len(question.choices) <= MANY:
            return span(len(question.choices))
        case "some_of":
            return _("par exemple 1, 2")
    return ""


def span(last: int) -> str:
    """« 1 », « 1 ou 2 », « 1 à 7 »."""
    told = {1: "1", 2: _("1 ou 2")}
    return told.get(last, _("1 à {last}").format(last=last))


def how(question: Question) -> str:
    """How to type the answer."""
    match question.control:
        case "one_of" if len(question.choices) > MANY:
            return _("Écrivez le nom en toutes lettres.")
        case "one_of":
            return _("Tapez le numéro de votre réponse.")
        case "some_of":
            return _("Tapez les numéros de vos réponses, séparés par des virgules.")
        case "yes_no":
            return _("Tapez oui ou non.")
        case "date":
            return _("Écrivez le jour, le mois et l’année, par exemple 31/01/1990.")
        case "long_text":
            return _("Écrivez une ou plusieurs lignes, puis une ligne vide pour finir.")
        case "rows" | "request":
            return _(
                "Tapez oui pour ajouter, un numéro pour modifier ce qui est écrit à ce numéro, "
                "ce numéro précédé d’un tiret pour l’ôter, ou Entrée pour continuer."
            )
    return ""
